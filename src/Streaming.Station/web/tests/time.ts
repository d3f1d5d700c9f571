import assert from 'node:assert/strict';
import { test } from 'node:test';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import { beganAt, moment, timeOfDay } from '../src/time.js';

const at = (day: number, hour: number, year = 2026) => new Date(year, 9, day, hour, 30).getTime();

test('what is not of this night has its day, and its year where that is another', () => {
  assert.equal(moment(at(24, 22), false, at(25, 6)), '22:30', 'over midnight');
  assert.equal(moment(at(24, 22), false, at(25, 22)), '24 Oct 22:30', 'the next evening');
  assert.equal(moment(at(24, 22), false, at(24, 22, 2027)), '24 Oct 2026 22:30');
  assert.equal(moment(at(24, 22), true, at(24, 23)), timeOfDay(at(24, 22), true));
});

test('a recorder without a date gives no beginning', () => {
  assert.equal(beganAt(timestampFromMs(new Date(1985, 5, 1).getTime())), undefined);
  assert.equal(beganAt(undefined), undefined);
  assert.equal(beganAt(timestampFromMs(at(24, 22))), at(24, 22));
});
