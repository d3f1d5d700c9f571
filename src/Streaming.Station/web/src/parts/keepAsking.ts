import type { Changes } from '../changes.js';

/** Whether there is somebody to ask. */
export interface Asked extends Pick<Changes, 'subscribe'> { readonly phase: string }

const PAUSES_MS = [2000, 4000, 8000, 16_000, 30_000];

/**
 * Asks until there is an answer, and every so often after that; at once when the connection is live again, for who waits looks at a failure under a green light.
 * @param ask True: it was answered.
 * @param everyMs Until the next question; 0: one answer is enough.
 * @returns Ends it.
 */
export function keepAsking(ask: (signal: AbortSignal) => Promise<boolean>, everyMs: () => number, asked: Asked): () => void {
  let current = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let [isAnswered, failures, phase] = [false, 0, asked.phase];
  const go = async () => {
    clearTimeout(timer);
    current.abort();
    const mine = new AbortController();
    current = mine;
    isAnswered = false;
    const answered = await ask(mine.signal);
    if (mine.signal.aborted) return;
    isAnswered = answered;
    failures = answered ? 0 : failures + 1;
    const pause = answered ? 0 : PAUSES_MS[Math.min(failures, PAUSES_MS.length) - 1]!;
    const wait = Math.max(everyMs(), pause);
    if (wait > 0) timer = setTimeout(() => void go(), wait);
  };
  const stop = asked.subscribe(() => {
    if (asked.phase === phase) return;
    phase = asked.phase;
    if (phase === 'live' && !isAnswered) void go();
  });
  void go();
  return () => { stop(); current.abort(); clearTimeout(timer); };
}
