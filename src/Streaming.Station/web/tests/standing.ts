import assert from 'node:assert/strict';
import { test } from 'node:test';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import { BedState, Revision } from '../generated/streaming/v1/monitor_pb.js';
import { isEveryGatewayOffline, standingWords, stoppedWords } from '../src/ward/standing.js';
import { moment } from '../src/time.js';
import { bedWith, reportAt, stateOf } from './beds.js';

const NOON = Date.UTC(2026, 0, 1, 12);

test('an offline gateway is a remark where samples come, and a fault where none do', () => {
  const bed = bedWith({ gatewayOnline: false, gatewayTold: timestampFromMs(NOON), lastSamples: timestampFromMs(NOON - 4000) });
  assert.equal(bed.standing, 'silent', 'its will came after its last samples');
  assert.deepEqual(standingWords(bed), { word: 'DISCONNECTED', sentence: `DISCONNECTED: no samples since ${moment(NOON - 4000, true)}`, remark: '' });

  bed.night!.take(reportAt(0, { revision: Revision.PROVISIONAL, lastSampleReceived: timestampFromMs(NOON + 2000) }));
  assert.equal(bed.standing, 'staged', 'samples came after it was said to be offline');
  assert.deepEqual(standingWords(bed), { word: '', sentence: '', remark: 'gateway status offline, samples come' });

  bed.bedState!.state = BedState.STALLED;
  assert.equal(standingWords(bed).word, 'DISCONNECTED');
});

test('an offline gateway that wakes up is staged at once, and no later word of its bed takes that back', () => {
  const offline = { gatewayOnline: false, gatewayTold: timestampFromMs(NOON) };
  const bed = bedWith({ ...offline, lastSamples: timestampFromMs(NOON) });
  assert.equal(bed.standing, 'silent', 'samples and will may come in one breath');
  bed.take(stateOf({ ...offline, state: BedState.STALLED, lastSamples: timestampFromMs(NOON) }));
  bed.take(stateOf({ ...offline, lastMessage: timestampFromMs(NOON + 60_020), lastSamples: timestampFromMs(NOON + 60_000) }));
  assert.equal(bed.standing, 'staged');
  bed.take(stateOf({ ...offline, state: BedState.STALLED, lastSamples: timestampFromMs(NOON + 90_000) }));
  assert.equal(bed.standing, 'silent');
  bed.take(stateOf({ gatewayTold: timestampFromMs(NOON + 99_000), lastSamples: timestampFromMs(NOON + 98_000) }));
  bed.take(stateOf({ gatewayOnline: false, gatewayTold: timestampFromMs(NOON + 120_000), lastSamples: timestampFromMs(NOON + 119_000) }));
  assert.equal(bed.standing, 'silent', 'it went away anew');
});

test('a page that is loaded anew takes no bed for disconnected whose samples come', () => {
  // Nothing is known yet but the bed as it is now, whose last message its samples were.
  const now = { gatewayOnline: false, lastMessage: timestampFromMs(NOON), lastSamples: timestampFromMs(NOON) };
  const mute = bedWith(now);
  assert.equal(mute.standing, 'staged', 'its gateway never said a word');
  assert.deepEqual(standingWords(mute), { word: '', sentence: '', remark: '' });
  assert.equal(bedWith({ ...now, gatewayTold: timestampFromMs(NOON - 60_000) }).standing, 'staged', 'it went away and came back');
  mute.bedState!.state = BedState.STALLED;
  assert.equal(standingWords(mute).word, 'NO SAMPLES', 'nobody knows that it went away');
  const begun = bedWith({ gatewayOnline: false, state: BedState.CALIBRATING });
  begun.night!.last = undefined;
  assert.equal(begun.standing, 'starting');
});

test('a gateway that is there and sends nothing is not called disconnected', () => {
  const bed = bedWith({ state: BedState.STALLED });
  assert.deepEqual(standingWords(bed), { word: 'NO SAMPLES', sentence: 'NO SAMPLES', remark: '' });
  bed.bedState!.lastSamples = timestampFromMs(NOON);
  assert.equal(standingWords(bed).sentence, `NO SAMPLES since ${moment(NOON, true)}`);
});

test('what looks live is said to have stopped, and only then', () => {
  const bed = bedWith({ lastSamples: timestampFromMs(NOON) });
  assert.deepEqual([bed.hasStopped, stoppedWords(bed)], [false, '']);
  bed.bedState!.state = BedState.STALLED;
  assert.deepEqual([bed.hasStopped, stoppedWords(bed)], [true, `No samples since ${moment(NOON, true)}`]);
  bed.bedState!.state = BedState.ENDED;
  assert.deepEqual([bed.hasStopped, stoppedWords(bed)], [true, '']);
});

test('the broker is asked after only where every open bed has lost its gateway', () => {
  const [gone, here, ended] = [bedWith({ gatewayOnline: false, gatewayTold: timestampFromMs(NOON) }), bedWith({ state: BedState.STALLED }), bedWith({ state: BedState.ENDED })];
  assert.equal(isEveryGatewayOffline([gone, gone, ended]), true);
  assert.equal(isEveryGatewayOffline([gone, ended]), false, 'one bed is that bed');
  assert.equal(isEveryGatewayOffline([gone, gone, here]), false);
  assert.equal(isEveryGatewayOffline([]), false);
  const before = (minutes: number) => bedWith({ gatewayOnline: false, gatewayTold: timestampFromMs(NOON - minutes * 60_000) });
  assert.equal(isEveryGatewayOffline([before(15), before(0)]), false, 'each went for a reason of its own');
  assert.equal(isEveryGatewayOffline([before(15), before(1), before(0)]), true, 'two together, and one was away before');
});
