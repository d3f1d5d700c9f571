import assert from 'node:assert/strict';
import { test } from 'node:test';
import { create } from '@bufbuild/protobuf';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import { AdvisoryPriority, AdvisorySchema, BedState, LightsMarkSchema } from '../generated/streaming/v1/monitor_pb.js';
import { adviceOf, offText, silence, spoken } from '../src/views/tileWords.js';
import { bedWith } from './beds.js';

const NOON = Date.UTC(2026, 0, 1, 12);

test('who hears a tile is told the same as who sees it', () => {
  assert.match(spoken(bedWith({ state: BedState.STALLED })), /\. no samples\. /);
  assert.doesNotMatch(spoken(bedWith({ state: BedState.STALLED })), /disconnected/);
  assert.match(spoken(bedWith({ gatewayOnline: false, gatewayTold: timestampFromMs(NOON) })), /\. disconnected: no samples\. /);
  assert.match(spoken(bedWith({ gatewayOnline: false, gatewayTold: timestampFromMs(NOON), lastSamples: timestampFromMs(NOON + 1) })), /stage N2, 90 percent sure.*gateway status offline, samples come/);
});

test('of a gateway that sends though it counts as offline it is not said that it went away', () => {
  const bed = bedWith({ gatewayOnline: false, gatewayTold: timestampFromMs(NOON), lastSamples: timestampFromMs(NOON + 1) });
  bed.advisories.set('a', create(AdvisorySchema, { advisoryId: 'a', cause: 'gateway-offline', text: 'the gateway went away' }));
  assert.deepEqual(adviceOf(bed), ['gateway status offline, samples come']);
});

test('silence is counted from the last samples, not from the last message, and only where there is silence', () => {
  const told = { lastMessage: timestampFromMs(NOON + 400_000), lastSamples: timestampFromMs(NOON) };
  assert.equal(silence(bedWith({ state: BedState.STALLED, ...told }), NOON + 420_000), 'silent 7 min');
  assert.equal(silence(bedWith({ state: BedState.STALLED, lastMessage: told.lastMessage }), NOON + 420_000), 'no samples');
  assert.equal(silence(bedWith({ state: BedState.STAGING, ...told }), NOON + 420_000), '');
});

test('time since lights off stands still with the samples, and says so', () => {
  const bed = bedWith({ studySeconds: 7320 });
  bed.night!.lights.push(create(LightsMarkSchema, { on: false, atSeconds: { numerator: 60n, denominator: 1n } }));
  assert.equal(offText(bed), 'off 2:01');
  assert.match(spoken(bed), /lights off for 2 h 01\. /);
  bed.bedState!.state = BedState.STALLED;
  assert.equal(offText(bed), 'was off 2:01');
  assert.match(spoken(bed), /lights off for 2 h 01 when the last samples came/);
});

test('an advisory that nobody has seen comes before a graver one that somebody has', () => {
  const bed = bedWith();
  const add = (text: string, priority: AdvisoryPriority, acknowledgedBy = '') => bed.advisories.set(text, create(AdvisorySchema, { advisoryId: text, text, priority, acknowledgedBy }));
  add('seen', AdvisoryPriority.HIGH, 'AB');
  add('low', AdvisoryPriority.LOW);
  add('high', AdvisoryPriority.HIGH);
  assert.deepEqual(adviceOf(bed), ['high', 'low', 'seen']);
  assert.equal(bed.lasting[0]!.acknowledgedBy, '', 'the line of the tile is not grey');
});

test('after lights on nobody hears that they are off', () => {
  const bed = bedWith({ studySeconds: 7320 });
  bed.night!.lights.push(...[false, true].map((on) => create(LightsMarkSchema, { on, atSeconds: { numerator: on ? 4260n : 60n, denominator: 1n } })));
  assert.match(spoken(bed), /lights on again after 1 h 10 in bed/);
  assert.doesNotMatch(spoken(bed), /lights off/);
});
