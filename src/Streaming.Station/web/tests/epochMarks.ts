import assert from 'node:assert/strict';
import { test } from 'node:test';
import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { Revision, Stage, StageReportSchema } from '../generated/streaming/v1/monitor_pb.js';
import { EpochMarks } from '../src/ward/epochMarks.js';

const report = (epoch: number, more: MessageInitShape<typeof StageReportSchema> = {}) => create(StageReportSchema, {
  epoch: BigInt(epoch), revision: Revision.FINAL, stage: Stage.N2, commitSequence: 1n, ...more,
});

test('what was told of an epoch is what stands, however many others were told and in whatever order', () => {
  const marks = new EpochMarks();
  const told = [700, 3, 1201, 0, 1200, 5000];
  for (const epoch of told) {
    const stage = epoch % 2 === 0 ? Stage.N3 : Stage.R;
    assert.ok(marks.take(report(epoch, { stage, confidence: 0.75, probabilities: [0, 0.125, 0.125, 0, 0.75], author: epoch === 3 ? 'rt' : '' })));
  }
  for (const epoch of told) {
    assert.deepEqual(marks.at(epoch), {
      epoch, stage: epoch % 2 === 0 ? Stage.N3 : Stage.R, revision: Revision.FINAL, confidence: 0.75, probabilities: [0, 0.125, 0.125, 0, 0.75], author: epoch === 3 ? 'rt' : '',
    });
    assert.equal(marks.stageOf(epoch), marks.at(epoch)?.stage);
  }
  assert.deepEqual([marks.length, marks.holes], [5001, 5001 - told.length]);
  assert.deepEqual(Array.from(marks).flatMap((mark) => (mark ? [mark.epoch] : [])), told.toSorted((a, b) => a - b));
});

test('a hole, an epoch not begun and one before the night are nothing', () => {
  const marks = new EpochMarks();
  marks.take(report(2));
  for (const epoch of [-1, 0, 1, 3, 1199, 1200, 5000]) assert.deepEqual([marks.at(epoch), marks.stageOf(epoch)], [undefined, undefined]);
});

test('an unscorable epoch has no probabilities, one that a person scored has the network\'s', () => {
  const marks = new EpochMarks();
  marks.take(report(0, { stage: Stage.UNSCORABLE }));
  marks.take(report(1, { revision: Revision.OVERRIDDEN, networkProbabilities: [1, 0, 0, 0, 0], author: 'rt' }));
  assert.deepEqual([marks.at(0)?.probabilities, marks.at(1)?.probabilities], [[], [1, 0, 0, 0, 0]]);
});
