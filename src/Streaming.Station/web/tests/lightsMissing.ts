import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lightsMissing } from '../src/ward/lightsMissing.js';

test('lights on is missing only once the study has ended', () => {
  const asleep = { lightsOff: 60, lightsOn: undefined };
  assert.deepEqual(lightsMissing(asleep, false), []);
  assert.deepEqual(lightsMissing(asleep, true), ['Lights on']);
});

test('lights off is missing from the beginning', () => {
  const nothing = { lightsOff: undefined, lightsOn: undefined };
  assert.deepEqual(lightsMissing(nothing, false), ['Lights off']);
  assert.deepEqual(lightsMissing(nothing, true), ['Lights off', 'Lights on']);
  assert.deepEqual(lightsMissing({ lightsOff: 60, lightsOn: 28_860 }, true), []);
});
