import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Changes } from '../src/changes.js';
import { keepAsking } from '../src/parts/keepAsking.js';

class Link extends Changes {
  phase = 'live';
  becomes(phase: string): void { this.phase = phase; this.notify(); }
}

const settled = () => new Promise<void>((resolve) => { setImmediate(resolve); });

test('a failure is asked again after growing pauses and at once when the connection is live again; an answer is not', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const link = new Link();
  let [asked, works] = [0, false];
  const end = keepAsking(() => { asked++; return Promise.resolve(works); }, () => 0, link);
  const after = async (ms: number) => { t.mock.timers.tick(ms); await settled(); return asked; };
  assert.equal(await after(0), 1);
  assert.equal(await after(2000), 2);
  assert.equal(await after(2000), 2, 'the second pause is longer');
  assert.equal(await after(2000), 3);
  link.becomes('stale');
  assert.equal(await after(0), 3);
  works = true;
  link.becomes('live');
  assert.equal(await after(0), 4);
  link.becomes('stale');
  link.becomes('live');
  assert.equal(await after(600_000), 4, 'it was answered');
  end();
});

test('a question that the cut network swallowed is given up when the connection is live again', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const link = new Link();
  const signals: AbortSignal[] = [];
  const end = keepAsking((signal) => { signals.push(signal); return new Promise(() => undefined); }, () => 0, link);
  link.becomes('stale');
  link.becomes('live');
  assert.deepEqual(signals.map((signal) => signal.aborted), [true, false]);
  end();
  await settled();
  assert.equal(signals[1]!.aborted, true);
});

test('who follows goes on asking', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let asked = 0;
  const end = keepAsking(() => { asked++; return Promise.resolve(true); }, () => 1000, new Link());
  for (let second = 0; second < 3; second++) { await settled(); t.mock.timers.tick(1000); }
  await settled();
  assert.equal(asked, 4);
  end();
  t.mock.timers.tick(1000);
  assert.equal(asked, 4);
});
