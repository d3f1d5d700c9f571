import assert from 'node:assert/strict';
import { test } from 'node:test';
import { create } from '@bufbuild/protobuf';
import { LightsMarkSchema } from '../generated/streaming/v1/monitor_pb.js';
import { rational } from '../src/time.js';
import { lightsQuestion } from '../src/ward/lightsQuestion.js';
import { NightRecord } from '../src/ward/nightRecord.js';

function night(off?: number, on?: number): NightRecord {
  const record = new NightRecord('s');
  if (off !== undefined) record.lights.push(create(LightsMarkSchema, { on: false, atSeconds: rational(off) }));
  if (on !== undefined) record.lights.push(create(LightsMarkSchema, { on: true, atSeconds: rational(on) }));
  return record;
}

test('lights at an epoch of the past are asked about with what they would change', () => {
  assert.equal(lightsQuestion(night(0), true, 4230, true), 'Lights on at 1:10:30, which is not now. Time in bed is then 70.5 min.');
  assert.equal(lightsQuestion(night(0, 28800), true, 16230, false), 'Lights on at 4:30:30. So far they are on at 8:00:00. Time in bed is then 270.5 min.');
  assert.equal(lightsQuestion(night(60, 28860), false, 660, false), 'Lights off at 0:11:00. So far they are off at 0:01:00. Time in bed is then 470.0 min.');
  assert.equal(lightsQuestion(night(), false, 30, true), 'Lights off at 0:00:30, which is not now.');
  assert.equal(lightsQuestion(night(600), true, 300, false), 'Lights on at 0:05:00. Lights on then lie before lights off, and do not count.');
});
