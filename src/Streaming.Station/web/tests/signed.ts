import assert from 'node:assert/strict';
import { test } from 'node:test';
import { create } from '@bufbuild/protobuf';
import { Revision, SignatureSchema, SignatureState, Stage, StageReportSchema } from '../generated/streaming/v1/monitor_pb.js';
import { NightRecord } from '../src/ward/nightRecord.js';
import { signedOf } from '../src/ward/signed.js';

function signed(epochs: readonly number[], first: number, last: number, state = SignatureState.STANDING) {
  const night = new NightRecord('s');
  for (const epoch of epochs) night.take(create(StageReportSchema, { epoch: BigInt(epoch), revision: Revision.FINAL, stage: Stage.W }));
  night.signatures.push(create(SignatureSchema, { author: 'ab', firstEpoch: BigInt(first), lastEpoch: BigInt(last), state }));
  return signedOf(night);
}

test('a signature says which epochs it leaves out, counted from 1', () => {
  const night = Array.from({ length: 960 }, (_, epoch) => epoch);
  assert.deepEqual(signed(night, 0, 959), { author: 'ab', isWhole: true, range: '' });
  assert.deepEqual(signed(night, 0, 10), { author: 'ab', isWhole: false, range: 'epochs 1 to 11 of 960' });
  assert.equal(signed(night, 1, 959)?.range, 'epochs 2 to 960 of 960');
  assert.equal(signed(night, 4, 4)?.range, 'epoch 5 of 960');
});

test('epochs that never came need no signature, and one that ended is none', () => {
  assert.equal(signed([3, 4, 5], 3, 5)?.isWhole, true);
  assert.equal(signed([3, 4, 5], 3, 4)?.isWhole, false);
  assert.equal(signed([0, 1], 0, 1, SignatureState.SUPERSEDED), undefined);
});
