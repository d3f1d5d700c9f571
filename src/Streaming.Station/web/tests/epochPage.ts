import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isOffScale } from '../src/drawing/epochPage.js';
import type { Derivation } from '../src/signals/derivations.js';

const derivation: Derivation = { name: 'C4-M1', kind: 'eeg', plus: { label: 'C4-M1', number: 0 }, unit: 'µV', rateHz: 100 };
const lineOf = (value: (second: number) => number) => ({ derivation, fromSeconds: 0, stepSeconds: 0.01, values: Float32Array.from({ length: 3000 }, (_, i) => value(i / 100)) });
const page = { from: 0, to: 30 };
const wave = (microvolts: number, hertz: number) => lineOf((second) => microvolts * Math.sin(2 * Math.PI * hertz * second));

// Rows of 60 pixels at 2.5 µV a pixel: 150 µV each.
test('a lead that came off keeps to its row, slow waves do not', () => {
  assert.equal(isOffScale(wave(200, 1), page, 2.5, 60), false, 'slow waves of 400 µV from peak to peak');
  assert.equal(isOffScale(wave(2500, 45), page, 2.5, 60), true, 'mains of an open input');
  assert.equal(isOffScale(lineOf((second) => (second < 2 ? 2000 : 20)), page, 2.5, 60), false, 'one movement of two seconds');
  assert.equal(isOffScale(lineOf((second) => (second < 6 ? 2000 : 20)), { from: 10, to: 20 }, 2.5, 60), false, 'what is not on the page');
  assert.equal(isOffScale(lineOf(() => NaN), page, 2.5, 60), false, 'no samples');
});
