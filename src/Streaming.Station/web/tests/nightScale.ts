import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scaleOf } from '../src/drawing/epochPage.js';
import type { Derivation, TraceKind } from '../src/signals/derivations.js';
import { looksOf, nightScale } from '../src/signals/nightScale.js';

const row = (kind: TraceKind): Derivation => ({ name: kind, kind, plus: { label: kind, number: 0 }, unit: 'µV', rateHz: 100 });
const tone = (size: number) => new Float32Array(1000).map((_, i) => (i % 2 === 0 ? size : -size));
const lineOf = (derivation: Derivation, size: number) => ({ derivation, fromSeconds: 0, stepSeconds: 0.01, values: tone(size) });

test('muscle tone keeps its scale from page to page, before the night has its own too', () => {
  const page = { microvoltsPerMm: 10, nightScales: new Map([['emg', 50]]) };
  for (const kind of ['emg', 'envelope'] as const) {
    const [loud, low] = [80, 4].map((size) => scaleOf(row(kind), lineOf(row(kind), size), page, 4, 100));
    assert.equal(loud, low, kind);
  }
  assert.equal(scaleOf(row('emg'), undefined, page, 4, 100), 50 / 42);
  assert.equal(scaleOf(row('envelope'), undefined, page, 4, 100), 10 / 42);
  assert.equal(scaleOf(row('eeg'), undefined, page, 4, 100), 2.5);
});

test('the scale of the night is a step of the ladder, and one movement does not choose it', () => {
  assert.equal(nightScale('emg', [tone(4), tone(60), tone(3), tone(900), new Float32Array(100).fill(NaN)]), 100);
  assert.equal(nightScale('emg', [tone(4)]), 20, 'a silent chin is not blown up');
  assert.equal(nightScale('envelope', [tone(0.3), tone(0.4)]), 0.5);
  assert.equal(nightScale('emg', [new Float32Array(10).fill(NaN)]), undefined);
});

test('it is looked for in the same minutes whenever a station opens the bed', () => {
  const looks = looksOf(630);
  assert.equal(looks.length, 8);
  assert.deepEqual([looks[0], looks[7]], [[120, 130], [590, 600]]);
  assert.deepEqual(looksOf(28_800), looks);
  assert.deepEqual(looksOf(629), [], 'they are not whole yet');
});
