import assert from 'node:assert/strict';
import { test } from 'node:test';
import { create } from '@bufbuild/protobuf';
import { ChannelDescriptorSchema, ChannelKind } from '../generated/streaming/v1/ingest_pb.js';
import { StageReportSchema } from '../generated/streaming/v1/monitor_pb.js';
import { derivationsOf, modelRows } from '../src/signals/derivations.js';

const channel = (label: string, rate = 200, kind = ChannelKind.UNSPECIFIED, stated = '') =>
  create(ChannelDescriptorSchema, { label, kind, unit: 'uV', rateHz: { numerator: BigInt(rate), denominator: 1n }, statedDerivation: stated });

test('electrodes are offered against each recorded mastoid of their rate, and as recorded', () => {
  const names = derivationsOf([channel('C4'), channel('M1'), channel('M2', 100), channel('ECG')]).map((one) => one.name);
  assert.deepEqual(names, ['C4-M1', 'C4', 'M1', 'M2', 'ECG']);
});

test('rows of a report are found as one channel, as a difference, and by what a person stated', () => {
  const channels = [channel('EEG C4-M1'), channel('F4'), channel('M1'), channel('EEG', 200, ChannelKind.EEG, 'O2-M1')];
  const report = create(StageReportSchema, {
    derivations: [{ row: 'frontal', derivation: 'F4-M1' }, { row: 'central', derivation: 'C4-M1' }, { row: 'occipital', derivation: 'O2-M1' }, { row: 'chin', derivation: '' }],
  });
  assert.deepEqual(modelRows(report, channels).map((row) => [row.row, row.plus, row.minus]),
    [['frontal', 'F4', 'M1'], ['central', 'EEG C4-M1', undefined], ['occipital', 'EEG', undefined]]);
});
