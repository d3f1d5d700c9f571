import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Stage } from '../generated/streaming/v1/monitor_pb.js';
import { epochsText, ofAnnotations, ofCsv, readAnnotations, readEditedStages } from '../src/ward/editedStages.js';

test('a CSV gives the columns epoch and stage wherever they stand, and a wrong line is named', () => {
  assert.deepEqual(ofCsv('start,epoch,stage,note\r\n0,0,W,"a, b"\r\n30,1,n2,\r\n'), [{ epoch: 0, stage: Stage.W }, { epoch: 1, stage: Stage.N2 }]);
  assert.throws(() => ofCsv('epoch,stage\n0,W\n1,N5\n'), /line 3/);
  assert.throws(() => ofCsv('epoch;stage\n0;W\n'), /no columns/);
  assert.throws(() => ofCsv('epoch,stage\n,W\n'), /line 2/);
});

test('epochs are named as the page counts them, neighbours as one run', () => {
  assert.equal(epochsText([6]), 'epoch 7');
  assert.equal(epochsText([9, 100, 101, 102]), 'epochs 10, 101 to 103');
  assert.equal(epochsText(Array.from({ length: 20 }, (_, at) => at * 2)), 'epochs 1, 3, 5, 7, 9, 11, 13, 15 and others');
});

test('annotations become epochs of the night they go back to; what is no stage is left alone', () => {
  const stages = ofAnnotations([
    { onset: 15, duration: 60, text: 'Sleep stage 2' }, { onset: 80, duration: 3, text: 'Arousal' }, { onset: 75, duration: 0, text: 'NREM 3' }, { onset: 105, duration: 30, text: 'Sleep stage ?' },
  ], 15);
  assert.deepEqual(stages, [{ epoch: 0, stage: Stage.N2 }, { epoch: 1, stage: Stage.N2 }, { epoch: 2, stage: Stage.N3 }, { epoch: 3, stage: Stage.UNSCORABLE }]);
  assert.throws(() => ofAnnotations([{ onset: 20, duration: 30, text: 'Sleep stage W' }], 15), /off the night's grid/);
});

/** Two records of one signal of 3 samples and 40 bytes of annotations. */
function edf(lists: readonly string[], label = 'EDF Annotations'): Blob {
  const cells = (texts: readonly string[], width: number) => texts.map((text) => text.padEnd(width)).join('');
  const header = `${cells(['0'], 8)}${cells(['X', 'X'], 80)}${cells(['01.01.01', '00.00.00', '768'], 8)}${cells(['EDF+C'], 44)}${cells(['2', '1'], 8)}${cells(['2'], 4)}`
    + cells(['EEG', label], 16) + cells(['', ''], 80) + cells(['', '', '-1', '-1', '1', '1', '-32768', '-32768', '32767', '32767'], 8) + cells(['', ''], 80) + cells(['3', '20'], 8) + cells(['', ''], 32);
  assert.equal(header.length, 768);
  return new Blob([header, ...lists.map((list) => `\0\0\0\0\0\0${list}`.padEnd(46, '\0'))]);
}

test('the annotations of an EDF+ are read record by record', async () => {
  const file = edf(['+0\x14\x14\0+0\x1530\x14Sleep stage W\x14\0', '+1\x14\x14\0+30\x1530\x14Sleep stage R\x14\0']);
  assert.deepEqual(await readAnnotations(file), [{ onset: 0, duration: 30, text: 'Sleep stage W' }, { onset: 30, duration: 30, text: 'Sleep stage R' }]);
  assert.deepEqual(await readEditedStages(new File([file], 'night.edf'), 0), [{ epoch: 0, stage: Stage.W }, { epoch: 1, stage: Stage.R }]);
});

test('what is no such file is told from one without annotations', async () => {
  await assert.rejects(readAnnotations(new Blob(['PK\x03\x04 not a recording'])), /neither/);
  await assert.rejects(readAnnotations(edf(['', ''], 'ECG')), /no annotations/);
});
