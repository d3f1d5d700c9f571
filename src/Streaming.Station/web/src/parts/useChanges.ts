import { useEffect, useReducer } from 'preact/hooks';
import type { Changes } from '../changes.js';

/** Draws again when something has changed, at most once in so many milliseconds: a flood of news costs no more than a trickle. */
export function useChanges(changes: Changes | undefined, everyMs = 0): void {
  const [, again] = useReducer<number, void>((count) => count + 1, 0);
  const drawn = changes?.version;
  useEffect(() => {
    if (!changes) return undefined;
    // What changed between the drawing and this effect, nobody was told of: a refused call can be that quick, and nothing follows it.
    if (changes.version !== drawn) again();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = changes.subscribe(() => {
      if (everyMs === 0) again();
      else timer ??= setTimeout(() => { timer = undefined; again(); }, everyMs);
    });
    return () => { stop(); clearTimeout(timer); };
  }, [changes, everyMs]);
}

/** Draws again every so often, for what grows old by itself. */
export function useTick(everyMs: number): void {
  const [, again] = useReducer<number, void>((count) => count + 1, 0);
  useEffect(() => {
    const timer = setInterval(() => again(), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
}
