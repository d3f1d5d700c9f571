import { equals, type DescMessage, type MessageShape } from '@bufbuild/protobuf';
import {
  LightsMarkSchema, NightMarkSchema, NightNoteSchema, type Advisory, type Bed, type Night, type StageReport, type WatchResponse,
} from '../../generated/streaming/v1/monitor_pb.js';
import { Changes } from '../changes.js';
import { BedRecord, keyOf } from './bedRecord.js';
import { NightRecord } from './nightRecord.js';

/** Hears every report of the stream that was news. */
export type ReportListener = (report: StageReport) => void;

/** Every bed, as the one stream of this page tells it. A snapshot replaces everything at once, at its end: half a snapshot is none. */
export class Ward extends Changes {
  beds = new Map<string, BedRecord>();
  /** Results that had been told before and were passed over. */
  repeated = 0;
  /** Snapshots taken over so far: what is no part of one, an earlier night, has to be asked for again after each. */
  snapshots = 0;
  private coming: Map<string, BedRecord> | undefined;
  private readonly byStudy = new Map<string, BedRecord>();
  private readonly earlier = new Map<string, BedRecord>();
  private readonly hearers = new Set<ReportListener>();

  apply(message: WatchResponse): void {
    const { item } = message;
    switch (item.case) {
      case 'snapshotBegin': this.coming = new Map(); break;
      case 'snapshotNight': {
        const bed = this.bedOf(item.value.site, item.value.bed);
        bed.night = NightRecord.of(item.value);
        for (const advisory of item.value.advisories) bed.advisories.set(advisory.advisoryId, advisory);
        break;
      }
      case 'snapshotEnd': this.swap(); break;
      case 'report': this.report(item.value); break;
      case 'bed': this.state(item.value); break;
      case 'advisory': this.advisory(item.value); break;
      case 'lights': this.ofStudy(item.value.studyId, (night) => night.lights.push(item.value)); break;
      case 'note': this.ofStudy(item.value.studyId, (night) => night.notes.push(item.value)); break;
      case 'mark': this.ofStudy(item.value.studyId, (night) => night.events.push(item.value)); break;
      case 'signature': this.ofStudy(item.value.studyId, (night) => {
        const same = night.signatures.findIndex((known) => known.commitSequence === item.value.commitSequence);
        if (same >= 0) night.signatures[same] = item.value;
        else night.signatures.push(item.value);
      }); break;
    }
  }

  /** A stream begins: what an earlier one left half told is void. */
  begun(): void {
    this.coming = undefined;
  }

  onReport(listener: ReportListener): () => void {
    this.hearers.add(listener);
    return () => this.hearers.delete(listener);
  }

  find(site: string, bed: string): BedRecord | undefined {
    return this.beds.get(keyOf(site, bed));
  }

  /** The bed of a study, or an earlier night that somebody looks at. */
  ofId(studyId: string): BedRecord | undefined {
    const bed = this.byStudy.get(studyId);
    return bed?.night?.studyId === studyId ? bed : this.earlier.get(studyId);
  }

  /** An earlier night stays on the screen, whatever its bed does: changes of it are heard from now on. */
  keep(site: string, name: string, night: NightRecord): BedRecord {
    const known = this.earlier.get(night.studyId);
    if (known) return known;
    const record = new BedRecord(site, name);
    record.isEarlier = true;
    record.night = night;
    this.earlier.set(night.studyId, record);
    return record;
  }

  /** What the service holds of an earlier night; what was heard of it while it was asked for stays. */
  keepAnswer(answer: Night): BedRecord {
    const told = NightRecord.of(answer);
    const record = this.keep(answer.site, answer.bed, told);
    const night = record.night!;
    if (night !== told) {
      for (const report of answer.reports) night.take(report);
      night.study ??= told.study;
      night.lights = united(LightsMarkSchema, told.lights, night.lights);
      night.notes = united(NightNoteSchema, told.notes, night.notes);
      night.events = united(NightMarkSchema, told.events, night.events);
      night.signatures = [...told.signatures, ...night.signatures.filter((one) => !told.signatures.some((other) => other.commitSequence >= one.commitSequence))];
      night.version++;
    }
    for (const advisory of answer.advisories) if (advisory.studyId === night.studyId) record.advisories.set(advisory.advisoryId, advisory);
    record.notify();
    this.notify();
    return record;
  }

  /** Nobody looks at it any more. */
  letGo(studyId: string): void {
    this.earlier.delete(studyId);
  }

  /** Somebody else may look now. */
  clear(): void {
    this.beds = new Map();
    this.earlier.clear();
    this.byStudy.clear();
    this.notify();
  }

  private swap(): void {
    if (!this.coming) return;
    const before = this.beds;
    this.beds = this.coming;
    this.coming = undefined;
    this.snapshots++;
    this.byStudy.clear();
    for (const bed of this.beds.values()) {
      if (bed.night) this.byStudy.set(bed.night.studyId, bed);
      // Whoever looks at a bed goes on looking at it.
      before.get(bed.key)?.notify();
    }
    this.notify();
  }

  private report(report: StageReport): void {
    const bed = this.ofId(report.studyId) ?? this.bedOf(report.site, report.bed);
    if (bed.night?.studyId !== report.studyId) {
      // An edit of an earlier night concerns who looks at that night, not the board.
      if (bed.bedState && bed.bedState.studyId !== report.studyId) return;
      this.begin(bed, report.studyId);
    }
    if (!bed.night!.take(report)) {
      this.repeated++;
      return;
    }
    bed.notify();
    for (const listener of this.hearers) listener(report);
  }

  private state(state: Bed): void {
    const bed = this.bedOf(state.site, state.bed);
    bed.take(state);
    if (state.studyId && bed.night?.studyId !== state.studyId) this.begin(bed, state.studyId);
    bed.notify();
  }

  private begin(bed: BedRecord, studyId: string): void {
    bed.night = new NightRecord(studyId);
    this.byStudy.set(studyId, bed);
  }

  private advisory(advisory: Advisory): void {
    const bed = this.bedOf(advisory.site, advisory.bed);
    if (advisory.end) bed.advisories.delete(advisory.advisoryId);
    else bed.advisories.set(advisory.advisoryId, advisory);
    bed.notify();
  }

  private ofStudy(studyId: string, change: (night: NightRecord) => void): void {
    const bed = this.ofId(studyId);
    if (!bed?.night) return;
    change(bed.night);
    bed.night.version++;
    bed.notify();
  }

  private bedOf(site: string, name: string): BedRecord {
    const beds = this.coming ?? this.beds;
    const key = keyOf(site, name);
    let bed = beds.get(key);
    if (!bed) {
      bed = new BedRecord(site, name);
      beds.set(key, bed);
      if (!this.coming) this.notify();
    }
    return bed;
  }
}

/** What was told as one list, and what only the other has. */
const united = <Desc extends DescMessage>(schema: Desc, told: MessageShape<Desc>[], heard: readonly MessageShape<Desc>[]): MessageShape<Desc>[] =>
  [...told, ...heard.filter((one) => !told.some((other) => equals(schema, one, other)))];
