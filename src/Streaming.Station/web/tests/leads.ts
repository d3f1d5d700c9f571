import assert from 'node:assert/strict';
import { test } from 'node:test';
import { create } from '@bufbuild/protobuf';
import { AdvisorySchema, SignalFault, StageReportSchema } from '../generated/streaming/v1/monitor_pb.js';
import { leadsOf } from '../src/ward/leads.js';

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
