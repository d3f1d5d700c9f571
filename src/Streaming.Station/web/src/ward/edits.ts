import { create } from '@bufbuild/protobuf';
import { Code, ConnectError } from '@connectrpc/connect';
import {
  ExportFormat, NightMarkSchema, Revision, Stage, WatchResponseSchema, type NightMark, type StageReport,
} from '../../generated/streaming/v1/monitor_pb.js';
import { Changes } from '../changes.js';
import { monitor } from '../connection/client.js';
import { session } from '../connection/session.js';
import { attempt, explain, notices } from '../parts/notices.js';
import { nightOf } from '../signals/waveforms.js';
import { clock, rational } from '../time.js';
import { ward } from '../station.js';
import type { EditedStage } from './editedStages.js';
import type { NightRecord } from './nightRecord.js';
import { ScoreSteps, type ScoreStep } from './scoreSteps.js';
import { stageName, unseenOf } from './vouched.js';

/** Everything a person writes into a night. Who has no name yet is asked for one first. */
export class Edits extends Changes {
  private readonly steps = new ScoreSteps();
  private shown: string | undefined;
  /** The notice that asks for initials. */
  private asked: number | undefined;
  /** Edits that the service has not answered yet: a page that closes now may lose them. */
  pending = 0;
  /** Scores and undoings happen in the order of the keys, however fast they come. */
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly service: Pick<typeof monitor, 'override' | 'getNight' | 'signNight'> = monitor) {
    super();
  }

  /** The study on the screen, the only one that undo concerns: what changes elsewhere nobody sees. */
  show(studyId: string | undefined): void {
    this.shown = studyId;
    this.notify();
  }

  get canUndo(): boolean {
    return this.toUndo !== undefined;
  }

  /** The score that undo would take back. */
  get toUndo(): ScoreStep | undefined {
    return this.steps.last(this.shown, session.author);
  }

  /** Gives an epoch a stage; what somebody else has done meanwhile is not overwritten unseen. */
  score(report: StageReport, stage: Stage): Promise<boolean> {
    const { author } = session;
    return this.inTurn(() => this.scoreNow(report, stage, author));
  }

  private async scoreNow(report: StageReport, stage: Stage, author: string): Promise<boolean> {
    const epoch = Number(report.epoch);
    const scored = await this.override({ studyId: report.studyId, epoch, stage, author, seen: report.commitSequence, comment: '' }, `Epoch ${epoch + 1} stays as it is`);
    if (!scored) return false;
    this.steps.push({
      studyId: report.studyId, bed: report.bed, epoch, author, before: report.stage, wasPersons: report.revision === Revision.OVERRIDDEN, base: report.commitSequence, own: scored.commitSequence,
    });
    this.notify();
    return true;
  }

  /** The stage before, unless something newer stands; the record of both stays, as it must. */
  undo(): Promise<{ epoch: number } | undefined> {
    const { shown } = this;
    const { author } = session;
    return this.inTurn(() => this.undoNow(shown, author));
  }

  private async undoNow(studyId: string | undefined, author: string): Promise<{ epoch: number } | undefined> {
    const step = this.steps.last(studyId, author);
    if (!step) {
      notices.say(`${author} has nothing to undo in this night.`);
      return undefined;
    }
    const where = `Epoch ${step.epoch + 1} of ${step.bed}`;
    const comment = step.wasPersons ? 'undone' : "undone: the machine's stage again";
    const undone = await this.override({ ...step, stage: step.before, seen: step.own, comment }, `${where} is not undone`, `${where} is ${stageName(step.before)} again`,
      () => this.steps.drop(step)); // it would only be refused again, and bar the way to the scores before it
    if (undone) this.steps.undone(step, undone.commitSequence);
    this.notify();
    return undone && { epoch: step.epoch };
  }

  /** An edit of what was seen. Where something newer stands it is refused, and said what stands and by whom. */
  private async override({ studyId, epoch, stage, author, seen, comment }: { studyId: string; epoch: number; stage: Stage; author: string; seen: bigint; comment: string },
    refused: string, done?: string, superseded?: () => void): Promise<StageReport | undefined> {
    const answer = await attempt(() => this.service.override({ night: nightOf(studyId), epoch: BigInt(epoch), stage, author, comment, expectedSequence: seen }), done, async (error) => {
      if (ConnectError.from(error).code !== Code.Aborted) return explain(error);
      superseded?.();
      return `${refused}: ${await this.standingWords(studyId, epoch)}`;
    });
    if (answer?.report) take(answer.report);
    return answer?.report;
  }

  /** Asked for, not taken from the page: what came in between may not have been told to it yet. */
  private async standingWords(studyId: string, epoch: number): Promise<string> {
    const night = await this.service.getNight({ night: nightOf(studyId) }).catch(() => undefined);
    const standing = night?.reports.find((report) => Number(report.epoch) === epoch);
    if (!standing) return 'it was changed meanwhile. Look again.';
    take(standing);
    return `${standing.author ? `${standing.author} scored it` : 'the machine revised it to'} ${stageName(standing.stage)} meanwhile. Look again.`;
  }

  lights(studyId: string, on: boolean, at: number): Promise<unknown> {
    return this.signed(() => monitor.markLights({ night: nightOf(studyId), on, atSeconds: rational(at), author: session.author }), `Lights ${on ? 'on' : 'off'} at ${clock(at)}`);
  }

  note(studyId: string, text: string, at: number): Promise<unknown> {
    return this.signed(() => monitor.addNote({ night: nightOf(studyId), text, atSeconds: rational(at), author: session.author }), `Noted at ${clock(at)}`);
  }

  mark(studyId: string, what: NightMark['what'], at: number, done: string): Promise<unknown> {
    const mark = create(NightMarkSchema, { atSeconds: rational(at), author: session.author, what });
    return this.signed(() => monitor.addMark({ night: nightOf(studyId), mark }), done);
  }

  acknowledge(advisoryId: string): Promise<unknown> {
    return this.signed(() => monitor.acknowledgeAdvisory({ advisoryId, author: session.author }), 'Acknowledged; it stays until its cause has gone');
  }

  /** The sequence of the night as this page shows it, to be signed; or what of it the page does not show yet. */
  async vouch(night: NightRecord): Promise<{ sequence: bigint } | { unseen: string } | undefined> {
    const held = await attempt(() => this.service.getNight({ night: nightOf(night.studyId) }));
    if (!held) return undefined;
    const unseen = unseenOf(held, night);
    return unseen === undefined ? { sequence: held.commitSequence } : { unseen };
  }

  /** @param vouched The sequence at which somebody said that they went through the night: what was changed since is not signed. */
  sign(studyId: string, comment: string, vouched: bigint): Promise<unknown> {
    return this.signed(() => this.service.signNight({ night: nightOf(studyId), author: session.author, comment, expectedSequence: vouched }), 'Signed',
      (error) => (ConnectError.from(error).code === Code.Aborted ? 'Not signed: the night was changed after you vouched for it. Look at what changed, and tick again.' : explain(error)));
  }

  withdraw(studyId: string, comment: string): Promise<unknown> {
    return this.signed(() => this.service.signNight({ night: nightOf(studyId), author: session.author, comment, withdraw: true }), 'Signature withdrawn');
  }

  /** The whole file; nothing of it is kept if it breaks off. */
  async export(studyId: string, format: ExportFormat): Promise<{ name: string; content: Blob } | undefined> {
    return attempt(async () => {
      const pieces: Uint8Array<ArrayBuffer>[] = [];
      let name = 'night';
      for await (const piece of monitor.exportNight({ night: nightOf(studyId), format })) {
        if (piece.fileName) name = piece.fileName;
        pieces.push(piece.chunk as Uint8Array<ArrayBuffer>);
      }
      return { name, content: new Blob(pieces, { type: TYPES[format] ?? 'application/octet-stream' }) };
    });
  }

  /** Stages from a file that was edited elsewhere; those that stand already are left alone. */
  async import(studyId: string, stages: readonly EditedStage[]): Promise<void> {
    const answer = await this.signed(() => monitor.importOverrides({
      night: nightOf(studyId), author: session.author, overrides: stages.map(({ epoch, stage }) => ({ epoch: BigInt(epoch), stage })),
    }));
    if (!answer) return;
    const refused = answer.refused.length === 0 ? '' : `; ${answer.refused.length} refused: ${answer.refused.slice(0, 3).join('; ')}${answer.refused.length > 3 ? '; …' : ''}`;
    notices.say(`${answer.applied} of ${stages.length} stages changed${refused}`, answer.refused.length > 0);
  }

  private inTurn<T>(what: () => Promise<T>): Promise<T> {
    const turn = this.awaited(this.last.then(what));
    this.last = turn.catch(() => undefined);
    return turn;
  }

  private async awaited<T>(answer: Promise<T>): Promise<T> {
    this.pending++;
    this.notify();
    try {
      return await answer;
    } finally {
      this.pending--;
      this.notify();
    }
  }

  private async signed<T>(what: () => Promise<T>, done?: string, words?: (error: unknown) => string): Promise<T | undefined> {
    return this.maySign() ? this.awaited(attempt(what, done, words)) : undefined;
  }

  /** Who edits are signed with from now on. Blank is nobody, and said so. */
  enterInitials(initials: string): boolean {
    session.sign(initials);
    this.dropAsked();
    if (session.author) return true;
    this.askForInitials('No initials are set now: blanks are nobody. Nothing can be changed without them.');
    return false;
  }

  private askForInitials(words: string): void {
    this.dropAsked();
    this.asked = notices.say(words, true);
  }

  /** It must not go on asking for what is there. */
  private dropAsked(): void {
    if (this.asked !== undefined) notices.drop(this.asked);
    this.asked = undefined;
  }

  /** Whether edits carry a name; asks for it where they do not. */
  maySign(): boolean {
    if (session.author) return true;
    this.askForInitials('Enter your initials first: at the top of the page. Every edit carries them.');
    document.getElementById('author')?.focus();
    return false;
  }
}

const TYPES: Partial<Record<ExportFormat, string>> = {
  [ExportFormat.REPORT_HTML]: 'text/html', [ExportFormat.HYPNOGRAM_SVG]: 'image/svg+xml', [ExportFormat.CSV]: 'text/csv', [ExportFormat.JSON]: 'application/json', [ExportFormat.NSRR_XML]: 'application/xml',
};

/** On this page at once, not when the stream comes round to it. */
const take = (report: StageReport): void => ward.apply(create(WatchResponseSchema, { item: { case: 'report', value: report } }));

export const edits = new Edits();
