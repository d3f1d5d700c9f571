import assert from 'node:assert/strict';
import { test } from 'node:test';
import { forDisplay } from '../src/signals/filters.js';

const RATE = 200;
const wave = (hertz: number, offset = 0) => Float32Array.from({ length: RATE * 30 }, (_, i) => offset + Math.sin((2 * Math.PI * hertz * i) / RATE));
const size = (values: Float32Array) => Math.max(...values.slice(-RATE * 4));

test('what people look at passes, offset and hum do not', () => {
  assert.ok(Math.abs(size(forDisplay(wave(10), 'eeg', RATE)) - 1) < 0.05);
  assert.ok(size(forDisplay(wave(50), 'eeg', RATE)) < 0.35);
  assert.ok(Math.abs(size(forDisplay(wave(0, 500), 'eeg', RATE))) < 1);
});

test('at its cut-offs the band passes half the power', () => {
  for (const hertz of [35, 0.3]) assert.ok(Math.abs(size(forDisplay(wave(hertz), 'eeg', RATE)) - Math.SQRT1_2) < 0.03, String(hertz));
});

test('a hole stays a hole and does not ring', () => {
  const values = new Float32Array(RATE * 10).fill(300);
  values.fill(NaN, RATE * 4, RATE * 6);
  const shown = forDisplay(values, 'eeg', RATE);
  assert.deepEqual(Array.from(shown, Number.isNaN), Array.from(values, Number.isNaN));
  assert.ok(shown.every((value) => Number.isNaN(value) || Math.abs(value) < 1));
});
