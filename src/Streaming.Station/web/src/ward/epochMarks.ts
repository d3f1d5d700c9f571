import { Revision, type Stage, type StageReport } from '../../generated/streaming/v1/monitor_pb.js';

const STAGES = 5;
const ROOM_AT_FIRST = 1200; // ten hours, 43 kB: a night takes its memory when it begins, not as it goes on

/** What stands for an epoch. The rest of a report is asked for where somebody looks. */
export interface EpochMark {
  readonly epoch: number;
  readonly stage: Stage;
  readonly revision: Revision;
  readonly confidence: number;
  /** W, N1, N2, N3, R; none where there was nothing to score. */
  readonly probabilities: readonly number[];
  /** Who scored it; empty: the network. */
  readonly author: string;
}

/** What stands for each epoch of a night, in columns: forty beds keep theirs from evening to morning, and an object an epoch would take eight times the memory. */
export class EpochMarks {
  private stages = new Uint8Array(ROOM_AT_FIRST);
  private revisions = new Uint8Array(ROOM_AT_FIRST); // Revision.UNSPECIFIED: a hole
  private confidences = new Float32Array(ROOM_AT_FIRST);
  private chances = new Float32Array(ROOM_AT_FIRST * STAGES); // all zero: none
  private sequences = new Float64Array(ROOM_AT_FIRST);
  private writers = new Uint16Array(ROOM_AT_FIRST);
  private readonly authors = [''];
  private taken = 0;

  /** Epochs up to the furthest one told, holes among them. */
  length = 0;

  /** Epochs that a person has scored. */
  byPersons = 0;

  get holes(): number {
    return this.length - this.taken;
  }

  /** False: it is older than what stands, or has been told before. */
  take(report: StageReport): boolean {
    const [epoch, sequence] = [Number(report.epoch), Number(report.commitSequence)];
    const standing = epoch < this.length ? this.revisions[epoch]! : Revision.UNSPECIFIED;
    if (report.revision < standing || (report.revision === standing && sequence <= this.sequences[epoch]!)) return false;
    if (standing === Revision.UNSPECIFIED) this.taken++;
    this.length = Math.max(this.length, epoch + 1);
    if (this.length > this.stages.length) this.grow();
    this.stages[epoch] = report.stage;
    this.revisions[epoch] = report.revision;
    this.confidences[epoch] = report.confidence;
    // Of an epoch that a person has scored, what the network thought.
    const chances = report.probabilities.length > 0 ? report.probabilities : report.networkProbabilities;
    for (let place = 0; place < STAGES; place++) this.chances[epoch * STAGES + place] = chances[place] ?? 0;
    this.sequences[epoch] = sequence;
    this.byPersons += Number(report.author !== '') - Number(this.writers[epoch] !== 0);
    this.writers[epoch] = this.numberOf(report.author);
    return true;
  }

  has(epoch: number): boolean {
    return epoch >= 0 && epoch < this.length && this.revisions[epoch] !== Revision.UNSPECIFIED;
  }

  /** The stage alone, for what draws all epochs of all beds. */
  stageOf(epoch: number): Stage | undefined {
    return this.has(epoch) ? this.stages[epoch] : undefined;
  }

  at(epoch: number): EpochMark | undefined {
    if (!this.has(epoch)) return undefined;
    const chances = this.chances.subarray(epoch * STAGES, (epoch + 1) * STAGES);
    return {
      epoch,
      stage: this.stages[epoch]!,
      revision: this.revisions[epoch]!,
      confidence: this.confidences[epoch]!,
      probabilities: chances.some((chance) => chance > 0) ? Array.from(chances) : [],
      author: this.authors[this.writers[epoch]!]!,
    };
  }

  /** Epoch by epoch, holes too. */
  *[Symbol.iterator](): Generator<EpochMark | undefined> {
    for (let epoch = 0; epoch < this.length; epoch++) yield this.at(epoch);
  }

  private numberOf(author: string): number {
    const known = this.authors.indexOf(author);
    return known >= 0 ? known : this.authors.push(author) - 1;
  }

  private grow(): void {
    const room = Math.max(this.length, this.stages.length * 2);
    this.stages = wider(this.stages, room);
    this.revisions = wider(this.revisions, room);
    this.confidences = wider(this.confidences, room);
    this.chances = wider(this.chances, room * STAGES);
    this.sequences = wider(this.sequences, room);
    this.writers = wider(this.writers, room);
  }
}

/** The same numbers, and room for more. */
function wider<Column extends Uint8Array | Uint16Array | Float32Array | Float64Array>(column: Column, room: number): Column {
  const more = new (column.constructor as new (length: number) => Column)(room);
  more.set(column);
  return more;
}
