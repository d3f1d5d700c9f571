import type { TraceKind } from './derivations.js';

const LOOKS = 8;
const LOOK_SECONDS = 10;
const FROM_SECONDS = 120; // before it the leads are still being fixed
const UNTIL_SECONDS = 600;
const KNOWN_SECONDS = 630; // by then what was late in them has come

/** What fills half a row of muscle tone until the night's own scale is chosen; undefined: the row is none. Tone is told from wake to REM sleep by its
 * height: on a scale of each page's own, a silent chin would stand as tall as a tense one. */
export const firstScale = (kind: TraceKind): number | undefined => (kind === 'emg' ? 100 : kind === 'envelope' ? 10 : undefined);

/** Where to look: in the evening's first minutes, of every night in the same, so that every station comes to the same scale, whenever the bed is opened there.
 * @returns None: they are not recorded yet. */
export const looksOf = (reachedSeconds: number): [number, number][] => (reachedSeconds < KNOWN_SECONDS ? [] : Array.from({ length: LOOKS }, (_, look) => {
  const from = FROM_SECONDS + Math.round((look * (UNTIL_SECONDS - LOOK_SECONDS - FROM_SECONDS)) / (LOOKS - 1));
  return [from, from + LOOK_SECONDS];
}));

/** What fills half a row all night: the next step of the ladder above the second largest look, for one may be a movement, or teeth clenched when asked to.
 * @returns Undefined: there were no samples where it was looked. */
export function nightScale(kind: TraceKind, looks: readonly Float32Array[]): number | undefined {
  const sizes = looks.flatMap((values) => sizeOf(values) ?? []).sort((a, b) => b - a);
  const size = sizes[1] ?? sizes[0];
  return size === undefined ? undefined : niceAbove(Math.max(size, kind === 'emg' ? 20 : 1e-6));
}

/** What all but the largest fiftieth stay under; undefined: there are no samples. */
export function sizeOf(values: Float32Array): number | undefined {
  const sizes: number[] = [];
  const stride = Math.max(1, Math.floor(values.length / 2000));
  for (let i = 0; i < values.length; i += stride) if (!Number.isNaN(values[i]!)) sizes.push(Math.abs(values[i]!));
  sizes.sort((a, b) => a - b);
  return sizes[Math.floor(sizes.length * 0.98)];
}

/** The next of 1, 2, 5 times a power of ten: a scale that does not flicker with every sample. */
export function niceAbove(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5, 10].find((factor) => factor * power >= value) ?? 10) * power;
}
