import assert from 'node:assert/strict';
import { test } from 'node:test';
import { create } from '@bufbuild/protobuf';
import {
  NightSchema, NightSummarySchema, Revision, SignatureState, Stage, WatchResponseSchema, type StageReport,
} from '../generated/streaming/v1/monitor_pb.js';
import { drafts } from '../src/parts/drafts.js';
import { endWords, readBack, signatureOf, summaryAwaits } from '../src/ward/nights.js';
import { Ward } from '../src/ward/ward.js';
import { reportAt, stateOf } from './beds.js';

const tell = (ward: Ward, report: StageReport) => ward.apply(create(WatchResponseSchema, { item: { case: 'report', value: report } }));
const state = (ward: Ward, studyId: string) => ward.apply(create(WatchResponseSchema, { item: { case: 'bed', value: stateOf({ studyId }) } }));
const of = (studyId: string, epoch: number, more = {}) => reportAt(epoch, { site: 'lab', bed: 'bed1', studyId, commitSequence: BigInt(epoch + 1), ...more });
const note = (studyId: string, text: string) => create(WatchResponseSchema, { item: { case: 'note', value: { studyId, text, author: 'rt', atSeconds: { numerator: 1n, denominator: 1n } } } });

function wardWithTwoNights(): Ward {
  const ward = new Ward();
  state(ward, 'first');
  tell(ward, of('first', 0));
  const before = ward.find('lab', 'bed1')!.night!;
  state(ward, 'second');
  ward.keep('lab', 'bed1', before);
  return ward;
}

test('a night that is looked at hears of its changes though its bed has another', () => {
  const ward = wardWithTwoNights();
  tell(ward, of('second', 0, { stage: Stage.W }));
  tell(ward, of('first', 0, { revision: Revision.OVERRIDDEN, stage: Stage.R, author: 'rt', commitSequence: 9n }));
  ward.apply(note('first', 'of the first'));
  const [first, bed] = [ward.ofId('first')!, ward.find('lab', 'bed1')!];
  assert.deepEqual([first.night!.marks.at(0)!.stage, first.night!.notes.map(({ text }) => text), first.standing, first.isEarlier], [Stage.R, ['of the first'], 'ended', true]);
  assert.deepEqual([bed.night!.studyId, bed.night!.marks.at(0)!.stage, bed.night!.notes.length, bed.standing], ['second', Stage.W, 0, 'staged']);
  ward.letGo('first');
  assert.equal(ward.ofId('first'), undefined);
});

test('what was heard while the night was asked for is neither lost nor doubled', () => {
  const ward = wardWithTwoNights();
  tell(ward, of('first', 0, { revision: Revision.OVERRIDDEN, stage: Stage.R, author: 'rt', commitSequence: 9n }));
  ward.apply(note('first', 'in both'));
  ward.apply(note('first', 'after the answer was read'));
  const answer = create(NightSchema, { study: { studyId: 'first' }, site: 'lab', bed: 'bed1', reports: [of('first', 0), of('first', 1)], notes: [(note('first', 'in both').item.value as never)] });
  const night = ward.keepAnswer(answer).night!;
  assert.deepEqual([night.marks.length, night.marks.at(0)!.stage, night.notes.map(({ text }) => text)], [2, Stage.R, ['in both', 'after the answer was read']]);
});

test('a summary says why a night is over and whether somebody vouches for it', () => {
  const night = (more = {}) => create(NightSummarySchema, { studyId: 's', ended: true, endReason: 'superseded', firstEpoch: 0n, lastEpoch: 9n, ...more });
  const signed = (state: SignatureState, lastEpoch: bigint) => night({ signature: { author: 'rt', state, firstEpoch: 0n, lastEpoch } });
  assert.deepEqual([night(), signed(SignatureState.STANDING, 9n), signed(SignatureState.STANDING, 4n), signed(SignatureState.WITHDRAWN, 9n)].map((one) => [signatureOf(one), summaryAwaits(one)]),
    [['none', true], ['whole', false], ['part', true], ['void', true]]);
  assert.equal(endWords(night()), 'ended: another study began at the bed');
  assert.equal(summaryAwaits(night({ ended: false, endReason: '' })), false);
  assert.equal(summaryAwaits(create(NightSummarySchema, { ended: true })), false, 'nothing to look at');
});

test('a draft waits for who wrote it, and for nobody else', () => {
  drafts.keep('night.note', 'asked for water');
  assert.equal(drafts.of('night.note'), 'asked for water');
  assert.equal(drafts.of('another.note'), '');
  drafts.keep('night.note', '');
  assert.equal(drafts.of('night.note'), '');
});

test('a ward of many nights is read back page by page, no night twice', async () => {
  const all = Array.from({ length: 5 }, (_, n) => create(NightSummarySchema, { studyId: `study-${n}` }));
  const asked: string[] = [];
  const page = (before: string) => {
    asked.push(before);
    const from = before === '' ? 0 : all.findIndex((night) => night.studyId === before) + 1;
    return Promise.resolve({ nights: all.slice(from, from + 2), more: from + 2 < all.length });
  };
  const ids = async (wanted: number) => { const { nights, more } = await readBack(page, wanted); return [nights.map((night) => Number(night.studyId.slice(6))), more]; };
  assert.deepEqual([await ids(2), await ids(3), await ids(99)], [[[0, 1], true], [[0, 1, 2, 3], true], [[0, 1, 2, 3, 4], false]]);
  assert.deepEqual(asked, ['', '', 'study-1', '', 'study-1', 'study-3']);
  assert.deepEqual(await readBack(() => Promise.resolve({ nights: [], more: false }), 2), { nights: [], more: false });
});
