import assert from 'node:assert/strict';
import { afterEach, mock, test } from 'node:test';
import { create } from '@bufbuild/protobuf';
import { WaveformSchema } from '../generated/streaming/v1/monitor_pb.js';
import { monitor } from '../src/connection/client.js';
import type { Derivation } from '../src/signals/derivations.js';
import { fetchLines } from '../src/signals/waveforms.js';

const row = (name: string, number: number): Derivation => ({ name, kind: 'other', plus: { label: 'C4', number }, unit: 'uV', rateHz: 2 });

afterEach(() => mock.restoreAll());

test('a label asks for every channel that bears it, and each line is of its own', async () => {
  mock.method(monitor, 'getWaveform', async () => create(WaveformSchema, {
    traces: [[0, 1], [1, 5]].map(([number, value]) => ({ channel: 'C4', number, columnSeconds: 0.5, minimum: [value!, value!], maximum: [value!, value!] })),
  }));
  const lines = await fetchLines('s', [row('first', 0), row('second', 1), row('none', 2)], 0, 1, new AbortController().signal);
  assert.deepEqual(lines.map((line) => [line.derivation.name, [...line.values]]), [['first', [1, 1]], ['second', [5, 5]]]);
});
