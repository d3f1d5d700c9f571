import assert from 'node:assert/strict';
import { test } from 'node:test';
import { create } from '@bufbuild/protobuf';
import { Code, ConnectError } from '@connectrpc/connect';
import { SnapshotBeginSchema, SnapshotEndSchema, WatchResponseSchema, type ResumeToken, type WatchResponse } from '../generated/streaming/v1/monitor_pb.js';
import { Connection, SILENCE_MS, type Line } from '../src/connection/connection.js';

/** A service whose words the test says, one stream after the other. */
class Said implements Line {
  time = 1_000_000;
  own = 0;
  readonly resumed: (bigint | undefined)[] = [];
  readonly applied: WatchResponse[] = [];
  private speak: (message: WatchResponse | Error) => void = () => undefined;
  private opened: () => void = () => undefined;
  private readonly whenOpen: Promise<void>[] = [];

  constructor() {
    this.whenOpen.push(new Promise((resolve) => { this.opened = resolve; }));
  }

  now(): number { return this.time; }

  passed(): number { return this.own; }

  /** Both clocks go on. */
  pass(ms: number): void { [this.time, this.own] = [this.time + ms, this.own + ms]; }

  apply(message: WatchResponse): void { this.applied.push(message); }

  async* watch(resume: ResumeToken | undefined, signal: AbortSignal): AsyncIterable<WatchResponse> {
    this.resumed.push(resume?.commitSequence);
    const heard: (WatchResponse | Error)[] = [];
    let wake = () => undefined as void;
    this.speak = (message) => { heard.push(message); wake(); };
    signal.addEventListener('abort', () => this.speak(new ConnectError('aborted', Code.Canceled)));
    this.whenOpen.push(new Promise((resolve) => { const before = this.opened; this.opened = resolve; before(); }));
    for (;;) {
      for (const message of heard.splice(0)) {
        if (message instanceof Error) throw message;
        yield message;
      }
      await new Promise<void>((resolve) => { wake = resolve; });
    }
  }

  async stream(number: number): Promise<void> { await this.whenOpen[number]; }

  async say(sequence: number, at = 0): Promise<void> {
    this.speak(create(WatchResponseSchema, { token: { storeId: 's', commitSequence: BigInt(sequence) }, item: { case: 'heartbeat', value: { storeWritable: true, at: { seconds: BigInt(at / 1000), nanos: 0 } } } }));
    await settle();
  }

  async begin(): Promise<void> { await this.tell({ case: 'snapshotBegin', value: create(SnapshotBeginSchema) }); }

  async end(): Promise<void> { await this.tell({ case: 'snapshotEnd', value: create(SnapshotEndSchema) }); }

  private async tell(item: WatchResponse['item']): Promise<void> {
    this.speak(create(WatchResponseSchema, { item }));
    await settle();
  }

  async fail(code: Code): Promise<void> {
    this.speak(new ConnectError('no', code));
    await settle();
  }
}

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

test('silence is told once it lasts, and the next stream resumes behind the last word', async () => {
  const said = new Said();
  const connection = new Connection(said);
  void connection.run();
  await said.stream(0);
  await said.say(7);
  assert.equal(connection.phase, 'live');

  said.time += SILENCE_MS;
  connection.check();
  assert.equal(connection.phase, 'live');
  said.time += 1;
  connection.check();
  assert.equal(connection.phase, 'stale');

  await settle();
  connection.retry();
  await said.stream(1);
  await said.say(9);
  assert.equal(connection.phase, 'live');
  assert.deepEqual(said.resumed, [undefined, 7n]);
});

test('a clock that is set back hides no silence, and holds up no new attempt', async () => {
  const said = new Said();
  const connection = new Connection(said);
  void connection.run();
  await said.stream(0);
  await said.say(7);
  said.time -= 3_600_000;
  said.pass(SILENCE_MS);
  connection.check();
  assert.equal(connection.phase, 'live');
  said.pass(1);
  connection.check();
  assert.equal(connection.phase, 'stale');
  assert.equal(connection.silentMs, SILENCE_MS + 1);

  await settle();
  connection.retry();
  await said.stream(1); // which says nothing
  said.time -= 3_600_000;
  said.pass(7000);
  connection.check();
  await settle();
  connection.retry();
  await said.stream(2);
  assert.deepEqual(said.resumed, [undefined, 7n, 7n]);
});

test('the service has its own clock, whatever this computer\'s is set to', async () => {
  const said = new Said();
  const connection = new Connection(said);
  void connection.run();
  await said.stream(0);
  await said.say(7, 5_000_000);
  said.time -= 3_600_000;
  said.pass(1500);
  assert.equal(connection.serviceNow, 5_001_500);
});

test('a snapshot that comes slowly is waited for, and is not live before its end', async () => {
  const said = new Said();
  const connection = new Connection(said);
  void connection.run();
  await said.stream(0);
  await said.begin();
  for (let second = 0; second < 60; second++) {
    said.pass(1000);
    connection.comes();
    connection.check();
    await settle();
  }
  assert.equal(connection.phase, 'connecting');
  await said.end();
  assert.equal(connection.phase, 'live');
  assert.deepEqual(said.resumed, [undefined]);

  said.pass(SILENCE_MS + 1); // pieces of nothing whole are no word once it is live
  connection.comes();
  connection.check();
  assert.equal(connection.phase, 'stale');
});

test('a stream that breaks is stale at once', async () => {
  const said = new Said();
  const connection = new Connection(said);
  void connection.run();
  await said.stream(0);
  await said.say(1);
  await said.fail(Code.Unavailable);
  assert.equal(connection.phase, 'stale');
});

test('a refusal is not knocked at again until a token was entered, and then starts afresh', async () => {
  const said = new Said();
  const connection = new Connection(said);
  void connection.run();
  await said.stream(0);
  await said.say(1);
  await said.fail(Code.Unauthenticated);
  assert.equal(connection.phase, 'refused');
  await settle();
  assert.equal(said.resumed.length, 1);

  connection.restart();
  await said.stream(1);
  assert.deepEqual(said.resumed, [undefined, undefined]);
});
