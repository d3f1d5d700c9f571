import assert from 'node:assert/strict';
import { test } from 'node:test';
import { create } from '@bufbuild/protobuf';
import { Revision, Stage, StageReportSchema } from '../generated/streaming/v1/monitor_pb.js';
import { NightRecord } from '../src/ward/nightRecord.js';

const report = (epoch: number, revision: Revision, stage: Stage, sequence: number) => create(StageReportSchema, {
  epoch: BigInt(epoch), revision, stage, commitSequence: BigInt(sequence), startSeconds: { numerator: BigInt(epoch * 30), denominator: 1n },
});

test('higher revisions replace lower ones, in whatever order they are told, and repetitions change nothing', () => {
  const night = new NightRecord('s');
  assert.ok(night.take(report(0, Revision.OVERRIDDEN, Stage.N3, 30)));
  assert.ok(!night.take(report(0, Revision.FINAL, Stage.W, 10)));
  assert.ok(!night.take(report(0, Revision.REVISED, Stage.W, 40)));
  assert.ok(!night.take(report(0, Revision.OVERRIDDEN, Stage.N3, 30)));
  assert.ok(night.take(report(0, Revision.OVERRIDDEN, Stage.N2, 50)));
  assert.equal(night.marks.at(0)?.stage, Stage.N2);
  assert.equal(night.marks.length, 1);
});

test('of each kind of lights the mark made last counts, and lights on before lights off belong to the evening', () => {
  const night = new NightRecord('s');
  const light = (on: boolean, at: number) => ({ on, atSeconds: { numerator: BigInt(at), denominator: 1n } }) as (typeof night.lights)[number];
  night.lights.push(light(true, 50), light(false, 100), light(false, 130));
  assert.deepEqual([night.lightsOff, night.lightsOn], [130, undefined]);
  night.lights.push(light(true, 900));
  assert.deepEqual([night.lightsOff, night.lightsOn], [130, 900]);
});
