import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Stage } from '../generated/streaming/v1/monitor_pb.js';
import { columnsOf, timeText } from '../src/drawing/nightChart.js';
import { NightRecord } from '../src/ward/nightRecord.js';
import { reportAt } from './beds.js';

/** "W R ? -": one epoch each, "?" unscorable, "-" a hole. */
function nightOf(stages: string): NightRecord {
  const night = new NightRecord('s');
  const names: Record<string, Stage> = { W: Stage.W, R: Stage.R, 2: Stage.N2, '?': Stage.UNSCORABLE };
  [...stages].forEach((name, epoch) => {
    const stage = names[name];
    if (stage !== undefined) night.take(reportAt(epoch, { stage, probabilities: stage === Stage.UNSCORABLE ? [] : [0.2, 0.2, 0.2, 0.2, 0.2] }));
  });
  return night;
}

/** Where a stepped line is drawn: from each value to the column after it, if that has one too. In whole seconds. */
function drawn(times: number[], values: (number | null)[]): [number, number][] {
  const pieces: [number, number][] = [];
  for (let i = 0; i + 1 < times.length; i++) {
    if (values[i] === null || values[i + 1] === null) continue;
    const [from, to] = [Math.round(times[i]!), Math.round(times[i + 1]!)];
    if (pieces.at(-1)?.[1] === from) pieces.at(-1)![1] = to;
    else pieces.push([from, to]);
  }
  return pieces;
}

test('every epoch with a stage is drawn for its whole length, whatever is beside it', () => {
  for (const [stages, expected] of [
    ['WW?W', [[0, 60], [90, 120]]], // the last one before what is unscorable
    ['W2-W', [[0, 60], [90, 120]]], // and before a hole
    ['?W?', [[30, 60]]],
    ['?W-2?', [[30, 60], [90, 120]]],
    ['WW', [[0, 60]]],
  ] as [string, [number, number][]][]) {
    const { times, rows, sums } = columnsOf(nightOf(stages));
    assert.deepEqual(drawn(times, rows), expected, `hypnogram of ${stages}`);
    for (const sum of sums) assert.deepEqual(drawn(times, sum), expected, `hypnodensity of ${stages}`);
  }
});

test('the bar of REM sleep is as long as REM sleep', () => {
  for (const [stages, expected] of [
    ['WRW', [[30, 60]]], ['WRR2R', [[30, 90], [120, 150]]], ['WR', [[30, 60]]], ['R?', [[0, 30]]], ['WW', []],
  ] as [string, [number, number][]][]) {
    const { times, rem } = columnsOf(nightOf(stages));
    assert.deepEqual(drawn(times, rem), expected, stages);
  }
});

test('columns never go back in time', () => {
  const { times } = columnsOf(nightOf('WR2?W'));
  assert.ok(times.every((at, place) => place === 0 || at > times[place - 1]!));
  assert.deepEqual(columnsOf(new NightRecord('s')).times, []);
});

test('the axis has study time and the clock, and no clock that nobody set', () => {
  const began = new Date(2026, 10, 28, 22, 41, 20).getTime();
  assert.equal(timeText(4 * 3600, began), '4:00 (02:41)');
  assert.equal(timeText(4 * 3600, undefined), '4:00');
  assert.equal(timeText(4 * 3600, new Date(1985, 0, 1, 22, 10, 5).getTime()), '4:00');
});
