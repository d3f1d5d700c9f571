import { useEffect, useState } from 'preact/hooks';
import type { Explanation } from '../../generated/streaming/v1/monitor_pb.js';
import { monitor } from '../connection/client.js';
import { notices, explain } from '../parts/notices.js';
import { nightOf } from '../signals/waveforms.js';

/** Why an epoch has its stage; asked for only where somebody wants to know, for it costs the service a second. */
export function useExplanation(studyId: string, epoch: number, sequence: bigint | undefined, wanted: boolean): { value: Explanation | undefined; isBusy: boolean } {
  const [state, setState] = useState<{ value: Explanation | undefined; isBusy: boolean }>({ value: undefined, isBusy: false });
  useEffect(() => {
    if (!wanted || epoch < 0 || sequence === undefined) { setState({ value: undefined, isBusy: false }); return undefined; }
    const abort = new AbortController();
    setState({ value: undefined, isBusy: true });
    // Who leafs through with a held arrow key asks for none of the epochs in between.
    const timer = setTimeout(() => {
      monitor.explain({ night: nightOf(studyId), epoch: BigInt(epoch) }, { signal: abort.signal })
        .then((value) => setState({ value, isBusy: false }))
        .catch((error: unknown) => {
          if (abort.signal.aborted) return;
          setState({ value: undefined, isBusy: false });
          notices.say(explain(error), true);
        });
    }, 250);
    return () => { clearTimeout(timer); abort.abort(); };
  }, [studyId, epoch, sequence, wanted]);
  return state;
}
