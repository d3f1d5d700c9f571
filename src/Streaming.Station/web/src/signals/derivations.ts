import { ChannelKind, type ChannelDescriptor } from '../../generated/streaming/v1/ingest_pb.js';
import type { StageReport } from '../../generated/streaming/v1/monitor_pb.js';

export type TraceKind = 'eeg' | 'eog' | 'emg' | 'envelope' | 'ecg' | 'other';

/** One line of the picture: a channel as recorded, or the difference of two. */
export interface Derivation {
  name: string;
  kind: TraceKind;
  plus: string;
  /** Label of the channel that is taken away; none: as recorded. */
  minus?: string;
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

const single = (channel: ChannelDescriptor): Derivation =>
  ({ name: plainName(channel), kind: kindOf(channel), plus: channel.label, unit: channel.unit, rateHz: rateOf(channel) });

/** Everything that can be shown: channels as recorded, and scalp and eye electrodes against each recorded mastoid. */
export function derivationsOf(channels: readonly ChannelDescriptor[]): Derivation[] {
  const singles = channels.map(single);
  const references = singles.filter((one) => REFERENCES.includes(one.name.toUpperCase()));
  const pairs = singles.flatMap((one) => (one.kind !== 'eeg' && one.kind !== 'eog') || one.name.includes('-') || references.includes(one) ? [] : references
    .filter((reference) => reference.rateHz === one.rateHz && reference.unit === one.unit)
    .map((reference) => ({ ...one, name: `${one.name}-${reference.name}`, minus: reference.plus })));
  return [...pairs, ...singles];
}

/** Finds what a report names, in what the study records. */
export function resolve(name: string, kindHint: TraceKind, all: readonly Derivation[], channels: readonly ChannelDescriptor[]): Derivation | undefined {
  const wanted = name.toUpperCase();
  const known = all.find((one) => one.name.toUpperCase() === wanted || one.plus.toUpperCase() === wanted);
  if (known) return known;
  const dash = name.indexOf('-');
  if (dash < 0) return undefined;
  const find = (part: string) => channels.find((channel) => plainName(channel).toUpperCase() === part.trim().toUpperCase());
  const [plus, minus] = [find(name.slice(0, dash)), find(name.slice(dash + 1))];
  if (!plus || !minus || rateOf(plus) !== rateOf(minus)) return undefined;
  const one = single(plus);
  return { ...one, kind: one.kind === 'other' ? kindHint : one.kind, name, minus: minus.label };
}

const ROW_KIND: Record<string, TraceKind> = { 'left eye': 'eog', 'right eye': 'eog', chin: 'emg' };

/** The rows that the model read, top to bottom; where there is no result yet, the recorded EEG, EOG and EMG channels. */
export function modelRows(report: StageReport | undefined, channels: readonly ChannelDescriptor[]): Derivation[] {
  const all = derivationsOf(channels);
  const rows = (report?.derivations ?? []).filter((used) => used.derivation).flatMap((used) => {
    const found = resolve(used.derivation, ROW_KIND[used.row] ?? 'eeg', all, channels);
    return found ? [{ ...found, kind: found.kind === 'envelope' ? found.kind : (ROW_KIND[used.row] ?? found.kind), row: used.row }] : [];
  });
  if (rows.length > 0) return rows;
  return all.filter((one) => !one.minus && ['eeg', 'eog', 'emg', 'envelope'].includes(one.kind) && !REFERENCES.includes(one.name.toUpperCase())).slice(0, 8);
}
