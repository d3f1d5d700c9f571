import assert from 'node:assert/strict';
import { test } from 'node:test';
import { create } from '@bufbuild/protobuf';
import { LightsMarkSchema, NightSchema, Revision, Stage, StageReportSchema, WatchResponseSchema, type WatchResponse } from '../generated/streaming/v1/monitor_pb.js';
import { rational } from '../src/time.js';
import { onChange, unseenOf } from '../src/ward/vouched.js';
import { Ward } from '../src/ward/ward.js';

const report = (epoch: number, stage: Stage, author = '', revision = author ? Revision.OVERRIDDEN : Revision.REVISED) => create(StageReportSchema, {
  studyId: 's', site: 'lab', bed: 'bed1', epoch: BigInt(epoch), stage, author, revision, commitSequence: author ? 20n : 10n, startSeconds: rational(epoch * 30),
});
const lights = (on: boolean, at: number) => create(LightsMarkSchema, { studyId: 's', on, atSeconds: rational(at), author: 'cd' });
const say = (ward: Ward, item: WatchResponse['item']) => ward.apply(create(WatchResponseSchema, { item }));

function shown() {
  const ward = new Ward();
  for (const epoch of [0, 1, 2]) say(ward, { case: 'report', value: report(epoch, Stage.N2) });
  const bed = ward.find('lab', 'bed1')!;
  return { ward, bed, night: bed.night! };
}

test('nobody vouches for what the page has not shown', () => {
  const { night } = shown();
  const held = (...changes: ReturnType<typeof report>[]) => create(NightSchema, { study: { studyId: 's' }, reports: [...[0, 1, 2].map((epoch) => report(epoch, Stage.N2)), ...changes] });
  assert.equal(unseenOf(held(), night), undefined);
  assert.equal(unseenOf(held(report(2, Stage.N1, 'cd')), night), 'epoch 3');
  assert.equal(unseenOf(held(report(1, Stage.N2, 'cd')), night), 'epoch 2', 'confirmed by somebody');
  assert.equal(unseenOf(held(report(3, Stage.N2)), night), 'epoch 4');
  assert.equal(unseenOf(create(NightSchema, { ...held(), lights: [lights(false, 30)] }), night), 'the lights');
});

test('a stage or the lights that change are told with who changed them; what comes and goes is not', () => {
  const { ward, bed, night } = shown();
  const told: string[] = [];
  const stop = onChange(ward, bed, night, (what) => told.push(what));
  say(ward, { case: 'report', value: report(2, Stage.W, '', Revision.PROVISIONAL) });
  say(ward, { case: 'note', value: { $typeName: 'streaming.v1.NightNote', studyId: 's', text: 'turned', author: 'cd' } });
  assert.deepEqual(told, []);
  say(ward, { case: 'report', value: report(2, Stage.N1, 'cd') });
  say(ward, { case: 'lights', value: lights(true, 90) });
  assert.deepEqual(told, ['epoch 3 is N1 now, scored by cd', 'lights on at 0:01:30, marked by cd']);
  stop();
  say(ward, { case: 'report', value: report(1, Stage.N1, 'cd') });
  assert.equal(told.length, 2);
});
