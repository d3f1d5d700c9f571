import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NamePlaces } from '../src/drawing/namePlaces.js';

test('a name that would run into the one before it goes a floor higher, and comes down again where there is room', () => {
  const places = new NamePlaces();
  assert.deepEqual([places.floorFor(0, 10, 50), places.floorFor(0, 40, 20), places.floorFor(0, 50, 20), places.floorFor(0, 64, 20)], [0, 1, 2, 0]);
  assert.equal(places.floorFor(1, 40, 20), 0, 'every row has its own floors');
});
