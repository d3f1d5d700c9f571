import { create } from '@bufbuild/protobuf';
import { NightRefSchema, type NightRef, type Trace } from '../../generated/streaming/v1/monitor_pb.js';
import { monitor } from '../connection/client.js';
import type { Derivation } from './derivations.js';
import { forDisplay, LEAD_IN_SECONDS } from './filters.js';

/** Samples of one derivation, filtered for the eye. */
export interface Line {
  derivation: Derivation;
  fromSeconds: number;
  stepSeconds: number;
  /** NaN: no sample there. */
  values: Float32Array;
}

const MOST_COLUMNS = 8192;

export const nightOf = (studyId: string): NightRef => create(NightRefSchema, { by: { case: 'studyId', value: studyId } });

/** Exact samples of a span of study time; asked for in pieces where they are more than one answer holds. */
export async function fetchLines(studyId: string, derivations: readonly Derivation[], from: number, to: number, signal: AbortSignal): Promise<Line[]> {
  const channels = [...new Set(derivations.flatMap((one) => (one.minus ? [one.plus.label, one.minus.label] : [one.plus.label])))];
  if (channels.length === 0) return [];
  const begin = Math.max(0, from - LEAD_IN_SECONDS);
  const fastest = Math.max(...derivations.map((one) => one.rateHz), 1);
  const piece = Math.max(1, Math.floor(MOST_COLUMNS / fastest));
  // By number: of one label there may be several, and all of them come.
  const traces = new Map<number, Trace[]>();
  for (let at = begin; at < to; at += piece) {
    const span = { night: nightOf(studyId), channels, fromSeconds: at, toSeconds: Math.min(to, at + piece), columns: MOST_COLUMNS };
    const answer = await monitor.getWaveform(span, { signal });
    for (const trace of answer.traces) if (trace.number !== undefined) traces.set(trace.number, [...(traces.get(trace.number) ?? []), trace]);
  }
  return derivations.flatMap((derivation) => lineOf(derivation, traces) ?? []);
}

function lineOf(derivation: Derivation, traces: ReadonlyMap<number, Trace[]>): Line | undefined {
  const plus = joined(traces.get(derivation.plus.number));
  if (!plus) return undefined;
  if (derivation.minus) {
    const minus = joined(traces.get(derivation.minus.number));
    if (!minus) return undefined;
    for (let i = 0; i < plus.values.length; i++) plus.values[i] = plus.values[i]! - (minus.values[i] ?? NaN);
  }
  const scale = derivation.unit === 'mV' ? 1000 : derivation.unit === 'V' ? 1e6 : 1;
  if (scale !== 1 && derivation.kind !== 'other') for (let i = 0; i < plus.values.length; i++) plus.values[i]! *= scale;
  return { derivation, fromSeconds: plus.from, stepSeconds: plus.step, values: forDisplay(plus.values, derivation.kind, 1 / plus.step) };
}

function joined(pieces: Trace[] | undefined): { from: number; step: number; values: Float32Array } | undefined {
  const filled = pieces?.filter((piece) => piece.minimum.length > 0) ?? [];
  const first = filled[0];
  if (!first) return undefined;
  const values = new Float32Array(filled.reduce((sum, piece) => sum + piece.minimum.length, 0));
  let at = 0;
  for (const piece of filled) { values.set(piece.minimum, at); at += piece.minimum.length; }
  return { from: first.fromSeconds, step: first.columnSeconds, values };
}
