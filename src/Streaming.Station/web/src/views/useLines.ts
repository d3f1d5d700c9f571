import { useEffect, useRef, useState } from 'preact/hooks';
import { keepAsking } from '../parts/keepAsking.js';
import { explain } from '../parts/notices.js';
import type { Derivation } from '../signals/derivations.js';
import { fetchLines, type Line } from '../signals/waveforms.js';
import { connection } from '../station.js';
import type { BedRecord } from '../ward/bedRecord.js';

interface Shown { lines: readonly Line[]; from: number; to: number; until: number; failure: string; isLoaded: boolean }

/** What came last, and to which question. */
interface Answer extends Shown { studyId: string; question: string }

const LIVE_MS = 1000;
const AHEAD_SECONDS = 12; // samples come in before any result tells of them

/** The samples of a window that stands, or of the latest seconds of a recording that goes on. */
export function useLines(studyId: string, rows: readonly Derivation[], asked: [number, number] | null, span: number, bed: BedRecord): Shown {
  const [answer, setAnswer] = useState<Answer>();
  const live = useRef(bed);
  live.current = bed;
  const [from, to] = asked ?? [-1, -1];
  const question = `${studyId} ${from} ${to} ${span} ${rows.map((row) => row.name).join()}`;
  // A window that is still being recorded is asked for again as long as it grows.
  const grows = asked !== null && bed.standing !== 'ended' && to > bed.studySeconds - 15;
  const everyMs = asked === null ? LIVE_MS : grows ? 2000 : 0;
  useEffect(() => {
    if (rows.length === 0) return undefined;
    const ask = async (signal: AbortSignal): Promise<boolean> => {
      try {
        const reached = live.current.studySeconds;
        const [begin, end] = from >= 0 ? [from, to] : [Math.max(0, reached - span), reached + AHEAD_SECONDS];
        const lines = await fetchLines(studyId, rows, begin, Math.max(end, begin + 1), signal);
        const until = Math.max(begin, ...lines.map(lastSample));
        const window = from >= 0 ? { from, to } : latest(until, span);
        setAnswer({ studyId, question, lines, ...window, until, failure: '', isLoaded: true });
        return true;
      } catch (error) {
        if (!signal.aborted) setAnswer((last) => ({ ...(last?.question === question ? last : { ...empty(from, to, span), studyId, question }), failure: explain(error), isLoaded: false }));
        return false;
      }
    };
    return keepAsking(ask, () => (document.hidden ? 10 * everyMs : everyMs), connection);
  }, [studyId, rows, from, to, span, everyMs]);
  if (answer?.question === question) return answer;
  // Until the answer is there: nothing of another night, and of this one what is known of the window that is asked for.
  const known = answer?.studyId === studyId ? answer : undefined;
  return { ...empty(from, to, span, known?.until), lines: known?.lines ?? [] };
}

const empty = (from: number, to: number, span: number, until = 0): Shown =>
  ({ lines: [], ...(from >= 0 ? { from, to } : latest(until, span)), until, failure: '', isLoaded: false });

const latest = (until: number, span: number) => ({ from: Math.max(0, until - span), to: Math.max(span, until) });

function lastSample(line: Line): number {
  let at = line.values.length - 1;
  while (at >= 0 && Number.isNaN(line.values[at]!)) at--;
  return line.fromSeconds + (at + 1) * line.stepSeconds;
}
