import assert from 'node:assert/strict';
import { test } from 'node:test';
import { create } from '@bufbuild/protobuf';
import { AdvisorySchema, SignalFault, StageReportSchema } from '../generated/streaming/v1/monitor_pb.js';
import { leadsOf, nameIn } from '../src/ward/leads.js';

test('each row tells what it rests on and what is wrong with it', () => {
  const leads = leadsOf(create(StageReportSchema, {
    derivations: [
      { row: 'frontal', derivation: 'F4-M1' }, { row: 'central', derivation: 'C4-M1' }, { row: 'occipital', derivation: 'O2-M1', fallback: true },
      { row: 'left eye', derivation: 'E1-M2' }, { row: 'right eye', derivation: '' },
    ],
    quality: ['12 % of C4-M1 lost'],
    channelQuality: [{ channel: 'E1', usable: false, faults: [{ fault: SignalFault.FLAT, share: 0.8 }] }, { channel: 'F4', usable: true }],
  }));
  assert.deepEqual(leads.map((lead) => lead.state), ['good', 'poor', 'fallback', 'poor', 'absent', 'absent']);
  assert.match(leads[3]!.text, /E1: flat \(80 % of the epoch\)/);
});

test('a usable lead with a lasting fault is neither good nor poor', () => {
  const report = create(StageReportSchema, {
    derivations: [{ row: 'frontal', derivation: 'F4-M1' }, { row: 'central', derivation: 'C4-M1' }, { row: 'occipital', derivation: 'O2-M1', fallback: true }, { row: 'left eye', derivation: 'E1-M2' }],
    channelQuality: [
      { channel: 'F4', usable: true, faults: [{ fault: SignalFault.HUM, share: 1, amount: 600 }] },
      { channel: 'C4', usable: true, faults: [{ fault: SignalFault.POPS, share: 1 / 30, amount: 1 }] },
      { channel: 'E1', usable: false, faults: [{ fault: SignalFault.FLAT, share: 1 }] },
    ],
  });
  const leads = leadsOf(report, [create(AdvisorySchema, { channel: 'EEG O2', text: 'EEG O2: electrode pops again and again' }), create(AdvisorySchema, { text: 'of the whole bed' })]);
  assert.deepEqual(leads.slice(0, 4).map((lead) => lead.state), ['doubtful', 'good', 'doubtful', 'poor']);
  assert.equal(leads[0]!.text, 'frontal F4-M1: usable, but F4: mains hum of 600 µV (100 % of the epoch)');
  assert.equal(leads[2]!.text, 'occipital O2-M1: usable, but EEG O2: electrode pops again and again');
});

test('of two channels of one label only that which the row is made of speaks for it', () => {
  const report = (faulty: number) => create(StageReportSchema, {
    derivations: [{ row: 'central', derivation: 'C4-M1', channels: [1] }],
    channelQuality: [0, 1].map((number) => ({ channel: 'EEG C4-M1', number, usable: number !== faulty, faults: number === faulty ? [{ fault: SignalFault.FLAT, share: 1 }] : [] })),
  });
  const central = (faulty: number) => leadsOf(report(faulty)).find((lead) => lead.row === 'central')!;
  assert.equal(central(0).state, 'good', 'the other one is flat');
  assert.deepEqual([central(1).state, central(1).text], ['poor', 'central C4-M1: EEG C4-M1 (channel 1): flat (100 % of the epoch)']);
  const told = (number?: number) => leadsOf(report(-1), [create(AdvisorySchema, { channel: 'EEG C4-M1', number, text: 'hums' })]).find((lead) => lead.row === 'central')!.state;
  assert.deepEqual([told(0), told(1), told()], ['good', 'doubtful', 'doubtful'], 'of an older version the label is all there is');
});

test('a channel is named by its number only where its label is not its own', () => {
  const channels = [{ channel: 'C4', number: 0 }, { channel: 'M1', number: 1 }, { channel: 'C4', number: 2 }];
  assert.deepEqual(channels.map(nameIn(channels)), ['C4 (channel 0)', 'M1', 'C4 (channel 2)']);
  assert.equal(nameIn([{ channel: 'C4' }, { channel: 'C4' }])({ channel: 'C4' }), 'C4');
});
