import { create } from '@bufbuild/protobuf';
import { WatchRequestSchema } from '../generated/streaming/v1/monitor_pb.js';
import { monitorTelling } from './connection/client.js';
import { Connection } from './connection/connection.js';
import { session } from './connection/session.js';
import { drafts } from './parts/drafts.js';
import { whoAmI } from './connection/whoAmI.js';
import { Ward } from './ward/ward.js';

/** The beds of this page and the one stream that tells of them. */
export const ward = new Ward();

const monitor = monitorTelling(() => connection.comes());

export const connection: Connection = new Connection({
  watch: (resume, signal) => {
    ward.begun();
    return monitor.watch(create(WatchRequestSchema, { includeProvisional: true, briefSnapshot: true, resume }), { signal });
  },
  apply: (message) => ward.apply(message),
  now: () => Date.now(),
  passed: () => performance.now(),
});

/** Now, by the service's clock. */
export const serviceNow = (): number => connection.serviceNow;

export function start(): void {
  void connection.run();
  setInterval(() => connection.check(), 500);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible') return;
    connection.check();
    connection.retry();
  });
  addEventListener('online', () => connection.retry());
  addEventListener('offline', () => connection.cut());
  let phase = connection.phase;
  connection.subscribe(() => {
    if (connection.phase === phase) return;
    phase = connection.phase;
    if (phase === 'refused') session.refused(connection.reason);
    // After every break: the service that answers now may ask for more, or less.
    if (phase === 'live') void whoAmI().catch(() => undefined);
  });
}

/** With another token: nothing that the former one showed stays on the screen. */
export function enter(token: string): void {
  session.enter(token);
  drafts.drop();
  ward.clear();
  connection.restart();
}
