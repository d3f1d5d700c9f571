import assert from 'node:assert/strict';
import { test } from 'node:test';
import { create } from '@bufbuild/protobuf';
import { SignalFault, StageReportSchema } from '../generated/streaming/v1/monitor_pb.js';
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
