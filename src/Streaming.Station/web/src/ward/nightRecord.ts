import type { StudyDescriptor } from '../../generated/streaming/v1/ingest_pb.js';
import {
  Revision, type LightsMark, type Night, type NightMark, type NightNote, type Signature, type Stage, type StageReport,
} from '../../generated/streaming/v1/monitor_pb.js';
import { seconds } from '../time.js';

/** What stands for an epoch, small enough to keep for forty beds all night. The rest of a report is asked for where somebody looks. */
export interface EpochMark {
  readonly epoch: number;
  readonly start: number;
  readonly stage: Stage;
  readonly revision: Revision;
  readonly confidence: number;
  readonly probabilities: readonly number[];
  readonly sequence: bigint;
  readonly lost: number;
  readonly strange: boolean;
  readonly contradiction: boolean;
  readonly author: string;
}

const markOf = (report: StageReport): EpochMark => ({
  epoch: Number(report.epoch),
  start: seconds(report.startSeconds),
  stage: report.stage,
  revision: report.revision,
  confidence: report.confidence,
  // Of an epoch that a person has scored, what the network thought.
  probabilities: report.probabilities.length > 0 ? report.probabilities : report.networkProbabilities,
  sequence: report.commitSequence,
  lost: report.accounts.reduce((sum, account) => Math.max(sum, account.expected > 0n ? Number(account.lost) / Number(account.expected) : 0), 0),
  strange: report.outOfDistribution,
  contradiction: report.reason?.contradiction ?? false,
  author: report.author,
});

/** One study, as told by the stream. */
export class NightRecord {
  readonly marks: (EpochMark | undefined)[] = [];
  lights: LightsMark[] = [];
  notes: NightNote[] = [];
  /** Bio-calibration, position, CPAP, video. */
  events: NightMark[] = [];
  signatures: Signature[] = [];
  study: StudyDescriptor | undefined;
  /** Of the furthest epoch. */
  last: StageReport | undefined;
  provisional: StageReport | undefined;
  ended = false;
  /** Grows with everything that is drawn of the whole night. */
  version = 0;

  constructor(readonly studyId: string) {}

  static of(night: Night): NightRecord {
    const record = new NightRecord(night.study?.studyId ?? '');
    record.study = night.study;
    record.ended = night.ended;
    record.lights = night.lights;
    record.notes = night.notes;
    record.events = night.marks;
    record.signatures = night.signatures;
    for (const report of night.reports) record.take(report);
    return record;
  }

  /** False: it is older than what stands, or has been told before. */
  take(report: StageReport): boolean {
    if (report.revision === Revision.PROVISIONAL) {
      this.provisional = report;
      return true;
    }
    const epoch = Number(report.epoch);
    const standing = this.marks[epoch];
    if (standing && (report.revision < standing.revision || (report.revision === standing.revision && report.commitSequence <= standing.sequence))) return false;
    this.marks[epoch] = markOf(report);
    if (!this.last || report.epoch >= this.last.epoch) this.last = report;
    this.version++;
    return true;
  }

  /** Of each kind of mark the one made last counts. Lights that went on before they went off belong to the evening. */
  get lightsOff(): number | undefined {
    const mark = this.lights.findLast((light) => !light.on);
    return mark ? seconds(mark.atSeconds) : undefined;
  }

  get lightsOn(): number | undefined {
    const mark = this.lights.findLast((light) => light.on);
    const at = mark ? seconds(mark.atSeconds) : undefined;
    return at !== undefined && this.lightsOff !== undefined && at < this.lightsOff ? undefined : at;
  }

  /** Study time that the results have reached. */
  get reached(): number {
    const decided = this.last ? seconds(this.last.startSeconds) + 30 : 0;
    const rolling = this.provisional ? seconds(this.provisional.startSeconds) + 30 : 0;
    return Math.max(decided, rolling);
  }

  get signature(): Signature | undefined {
    return this.signatures.at(-1);
  }
}
