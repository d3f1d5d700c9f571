import { useEffect, useState } from 'preact/hooks';
import { ExpectedAgreement, type ReviewQueueResponse } from '../../generated/streaming/v1/monitor_pb.js';
import { monitor } from '../connection/client.js';
import { explain } from '../parts/notices.js';
import { nightOf } from '../signals/waveforms.js';
import { lookOf } from '../stages.js';
import type { NightDetail } from '../ward/nightDetail.js';

/** The epochs that deserve a person's eye, and where in them somebody is. */
export interface Queue {
  answer: ReviewQueueResponse | undefined;
  failure: string;
  budget: number;
  setBudget: (budget: number) => void;
  done: ReadonlySet<number>;
  current: number | undefined;
  /** From this epoch on to the next one in the queue, which is returned; it counts as looked at if the queue holds it. */
  next: (epoch: number) => number | undefined;
  previous: (epoch: number) => number | undefined;
  /** It does not count as looked at after all; back to it. */
  putBack: (epoch: number) => void;
  choose: (epoch: number) => void;
  reload: () => void;
}

export function useQueue(studyId: string | undefined, isWanted: boolean, firstBudget: number): Queue {
  const [budget, setBudget] = useState(firstBudget);
  const [answer, setAnswer] = useState<ReviewQueueResponse>();
  const [failure, setFailure] = useState('');
  const [done, setDone] = useState<ReadonlySet<number>>(new Set());
  const [current, setCurrent] = useState<number>();
  const [round, setRound] = useState(0);
  useEffect(() => {
    if (!studyId || !isWanted) return undefined;
    const abort = new AbortController();
    monitor.reviewQueue({ night: nightOf(studyId), limit: budget }, { signal: abort.signal })
      .then((queue) => {
        setAnswer(queue);
        setFailure('');
        setDone(new Set());
        const first = queue.reports[0];
        setCurrent(first ? Number(first.epoch) : undefined);
      })
      .catch((error: unknown) => { if (!abort.signal.aborted) setFailure(explain(error)); });
    return () => abort.abort();
  }, [studyId, isWanted, budget, round]);
  const epochs = answer?.reports.map((report) => Number(report.epoch)) ?? [];
  const goTo = (epoch: number | undefined) => { const target = epoch ?? current; setCurrent(target); return target; };
  return {
    answer, failure, budget, setBudget, done, current,
    next: (epoch) => {
      const at = epochs.indexOf(epoch);
      const passed = at < 0 ? done : new Set([...done, epoch]);
      setDone(passed);
      return goTo([...epochs.slice(at + 1), ...epochs].find((one) => !passed.has(one)));
    },
    previous: (epoch) => { const at = epochs.indexOf(epoch); return goTo(at < 0 ? current : epochs[Math.max(0, at - 1)]); },
    putBack: (epoch) => { setDone((passed) => new Set([...passed].filter((one) => one !== epoch))); if (epochs.includes(epoch)) setCurrent(epoch); },
    choose: setCurrent,
    reload: () => setRound(round + 1),
  };
}

export const agreementWords = (level: ExpectedAgreement | undefined): string =>
  ({ [ExpectedAgreement.LOW]: 'low', [ExpectedAgreement.MEDIUM]: 'medium', [ExpectedAgreement.HIGH]: 'high' } as Record<number, string>)[level ?? 0] ?? 'unknown';

/** What to look at first, and what it is worth. */
export function QueuePanel({ queue, detail, isSigned, selected, choose }: { queue: Queue; detail: NightDetail | undefined; isSigned: boolean; selected: number; choose: (epoch: number) => void }) {
  const { answer } = queue;
  const scored = scoredOf(detail);
  return (
    <div class="queue">
      <div class="field row">
        <label for="budget">Time for</label>
        <select id="budget" value={queue.budget} onChange={(event) => queue.setBudget(Number(event.currentTarget.value))}>
          {[10, 30, 60, 120, 240].map((count) => <option key={count} value={count}>{count} epochs</option>)}
        </select>
        <button type="button" onClick={queue.reload}>Rank again</button>
      </div>
      {queue.failure && <p class="fault" role="alert">{queue.failure}</p>}
      {answer && (
        <>
          {answer.reports.length > 0 && answer.nightNow !== ExpectedAgreement.UNSPECIFIED && <p class="agreement">Expected agreement with a scorer, over the whole night: <Level level={answer.nightNow} />; once these are done: <Level level={answer.nightAfter} />.
            <small>The list holds the night's least certain epochs, each with its own level. Levels and no numbers: they were not calibrated on real subjects.</small></p>}
          {answer.reports.length > 0 && <progress max={answer.reports.length} value={queue.done.size} aria-label="Looked at" />}
          {answer.reports.length === 0
            ? <p>Nothing is left to look at: {isSigned ? 'every epoch has a signature or a person\'s word. Whatever is changed now voids the signature' : 'every epoch has a person\'s word'}.</p>
            : <p class="calm">{queue.done.size} of this list's {answer.reports.length} looked at{scored !== undefined && `, ${scored} of the night's ${detail!.reports.size} scored by hand`}. The rest stand as the machine had them.</p>}
          <ol class="queue-list">
            {answer.reports.map((report, index) => {
              const epoch = Number(report.epoch);
              const look = lookOf((detail?.reports.get(epoch) ?? report).stage); // as it stands, not as it was ranked
              return (
                <li key={epoch}>
                  <button type="button" class={`queue-item${epoch === selected ? ' on' : ''}${queue.done.has(epoch) ? ' done' : ''}`} aria-current={epoch === selected}
                    onClick={() => { queue.choose(epoch); choose(epoch); }}>
                    <span class={`chip stage-${look.name}`}>{look.name}</span>
                    <span>Epoch {epoch + 1}<small>{answer.items[index]?.why || `${Math.round(report.confidence * 100)} % sure`}</small></span>
                    <span class="level">{queue.done.has(epoch) ? '✓' : answer.items[index]?.expected ? <><small>this epoch</small>{agreementWords(answer.items[index]?.expected)}</> : ''}</span>
                  </button>
                </li>
              );
            })}
          </ol>
        </>
      )}
    </div>
  );
}

/** Epochs that somebody has given a stage, as of now: lists come and go, this stays. */
const scoredOf = (detail: NightDetail | undefined): number | undefined =>
  detail && detail.reports.size > 0 ? [...detail.reports.values()].filter((report) => report.author).length : undefined;

const Level = ({ level }: { level: ExpectedAgreement }) => <b class={`level-${agreementWords(level)}`}>{agreementWords(level)}</b>;
