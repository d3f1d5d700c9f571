import { useEffect, useState } from 'preact/hooks';
import { CalibrationStep } from '../../generated/streaming/v1/ingest_pb.js';
import { CalibrationVerdict, type CalibrationResult, type NightMark } from '../../generated/streaming/v1/monitor_pb.js';
import { monitor } from '../connection/client.js';
import { session } from '../connection/session.js';
import { explain } from '../parts/notices.js';
import { nightOf } from '../signals/waveforms.js';
import { clock, seconds } from '../time.js';
import type { BedRecord } from '../ward/bedRecord.js';
import { edits } from '../ward/edits.js';
import type { NightRecord } from '../ward/nightRecord.js';

const STEPS: readonly [CalibrationStep, string, number][] = [
  [CalibrationStep.EYES_OPEN, 'Eyes open, look straight ahead', 30],
  [CalibrationStep.EYES_CLOSED, 'Eyes closed', 30],
  [CalibrationStep.LOOK_LEFT_RIGHT, 'Look left and right', 10],
  [CalibrationStep.LOOK_UP_DOWN, 'Look up and down', 10],
  [CalibrationStep.BLINK, 'Blink five times', 10],
  [CalibrationStep.CLENCH_TEETH, 'Clench the teeth', 5],
];
const VERDICTS: Record<number, [string, string]> = {
  [CalibrationVerdict.SEEN]: ['✓ seen', 'good'], [CalibrationVerdict.NOT_SEEN]: ['✕ not seen', 'poor'], [CalibrationVerdict.NOT_JUDGED]: ['not judged', 'calm'],
};

/** The bio-calibration before lights off, step by step, and what the recording shows of each. */
export function SetupPanel({ bed, night }: { bed: BedRecord; night: NightRecord }) {
  const { results, failure, ask } = useCalibration(night, bed.studySeconds);
  return (
    <>
      <h2>Bio-calibration</h2>
      <p class="calm">Ask the patient, press Start as you say it. The recording shows afterwards whether the leads caught it. Baselines are for the eye; no stage rests on them.</p>
      {bed.standing === 'ended' && <p class="caution">The recording has ended: no step can be begun any more.</p>}
      {failure && <p class="fault">{failure}</p>}
      <ol class="steps">
        {STEPS.map(([step, words, duration]) => {
          const result = results.find((one) => one.step === step);
          const begun = night.events.findLast((mark) => mark.what.case === 'calibration' && mark.what.value.step === step);
          const rest = begun ? seconds(begun.atSeconds) + duration - bed.studySeconds : 0;
          return (
            <li key={step}>
              <div><b>{words}</b><small>{begun ? rest > 0 ? `${Math.ceil(rest)} s to go` : `done at ${clock(seconds(begun.atSeconds))}` : `${duration} s`}</small>
                {begun && result && <small class={VERDICTS[result.verdict]?.[1] ?? 'calm'}>{VERDICTS[result.verdict]?.[0]}: {result.text}</small>}</div>
              <button type="button" disabled={!session.mayEdit || bed.standing === 'ended'} onClick={() => void edits.mark(night.studyId,
                { case: 'calibration', value: { step, durationSeconds: duration } } as NightMark['what'], bed.studySeconds, `${words}: ${duration} s`)}>{begun ? 'Again' : 'Start'}</button>
            </li>
          );
        })}
      </ol>
      <div class="actions"><button type="button" onClick={ask}>Judge again</button></div>
    </>
  );
}

/** Asked once, after each step is over, and when somebody wants it. */
function useCalibration(night: NightRecord, studySeconds: number): { results: readonly CalibrationResult[]; failure: string; ask: () => void } {
  const [results, setResults] = useState<readonly CalibrationResult[]>([]);
  const [failure, setFailure] = useState('');
  const [round, setRound] = useState(0);
  const over = night.events.filter((mark) => mark.what.case === 'calibration' && seconds(mark.atSeconds) + mark.what.value.durationSeconds + 2 < studySeconds).length;
  useEffect(() => {
    const abort = new AbortController();
    monitor.getCalibration({ night: nightOf(night.studyId) }, { signal: abort.signal })
      .then((answer) => { setResults(answer.results); setFailure(''); })
      .catch((error: unknown) => { if (!abort.signal.aborted) setFailure(explain(error)); });
    return () => abort.abort();
  }, [night.studyId, over, round]);
  return { results, failure, ask: () => setRound(round + 1) };
}
