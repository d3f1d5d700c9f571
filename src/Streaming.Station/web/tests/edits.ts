import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { create } from '@bufbuild/protobuf';
import { Code, ConnectError } from '@connectrpc/connect';
import { NightSchema, OverrideResponseSchema, SignNightResponseSchema, Revision, Stage, StageReportSchema, type NightRef, type StageReport } from '../generated/streaming/v1/monitor_pb.js';
import { session } from '../src/connection/session.js';
import { notices } from '../src/parts/notices.js';
import { Edits } from '../src/ward/edits.js';
import { NightRecord } from '../src/ward/nightRecord.js';

/** Two nights, and what the service does with an edit: refuses it where something newer than what was seen stands. */
class Nights {
  private sequence = 100n;
  readonly reports = new Map<string, StageReport>();

  at(studyId: string, epoch: number): StageReport {
    const report = this.reports.get(`${studyId}/${epoch}`);
    if (report) return report;
    this.put(create(StageReportSchema, { studyId, site: 'lab', bed: studyId, epoch: BigInt(epoch), revision: Revision.FINAL, stage: Stage.N2, commitSequence: this.sequence++ }));
    return this.at(studyId, epoch);
  }

  score(studyId: string, epoch: number, stage: Stage, author: string): StageReport {
    this.put(create(StageReportSchema, { ...this.at(studyId, epoch), stage, author, revision: Revision.OVERRIDDEN, commitSequence: this.sequence++ }));
    return this.at(studyId, epoch);
  }

  readonly service = {
    override: async ({ night, epoch, stage, author, expectedSequence }: { night: NightRef; epoch: bigint; stage: Stage; author: string; expectedSequence: bigint }) => {
      const studyId = idOf(night);
      const standing = this.at(studyId, Number(epoch));
      if (expectedSequence !== 0n && expectedSequence !== standing.commitSequence) throw new ConnectError(`expected_sequence: ${expectedSequence} was looked at, ${standing.commitSequence} stands`, Code.Aborted);
      return create(OverrideResponseSchema, { report: this.score(studyId, Number(epoch), stage, author) });
    },
    signNight: async ({ expectedSequence }: { expectedSequence: bigint }) => {
      if (expectedSequence !== this.latest) throw new ConnectError(`expected_sequence: ${expectedSequence} was looked at, ${this.latest} stands; look again`, Code.Aborted);
      return create(SignNightResponseSchema, {});
    },
    getNight: async ({ night }: { night: unknown }) => create(NightSchema, { commitSequence: this.latest, reports: [...this.reports.values()].filter((report) => report.studyId === idOf(night)) }),
  } as unknown as ConstructorParameters<typeof Edits>[0];

  private get latest(): bigint {
    return this.sequence - 1n;
  }

  private put(report: StageReport): void {
    this.reports.set(`${report.studyId}/${report.epoch}`, report);
  }
}

const idOf = (night: unknown): string => (night as NightRef).by.value as string;
const said = (): string => notices.notices.map((notice) => notice.text).join('\n');

let nights: Nights;
let edits: Edits;
beforeEach(() => {
  mock.timers.enable({ apis: ['setTimeout'] }); // notices go by themselves
  nights = new Nights();
  edits = new Edits(nights.service);
  session.sign('ab');
  for (const notice of notices.notices) notices.drop(notice.id);
});
afterEach(() => mock.timers.reset());

test('undo gives back the stage before, one score after the other', async () => {
  edits.show('bed2');
  await edits.score(nights.at('bed2', 4), Stage.N1);
  await edits.score(nights.at('bed2', 4), Stage.N3);
  assert.deepEqual(await edits.undo(), { epoch: 4 });
  assert.equal(nights.at('bed2', 4).stage, Stage.N1);
  assert.deepEqual(await edits.undo(), { epoch: 4 });
  assert.equal(nights.at('bed2', 4).stage, Stage.N2);
  assert.match(said(), /Epoch 5 of bed2 is N2 again/);
  assert.equal(edits.canUndo, false);
});

test('undo leaves alone what somebody else scored since, and says who and what', async () => {
  edits.show('bed2');
  await edits.score(nights.at('bed2', 3), Stage.W);
  await edits.score(nights.at('bed2', 4), Stage.N1);
  nights.score('bed2', 4, Stage.N3, 'cd');
  assert.equal(await edits.undo(), undefined);
  assert.deepEqual([nights.at('bed2', 4).stage, nights.at('bed2', 4).author], [Stage.N3, 'cd']);
  assert.equal(said(), 'Epoch 5 of bed2 is not undone: cd scored it N3 meanwhile. Look again.');
  assert.deepEqual(await edits.undo(), { epoch: 3 }, 'the score before it can be undone all the same');
});

test('undo concerns the study on the screen and who is named at the top', async () => {
  edits.show('bed2');
  await edits.score(nights.at('bed2', 4), Stage.N1);
  edits.show('bed5');
  assert.equal(edits.canUndo, false);
  assert.equal(await edits.undo(), undefined);
  assert.equal(said(), 'ab has nothing to undo in this night.');
  edits.show('bed2');
  session.sign('cd');
  assert.equal(edits.canUndo, false);
  assert.equal(await edits.undo(), undefined);
  assert.equal(nights.at('bed2', 4).stage, Stage.N1);
  session.sign('ab');
  assert.deepEqual(await edits.undo(), { epoch: 4 });
});

test('a score that came too late says which epoch, who and what stands, in words', async () => {
  const seen = nights.at('bed2', 4);
  nights.score('bed2', 4, Stage.UNSCORABLE, 'cd');
  assert.equal(await edits.score(seen, Stage.N1), false);
  assert.equal(said(), 'Epoch 5 stays as it is: cd scored it unscorable meanwhile. Look again.');
});

test('what is signed is what was there at the tick', async () => {
  const night = new NightRecord('bed2');
  night.take(nights.at('bed2', 4));
  const ticked = await edits.vouch(night) as { sequence: bigint };
  nights.score('bed2', 4, Stage.N1, 'cd');
  assert.equal(await edits.sign('bed2', '', ticked.sequence), undefined);
  assert.equal(said(), 'Not signed: the night was changed after you vouched for it. Look at what changed, and tick again.');
  assert.deepEqual(await edits.vouch(night), { unseen: 'epoch 5' }, 'the page does not show it yet');
  night.take(nights.at('bed2', 4));
  assert.ok(await edits.sign('bed2', '', (await edits.vouch(night) as { sequence: bigint }).sequence));
});

test('edits count as not kept until each of them is answered, refused or not', async () => {
  let answer = (): void => undefined;
  const waits = new Promise<void>((resolve) => { answer = resolve; });
  const { override } = nights.service as unknown as { override: (request: unknown) => Promise<unknown> };
  edits = new Edits({ ...nights.service, override: async (request: unknown) => { await waits; return override(request); } } as unknown as ConstructorParameters<typeof Edits>[0]);
  const both = [edits.score(nights.at('one', 1), Stage.W), edits.score(create(StageReportSchema, { ...nights.at('one', 2), commitSequence: 1n }), Stage.W)];
  assert.equal(edits.pending, 2);
  answer();
  assert.deepEqual([await Promise.all(both), edits.pending], [[true, false], 0]);
});

test('initials are asked for until they are there, and blanks are none', () => {
  session.sign('');
  assert.equal(edits.maySign(), false);
  assert.match(said(), /^Enter your initials first/);
  assert.equal(edits.enterInitials('   '), false);
  assert.equal(said(), 'No initials are set now: blanks are nobody. Nothing can be changed without them.');
  assert.ok(edits.enterInitials(' cd '));
  assert.deepEqual([session.author, said(), edits.maySign()], ['cd', '', true]);
});
