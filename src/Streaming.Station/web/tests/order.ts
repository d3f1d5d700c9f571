import assert from 'node:assert/strict';
import { test } from 'node:test';
import { create } from '@bufbuild/protobuf';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import { BedSchema, BedState, LightsMarkSchema, Revision, SignatureSchema, SignatureState, Stage, StageReportSchema } from '../generated/streaming/v1/monitor_pb.js';
import { BedRecord } from '../src/ward/bedRecord.js';
import { NightRecord } from '../src/ward/nightRecord.js';
import { awaitsReview, ordered } from '../src/ward/order.js';

function bed(name: string, stage: Stage, confidence: number, online = true): BedRecord {
  const record = new BedRecord('lab', name);
  record.night = new NightRecord(name);
  record.night.take(create(StageReportSchema, { epoch: 0n, revision: Revision.FINAL, stage, confidence, startSeconds: { numerator: 0n, denominator: 1n } }));
  record.bedState = create(BedSchema, { site: 'lab', bed: name, state: BedState.STAGING, gatewayOnline: online, gatewayTold: timestampFromMs(0) });
  return record;
}

test('names are ordered as people count, attention puts what nobody sees first, certainty the least sure', () => {
  const beds = [bed('bed10', Stage.N2, 0.9), bed('bed2', Stage.UNSCORABLE, 0), bed('bed1', Stage.W, 0.4), bed('bed3', Stage.R, 0.8, false)];
  const names = (rule: 'bed' | 'attention' | 'confidence') => ordered(beds, rule).map((one) => one.bed);
  assert.deepEqual(names('bed'), ['bed1', 'bed2', 'bed3', 'bed10']);
  assert.deepEqual(names('attention'), ['bed3', 'bed2', 'bed1', 'bed10']);
  assert.deepEqual(names('confidence'), ['bed1', 'bed3', 'bed10', 'bed2']);
});

test('nights that are over come after the beds that run, however unsure, old or strange their last result was', () => {
  const over = bed('bed1', Stage.W, 0.2);
  over.bedState!.state = BedState.ENDED;
  const last = over.night!.last!;
  [last.outOfDistribution, last.committed] = [true, timestampFromMs(0)];
  const runs = bed('bed2', Stage.N2, 0.9);
  runs.night!.last!.committed = timestampFromMs(60_000);
  over.night!.lights = [create(LightsMarkSchema, { atSeconds: { numerator: 0n, denominator: 1n } })];
  for (const rule of ['attention', 'confidence', 'oldest', 'lights'] as const) assert.deepEqual(ordered([over, runs], rule).map((one) => one.bed), ['bed2', 'bed1'], rule);
});

test('a night awaits review from its end until a signature stands', () => {
  const one = bed('b', Stage.W, 0.9);
  assert.equal(awaitsReview(one), false, 'it still runs');
  one.bedState!.state = BedState.ENDED;
  assert.equal(awaitsReview(one), true);
  one.night!.signatures = [create(SignatureSchema, { state: SignatureState.STANDING })];
  assert.equal(awaitsReview(one), false);
  one.night!.signatures = [create(SignatureSchema, { state: SignatureState.STANDING, lastEpoch: 0n })];
  one.night!.take(create(StageReportSchema, { epoch: 1n, revision: Revision.FINAL, stage: Stage.W }));
  assert.equal(awaitsReview(one), true, 'an epoch is left that nobody has vouched for');
  one.night!.signatures = [create(SignatureSchema, { state: SignatureState.SUPERSEDED })];
  assert.equal(awaitsReview(one), true, 'it was changed afterwards');
});

test('a bed without samples is neither staged nor unscorable', () => {
  assert.equal(bed('b', Stage.W, 0.9, false).standing, 'silent');
  assert.equal(bed('b', Stage.UNSCORABLE, 0).standing, 'unscorable');
  assert.equal(bed('b', Stage.W, 0.9).standing, 'staged');
});
