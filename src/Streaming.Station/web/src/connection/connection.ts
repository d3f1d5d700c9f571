import { Code, ConnectError } from '@connectrpc/connect';
import type { ResumeToken, WatchResponse } from '../../generated/streaming/v1/monitor_pb.js';
import { Changes } from '../changes.js';
import { Since, type Clocks } from './since.js';

export type Phase = 'connecting' | 'live' | 'stale' | 'refused';

/** What the loop needs of the outside; tests bring their own. */
export interface Line extends Clocks {
  watch(resume: ResumeToken | undefined, signal: AbortSignal): AsyncIterable<WatchResponse>;
  apply(message: WatchResponse): void;
}

/** Silence for longer than this is staleness: two heartbeats of 2 s have been missed, and a person is told within 5 s. */
export const SILENCE_MS = 4200;
const CONNECT_MS = 6000;
const PAUSES_MS = [250, 500, 1000, 2000, 4000];

/**
 * One Watch for the whole page, for as long as it is open: notices silence, tells it, and resumes with the last token.
 * Silence is counted by two clocks: a laptop that slept for an hour knows at its first tick, and one whose clock is set back does not take a dead line for live.
 */
export class Connection extends Changes {
  phase: Phase = 'connecting';
  /** Since the last word of the service; undefined: none yet. */
  private heard: Since | undefined;
  attempts = 0;
  reason = '';
  /** The service's clock by its latest heartbeat, and since when that is. */
  private beat: { at: number; since: Since } | undefined;
  storeWritable = true;
  private token: ResumeToken | undefined;
  private abort = new AbortController();
  /** Since the last piece of a message, whole or not. */
  private came: Since | undefined;
  private isInSnapshot = false;
  private attempted: Since | undefined;
  private wake: () => void = () => undefined;

  constructor(private readonly line: Line) {
    super();
  }

  /** Never returns. */
  async run(): Promise<never> {
    for (;;) {
      const reason = await this.attempt();
      this.attempts++;
      if (this.phase !== 'refused') this.becomes(this.heard ? 'stale' : 'connecting', reason);
      await this.pause();
    }
  }

  /** For how long the service has said nothing; 0 before its first word. */
  get silentMs(): number {
    return this.heard?.ms ?? 0;
  }

  /** Now, by the service's clock; by this computer's until the first heartbeat. */
  get serviceNow(): number {
    return this.beat ? this.beat.at + this.beat.since.ms : this.line.now();
  }

  /** Twice a second, and whenever the machine wakes up or the network comes and goes. */
  check(): void {
    if (this.phase === 'live' && this.silentMs > SILENCE_MS) {
      this.becomes('stale', 'no word from the service');
      this.abort.abort();
    } else if (this.phase !== 'live' && this.attempted && Math.min(this.attempted.ms, this.heard?.ms ?? Infinity, this.came?.ms ?? Infinity) > CONNECT_MS) {
      this.abort.abort();
    }
    if (this.phase === 'stale') this.notify();
  }

  /** A piece of a message came. A night of a snapshot may be long under way, and until the snapshot is whole the page is not live anyway. */
  comes(): void {
    this.came = new Since(this.line);
  }

  /** Tries at once: the network is back, somebody looks again, a token was entered. */
  retry(): void {
    if (this.phase === 'refused') this.becomes('connecting', '');
    if (this.phase !== 'live') {
      this.attempts = 0;
      this.abort.abort();
      this.wake();
    }
  }

  /** The token changed hands: what was watched so far may not be seen any more. */
  restart(): void {
    this.token = undefined;
    this.heard = undefined;
    this.becomes('connecting', '');
    this.attempts = 0;
    this.abort.abort();
    this.wake();
  }

  /** The network is known to be down: nobody has to wait for the silence. */
  cut(): void {
    if (this.phase !== 'live') return;
    this.becomes('stale', 'this computer has no network');
    this.abort.abort();
  }

  private async attempt(): Promise<string> {
    this.abort = new AbortController();
    this.attempted = new Since(this.line);
    this.isInSnapshot = false;
    try {
      for await (const message of this.line.watch(this.token, this.abort.signal)) this.hear(message);
      return 'the service ended the stream';
    } catch (error) {
      return this.explain(ConnectError.from(error));
    } finally {
      this.attempted = undefined;
    }
  }

  private hear(message: WatchResponse): void {
    this.heard = new Since(this.line);
    if (message.item.case === 'heartbeat') {
      const at = message.item.value.at;
      if (at) this.beat = { at: Number(at.seconds) * 1000 + at.nanos / 1e6, since: this.heard };
      this.storeWritable = message.item.value.storeWritable;
    }
    this.line.apply(message);
    // After it was applied: what was not must be told again.
    if (message.token) this.token = message.token;
    if (message.item.case === 'snapshotBegin' || message.item.case === 'snapshotEnd') this.isInSnapshot = message.item.case === 'snapshotBegin';
    // Half a snapshot is none: what is on the screen is of before.
    if (this.phase !== 'live' && !this.isInSnapshot) {
      this.attempts = 0;
      this.becomes('live', '');
    }
  }

  private explain(error: ConnectError): string {
    if (error.code === Code.Unauthenticated || error.code === Code.PermissionDenied) this.becomes('refused', error.rawMessage);
    if (error.code === Code.Canceled) return this.reason || 'no word from the service';
    return error.code === Code.Unavailable && error.rawMessage ? error.rawMessage : 'the service cannot be reached';
  }

  private pause(): Promise<void> {
    return new Promise((resolve) => {
      this.wake = resolve;
      if (this.phase === 'refused') return;
      const base = PAUSES_MS[Math.min(this.attempts, PAUSES_MS.length) - 1] ?? 250;
      // Spread, so that forty stations do not knock in the same instant.
      setTimeout(resolve, base * (0.75 + Math.random() / 2));
    });
  }

  private becomes(phase: Phase, reason: string): void {
    if (this.phase === phase && this.reason === reason) return;
    this.phase = phase;
    this.reason = reason;
    this.notify();
  }
}
