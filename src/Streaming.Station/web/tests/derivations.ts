import assert from 'node:assert/strict';
import { test } from 'node:test';
import { create } from '@bufbuild/protobuf';
import { ChannelDescriptorSchema, ChannelKind } from '../generated/streaming/v1/ingest_pb.js';
import { StageReportSchema } from '../generated/streaming/v1/monitor_pb.js';
import { bandNames, choices, derivationsOf, modelRows } from '../src/signals/derivations.js';

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
  assert.deepEqual(modelRows(report, channels).map((row) => [row.row, row.plus.label, row.minus?.label]),
    [['frontal', 'F4', 'M1'], ['central', 'EEG C4-M1', undefined], ['occipital', 'EEG', undefined]]);
  assert.deepEqual(bandNames(modelRows(report, channels)), ['F4-M1', 'C4-M1', 'O2-M1', 'no left eye', 'no right eye', 'no chin']);
  assert.deepEqual(bandNames(modelRows(undefined, channels)), [], 'nothing was read yet');
});

test('channels of one label are told apart, and a row is made of those that the report says', () => {
  const channels = [channel('C4'), channel('M1'), channel('C4'), channel('ECG'), channel('ECG')];
  const all = derivationsOf(channels);
  assert.deepEqual(all.map((one) => one.name), ['C4-M1 (ch 0, 1)', 'C4-M1 (ch 2, 1)', 'C4 (ch 0)', 'M1', 'C4 (ch 2)', 'ECG (ch 3)', 'ECG (ch 4)']);
  const rows = modelRows(create(StageReportSchema, { derivations: [{ row: 'central', derivation: 'C4-M1', channels: [2, 1] }] }), channels);
  assert.deepEqual(rows.map((row) => [row.name, row.plus.number, row.minus?.number]), [['C4-M1', 2, 1]]);
  assert.deepEqual(choices(rows, all).map((one) => one.name), ['C4-M1', 'C4-M1 (ch 0, 1)', 'C4 (ch 0)', 'M1', 'C4 (ch 2)', 'ECG (ch 3)', 'ECG (ch 4)'], 'nothing twice');
});

test('a row whose label is not its canonical name is found by its number', () => {
  const report = create(StageReportSchema, { derivations: [{ row: 'left eye', derivation: 'E1-M2', channels: [1] }, { row: 'chin', derivation: 'L Chin-R Chin', channels: [2, 3] }] });
  const rows = modelRows(report, [channel('C4-A1'), channel('LOC-A2'), channel('Chin L'), channel('Chin R')]);
  assert.deepEqual(rows.map((row) => [row.name, row.kind, row.plus.label, row.minus?.label]), [['E1-M2', 'eog', 'LOC-A2', undefined], ['L Chin-R Chin', 'emg', 'Chin L', 'Chin R']]);
});
