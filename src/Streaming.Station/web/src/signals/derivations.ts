import { ChannelKind, type ChannelDescriptor } from '../../generated/streaming/v1/ingest_pb.js';
import type { DerivationUsed, StageReport } from '../../generated/streaming/v1/monitor_pb.js';

export type TraceKind = 'eeg' | 'eog' | 'emg' | 'envelope' | 'ecg' | 'other';

/** Several channels of a study may have one label; the number tells them apart. */
export interface ChannelName { label: string; number: number }

/** One line of the picture: a channel as recorded, or the difference of two. */
export interface Derivation {
  name: string;
  kind: TraceKind;
  plus: ChannelName;
  /** The channel that is taken away; none: as recorded. */
  minus?: ChannelName;
  unit: string;
  rateHz: number;
  /** The model's row that rests on it, if any. */
  row?: string;
}

const KINDS: Record<number, TraceKind> = {
  [ChannelKind.EEG]: 'eeg', [ChannelKind.EOG]: 'eog', [ChannelKind.EMG]: 'emg', [ChannelKind.EMG_ENVELOPE]: 'envelope', [ChannelKind.ECG]: 'ecg', [ChannelKind.OTHER]: 'other',
};
const REFERENCES = ['M1', 'M2', 'A1', 'A2'];

/** "EEG C4-M1" and "C4 - M1" are both C4-M1. */
export const plainName = (channel: ChannelDescriptor): string =>
  channel.statedDerivation || channel.label.replace(/^(EEG|EOG|EMG|ECG|EKG)[\s:_-]+/i, '').replace(/\s*-\s*/g, '-').trim();

const kindOf = (channel: ChannelDescriptor): TraceKind => {
  const stated = KINDS[channel.kind];
  if (stated) return stated;
  const label = channel.label.toUpperCase();
  if (/EOG|^E[12]\b|^ROC|^LOC/.test(label)) return 'eog';
  if (/EMG|CHIN/.test(label)) return 'emg';
  if (/ECG|EKG/.test(label)) return 'ecg';
  return /EEG|^[FCOPT]P?[Z0-9]/.test(label) ? 'eeg' : 'other';
};

const rateOf = (channel: ChannelDescriptor): number => (channel.rateHz ? Number(channel.rateHz.numerator) / Number(channel.rateHz.denominator) : 0);

const single = (channel: ChannelDescriptor, number: number): Derivation =>
  ({ name: plainName(channel), kind: kindOf(channel), plus: { label: channel.label, number }, unit: channel.unit, rateHz: rateOf(channel) });

/** Everything that can be shown: channels as recorded, and scalp and eye electrodes against each recorded mastoid. */
export function derivationsOf(channels: readonly ChannelDescriptor[]): Derivation[] {
  const singles = channels.map(single);
  const references = singles.filter((one) => REFERENCES.includes(one.name.toUpperCase()));
  const pairs = singles.flatMap((one) => (one.kind !== 'eeg' && one.kind !== 'eog') || one.name.includes('-') || references.includes(one) ? [] : references
    .filter((reference) => reference.rateHz === one.rateHz && reference.unit === one.unit)
    .map((reference) => ({ ...one, name: `${one.name}-${reference.name}`, minus: reference.plus })));
  return toldApart([...pairs, ...singles]);
}

/** What several have the name of gets the numbers of its channels into its own. */
function toldApart(all: readonly Derivation[]): Derivation[] {
  const counts = new Map<string, number>();
  for (const { name } of all) counts.set(name, (counts.get(name) ?? 0) + 1);
  const numbers = ({ plus, minus }: Derivation): string => `ch ${plus.number}${minus ? `, ${minus.number}` : ''}`;
  return all.map((one) => (counts.get(one.name) === 1 ? one : { ...one, name: `${one.name} (${numbers(one)})` }));
}

const isSame = (one: Derivation, other: Derivation): boolean => one.plus.number === other.plus.number && one.minus?.number === other.minus?.number;

/** What can be chosen: the rows as they are shown, and all that is none of them. */
export const choices = (standard: readonly Derivation[], all: readonly Derivation[]): Derivation[] =>
  [...standard, ...all].filter((one, place, both) => both.findIndex((other) => other.name === one.name || isSame(other, one)) === place);

/** Finds what a report names, in what the study records: by the numbers of its channels, or, where an older version said none, by its name. */
export function resolve({ derivation: name, channels: numbers }: Pick<DerivationUsed, 'derivation' | 'channels'>, kindHint: TraceKind, all: readonly Derivation[],
  channels: readonly ChannelDescriptor[]): Derivation | undefined {
  const wanted = name.toUpperCase();
  const known = numbers.length > 0 ? all.find((one) => one.plus.number === numbers[0] && one.minus?.number === numbers[1])
    : all.find((one) => one.name.toUpperCase() === wanted || one.plus.label.toUpperCase() === wanted);
  if (known) return known;
  const dash = name.indexOf('-');
  const find = (part: string) => channels.findIndex((channel) => plainName(channel).toUpperCase() === part.trim().toUpperCase());
  const [first, second] = numbers.length > 0 ? numbers : [find(name.slice(0, dash)), find(name.slice(dash + 1))];
  const [plus, minus] = [channels[first ?? -1], channels[second ?? -1]];
  if ((dash < 0 && numbers.length === 0) || !plus || !minus || rateOf(plus) !== rateOf(minus)) return undefined;
  const one = single(plus, first!);
  return { ...one, kind: one.kind === 'other' ? kindHint : one.kind, name, minus: { label: minus.label, number: second! } };
}

const ROW_KIND: Record<string, TraceKind> = { 'left eye': 'eog', 'right eye': 'eog', chin: 'emg' };

const BANDS = ['frontal', 'central', 'occipital', 'left eye', 'right eye', 'chin'];

/** Of the model's picture, top to bottom: what each band shows, or that it has nothing to show. */
export const bandNames = (rows: readonly Derivation[]): string[] =>
  (rows.some((one) => one.row) ? BANDS.map((band) => rows.find((one) => one.row === band)?.name ?? `no ${band}`) : []);

/** The rows that the model read, top to bottom, by the names that the report and its findings call them; where there is no result yet, the recorded EEG, EOG and EMG channels. */
export function modelRows(report: StageReport | undefined, channels: readonly ChannelDescriptor[]): Derivation[] {
  const all = derivationsOf(channels);
  const rows = (report?.derivations ?? []).filter((used) => used.derivation).flatMap((used) => {
    const found = resolve(used, ROW_KIND[used.row] ?? 'eeg', all, channels);
    return found ? [{ ...found, name: used.derivation, kind: found.kind === 'envelope' ? found.kind : (ROW_KIND[used.row] ?? found.kind), row: used.row }] : [];
  });
  if (rows.length > 0) return rows;
  return all.filter((one) => !one.minus && ['eeg', 'eog', 'emg', 'envelope'].includes(one.kind) && !REFERENCES.includes(one.name.toUpperCase())).slice(0, 8);
}
