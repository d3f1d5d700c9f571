import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NamePlaces } from '../src/drawing/namePlaces.js';

test('a name that would run into another goes a floor higher, and comes down again where there is room', () => {
  const places = new NamePlaces();
  assert.deepEqual([places.floorFor(0, 'K', 10, 50), places.floorFor(0, 'spindle', 40, 20), places.floorFor(0, 'REM', 50, 20), places.floorFor(0, 'K', 64, 20)], [0, 1, 2, 0]);
  assert.equal(places.floorFor(1, 'spindle', 40, 20), 0, 'every row has its own floors');
});

test('a name that would run into its like is said once', () => {
  const places = new NamePlaces();
  assert.deepEqual([places.floorFor(0, 'slow wave', 10, 50), places.floorFor(0, 'slow wave', 40, 50), places.floorFor(0, 'slow wave', 64, 50)], [0, undefined, 0]);
});
