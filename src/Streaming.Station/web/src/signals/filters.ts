import type { TraceKind } from './derivations.js';

/** Pass band in hertz for the eye, after the AASM manual's display filters; null: as recorded. */
const BANDS: Record<TraceKind, readonly [number, number] | null> = {
  eeg: [0.3, 35], eog: [0.3, 35], emg: [10, 100], envelope: null, ecg: [0.3, 70], other: null,
};

export const bandOf = (kind: TraceKind): readonly [number, number] | null => BANDS[kind];

/** Seconds before the window that let the high-pass settle. */
export const LEAD_IN_SECONDS = 5;

interface Section { b0: number; b1: number; b2: number; a1: number; a2: number }

// Second-order Butterworth by the bilinear transform.
function section(cutHz: number, rateHz: number, isHighPass: boolean): Section {
  const w = Math.tan((Math.PI * cutHz) / rateHz);
  const scale = 1 / (1 + Math.SQRT2 * w + w * w);
  const [a1, a2] = [2 * (w * w - 1) * scale, (1 - Math.SQRT2 * w + w * w) * scale];
  return isHighPass ? { b0: scale, b1: -2 * scale, b2: scale, a1, a2 } : { b0: w * w * scale, b1: 2 * w * w * scale, b2: w * w * scale, a1, a2 };
}

/** In place; starts in the steady state of the first sample and again after each hole. */
function run(values: Float32Array, { b0, b1, b2, a1, a2 }: Section): void {
  const gain = (b0 + b1 + b2) / (1 + a1 + a2);
  let [z1, z2, begun] = [0, 0, false];
  for (let i = 0; i < values.length; i++) {
    const x = values[i]!;
    if (Number.isNaN(x)) { begun = false; continue; }
    if (!begun) {
      begun = true;
      z2 = (b2 - a2 * gain) * x;
      z1 = (b1 - a1 * gain) * x + z2;
    }
    const y = b0 * x + z1;
    z1 = b1 * x - a1 * y + z2;
    z2 = b2 * x - a2 * y;
    values[i] = y;
  }
}

/** A trace as people look at it. For display only: what the model sees is filtered by the service. */
export function forDisplay(values: Float32Array, kind: TraceKind, rateHz: number): Float32Array {
  const band = BANDS[kind];
  if (!band || rateHz < 20) return values;
  const filtered = values.slice();
  if (band[0] < 0.45 * rateHz) run(filtered, section(band[0], rateHz, true));
  // Where a rate does not carry the upper cut-off, the recorder's own limit is the filter.
  if (band[1] < 0.45 * rateHz) run(filtered, section(band[1], rateHz, false));
  return filtered;
}
