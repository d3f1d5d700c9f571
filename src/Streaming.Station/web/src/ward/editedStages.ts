import { Stage } from '../../generated/streaming/v1/monitor_pb.js';
import { EPOCH_SECONDS } from '../time.js';

/** A stage somebody gave an epoch elsewhere. */
export interface EditedStage { epoch: number; stage: Stage }

/** Of an epoch: how far an onset may lie beside the night's grid. */
const OFF_GRID = 0.02;
const READ_AT_ONCE = 8 << 20;
const MOST_RUNS = 8;

/** The stages of a file that was exported and edited: EDF+ or BDF+ annotations, or the CSV's columns epoch and stage. Told apart by its ending, as the terminal does.
 * @param origin Study seconds of the night's first epoch: the grid must be the same.
 * @throws Error that names the line, or the annotation, that cannot be. */
export async function readEditedStages(file: File, origin: number): Promise<EditedStage[]> {
  const stages = /\.csv$/i.test(file.name) ? ofCsv(await file.text()) : ofAnnotations(await readAnnotations(file), origin);
  if (stages.length === 0) throw new Error('there are no stages in it');
  return stages;
}

export function ofCsv(text: string): EditedStage[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const header = lines[0]!.split(',').map((cell) => cell.trim());
  const [epochAt, stageAt] = [header.indexOf('epoch'), header.indexOf('stage')];
  // Both stand before any column that may be quoted.
  if (epochAt < 0 || stageAt < 0) throw new Error("line 1 names no columns 'epoch' and 'stage'");
  return lines.slice(1).flatMap((line, index) => {
    if (line === '') return [];
    const cells = line.split(',').map((cell) => cell.trim());
    const stage = CSV_STAGES[(cells[stageAt] ?? '').toUpperCase()];
    if (!/^\d+$/.test(cells[epochAt] ?? '') || stage === undefined) throw new Error(`line ${index + 2} needs an epoch number and a stage that is W, N1, N2, N3, R or UNSCORABLE`);
    return [{ epoch: Number(cells[epochAt]), stage }];
  });
}

/** Epochs as the page counts them, from 1: "epoch 7", "epochs 3 to 5, 9"; of very many the first runs. */
export function epochsText(epochs: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const epoch of [...epochs].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last && epoch <= last[1] + 1) last[1] = epoch;
    else runs.push([epoch, epoch]);
  }
  const texts = runs.slice(0, MOST_RUNS).map(([from, to]) => (from === to ? `${from + 1}` : `${from + 1} to ${to + 1}`));
  return `${epochs.length === 1 ? 'epoch' : 'epochs'} ${texts.join(', ')}${runs.length > MOST_RUNS ? ' and others' : ''}`;
}

export interface Annotation { onset: number; duration: number; text: string }

export function ofAnnotations(annotations: readonly Annotation[], origin: number): EditedStage[] {
  return annotations.flatMap(({ onset, duration, text }) => {
    const stage = stageOf(text);
    if (stage === undefined) return [];
    const first = (onset - origin) / EPOCH_SECONDS;
    if (Math.abs(first - Math.round(first)) > OFF_GRID) throw new Error(`'${text}' at ${onset} s is off the night's grid`);
    const count = Math.max(1, Math.round((duration || EPOCH_SECONDS) / EPOCH_SECONDS));
    return Array.from({ length: count }, (_, index) => ({ epoch: Math.round(first) + index, stage }));
  });
}

/** Every annotation of an EDF+ or BDF+ file, a few megabytes of it in memory at a time. */
export async function readAnnotations(file: Blob): Promise<Annotation[]> {
  const text = async (from: number, to: number) => new TextDecoder('latin1').decode(await file.slice(from, to).arrayBuffer());
  const fixed = await text(0, 256);
  const [headerBytes, records, signals] = [Number(fixed.slice(184, 192)), Number(fixed.slice(236, 244)), Number(fixed.slice(252, 256))];
  if (!Number.isInteger(signals) || signals < 1 || headerBytes !== 256 * (signals + 1)) throw new Error('it is neither a CSV nor an EDF+ or BDF+ file');
  const header = await text(256, headerBytes);
  const labels = Array.from({ length: signals }, (_, one) => header.slice(one * 16, one * 16 + 16).trim());
  const bytesPerSample = fixed.charCodeAt(0) === 0xff ? 3 : 2;
  const sizes = labels.map((_, one) => Number(header.slice(signals * 216 + one * 8, signals * 216 + one * 8 + 8)) * bytesPerSample);
  const recordBytes = sizes.reduce((sum, size) => sum + size, 0);
  if (!Number.isInteger(recordBytes) || recordBytes < 1) throw new Error('its header gives no number of samples per record');
  const wholeRecords = Math.floor((file.size - headerBytes) / recordBytes);
  const count = records >= 0 ? Math.min(records, wholeRecords) : wholeRecords;
  const places = labels.flatMap((label, one) => (/^[EB]DF Annotations$/.test(label) ? [{ at: sizes.slice(0, one).reduce((sum, size) => sum + size, 0), size: sizes[one]! }] : []));
  if (places.length === 0) throw new Error('it is EDF, and has no annotations: EDF+ has');
  const annotations: Annotation[] = [];
  const atOnce = Math.max(1, Math.floor(READ_AT_ONCE / recordBytes));
  for (let record = 0; record < count; record += atOnce) {
    const piece = new Uint8Array(await file.slice(headerBytes + record * recordBytes, headerBytes + Math.min(count, record + atOnce) * recordBytes).arrayBuffer());
    for (let at = 0; at < piece.length; at += recordBytes) {
      for (const place of places) takeLists(piece.subarray(at + place.at, at + place.at + place.size), annotations);
    }
  }
  return annotations;
}

/** Time-stamped annotation lists: onset [0x15 duration] 0x14 text 0x14 … 0x14 0x00. */
function takeLists(bytes: Uint8Array, annotations: Annotation[]): void {
  for (const list of new TextDecoder().decode(bytes).split('\0')) {
    const [when, ...texts] = list.split('\x14');
    const [onset, duration] = (when ?? '').split('\x15');
    if (!onset || !Number.isFinite(Number(onset))) continue;
    for (const text of texts) if (text.trim() !== '') annotations.push({ onset: Number(onset), duration: Number(duration ?? 0) || 0, text });
  }
}

/** The stage an annotation names; UNSCORABLE for what is scored as none; undefined for what is no stage. */
function stageOf(text: string): Stage | undefined {
  const tidy = text.trim().toUpperCase().replace(/_/g, ' ');
  const spoken = /^(?:SLEEP STAGE|STAGE)[ :-]*(.*)$/.exec(tidy);
  return spoken ? (SPOKEN_STAGES[spoken[1]!] ?? STAGES[spoken[1]!]) : STAGES[tidy];
}

const CSV_STAGES: Record<string, Stage> = { W: Stage.W, N1: Stage.N1, N2: Stage.N2, N3: Stage.N3, R: Stage.R, UNSCORABLE: Stage.UNSCORABLE };
const STAGES: Record<string, Stage> = {
  W: Stage.W, WAKE: Stage.W, R: Stage.R, REM: Stage.R,
  ...Object.fromEntries(([[1, Stage.N1], [2, Stage.N2], [3, Stage.N3], [4, Stage.N3]] as const).flatMap(([number, stage]) =>
    [`N${number}`, `S${number}`, `NREM${number}`, `NREM ${number}`].map((name) => [name, stage]))),
  'MOVEMENT TIME': Stage.UNSCORABLE, MOVEMENT: Stage.UNSCORABLE, NREM: Stage.UNSCORABLE, UNSCORED: Stage.UNSCORABLE,
};
const SPOKEN_STAGES: Record<string, Stage> = {
  1: Stage.N1, 2: Stage.N2, 3: Stage.N3, 4: Stage.N3, '?': Stage.UNSCORABLE, N: Stage.UNSCORABLE, M: Stage.UNSCORABLE, MT: Stage.UNSCORABLE, UNKNOWN: Stage.UNSCORABLE,
};
