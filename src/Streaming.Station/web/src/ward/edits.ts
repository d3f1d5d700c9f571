import { create } from '@bufbuild/protobuf';
import {
  ExportFormat, NightMarkSchema, Revision, Stage, type NightMark, type StageReport,
} from '../../generated/streaming/v1/monitor_pb.js';
import { Changes } from '../changes.js';
import { monitor } from '../connection/client.js';
import { session } from '../connection/session.js';
import { attempt, notices } from '../parts/notices.js';
import { nightOf } from '../signals/waveforms.js';
import { lookOf } from '../stages.js';
import { clock, rational } from '../time.js';
import { ward } from '../station.js';
import type { EditedStage } from './editedStages.js';

interface Step { studyId: string; epoch: number; before: Stage; wasPersons: boolean }

/** Everything a person writes into a night. Who has no name yet is asked for one first. */
class Edits extends Changes {
  private readonly steps: Step[] = [];
  /** Scores and undoings happen in the order of the keys, however fast they come. */
  private last: Promise<unknown> = Promise.resolve();

  get canUndo(): boolean {
    return this.steps.length > 0;
  }

  /** Gives an epoch a stage; what somebody else has done meanwhile is not overwritten unseen. */
  score(report: StageReport, stage: Stage): Promise<boolean> {
    return this.inTurn(() => this.scoreNow(report, stage));
  }

  private async scoreNow(report: StageReport, stage: Stage): Promise<boolean> {
    const answer = await attempt(() => monitor.override({
      night: nightOf(report.studyId), epoch: report.epoch, stage, author: session.author, expectedSequence: report.commitSequence,
    }));
    if (!answer?.report) return false;
    this.steps.push({ studyId: report.studyId, epoch: Number(report.epoch), before: report.stage, wasPersons: report.revision === Revision.OVERRIDDEN });
    ward.apply({ item: { case: 'report', value: answer.report } } as Parameters<typeof ward.apply>[0]);
    this.notify();
    return true;
  }

  /** The stage before; the record of both stays, as it must. */
  undo(): Promise<{ epoch: number } | undefined> {
    return this.inTurn(() => this.undoNow());
  }

  private async undoNow(): Promise<{ epoch: number } | undefined> {
    const step = this.steps.at(-1);
    if (!step || !this.maySign()) return undefined;
    const answer = await attempt(
      () => monitor.override({
        night: nightOf(step.studyId), epoch: BigInt(step.epoch), stage: step.before, author: session.author, comment: step.wasPersons ? 'undone' : "undone: the machine's stage again",
      }), `Epoch ${step.epoch + 1} is ${lookOf(step.before).name} again`);
    if (!answer?.report) return undefined;
    this.steps.pop();
    ward.apply({ item: { case: 'report', value: answer.report } } as Parameters<typeof ward.apply>[0]);
    this.notify();
    return { epoch: step.epoch };
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

  sign(studyId: string, comment: string, expectedSequence: bigint, withdraw: boolean): Promise<unknown> {
    return this.signed(() => monitor.signNight({ night: nightOf(studyId), author: session.author, comment, expectedSequence, withdraw }), withdraw ? 'Signature withdrawn' : 'Signed');
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
    const turn = this.last.then(what);
    this.last = turn.catch(() => undefined);
    return turn;
  }

  private async signed<T>(what: () => Promise<T>, done?: string): Promise<T | undefined> {
    return this.maySign() ? attempt(what, done) : undefined;
  }

  /** Whether edits carry a name; asks for it where they do not. */
  maySign(): boolean {
    if (session.author) return true;
    notices.say('Enter your initials first: at the top of the page. Every edit carries them.', true);
    document.getElementById('author')?.focus();
    return false;
  }
}

const TYPES: Partial<Record<ExportFormat, string>> = {
  [ExportFormat.REPORT_HTML]: 'text/html', [ExportFormat.HYPNOGRAM_SVG]: 'image/svg+xml', [ExportFormat.CSV]: 'text/csv', [ExportFormat.JSON]: 'application/json', [ExportFormat.NSRR_XML]: 'application/xml',
};

export const edits = new Edits();
