import type { StudyDescriptor } from '../../generated/streaming/v1/ingest_pb.js';
import { Revision, type LightsMark, type Night, type NightMark, type NightNote, type Signature, type StageReport } from '../../generated/streaming/v1/monitor_pb.js';
import { EPOCH_SECONDS, seconds } from '../time.js';
import { EpochMarks } from './epochMarks.js';

/** One study, as told by the stream. */
export class NightRecord {
  readonly marks = new EpochMarks();
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
    if (!this.marks.take(report)) return false;
    if (!this.last || report.epoch >= this.last.epoch) this.last = report;
    this.version++;
    return true;
  }

  /** Study time at which epoch 0 begins. */
  get origin(): number {
    if (this.study?.epochOriginSeconds) return seconds(this.study.epochOriginSeconds);
    return this.last ? seconds(this.last.startSeconds) - Number(this.last.epoch) * EPOCH_SECONDS : 0;
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
    const decided = this.last ? seconds(this.last.startSeconds) + EPOCH_SECONDS : 0;
    const rolling = this.provisional ? seconds(this.provisional.startSeconds) + EPOCH_SECONDS : 0;
    return Math.max(decided, rolling);
  }

  get signature(): Signature | undefined {
    return this.signatures.at(-1);
  }
}
