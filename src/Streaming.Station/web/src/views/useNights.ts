import { useEffect, useState } from 'preact/hooks';
import type { NightSummary } from '../../generated/streaming/v1/monitor_pb.js';
import { monitor } from '../connection/client.js';
import { keepAsking } from '../parts/keepAsking.js';
import { explain } from '../parts/notices.js';
import { connection, ward } from '../station.js';

export interface Nights { nights: readonly NightSummary[] | undefined; more: boolean; failure: string }

const MOST = 200;
const EVERY_MS = 60_000;

/** The nights of all beds, the latest first; asked again every minute, and as soon as a bed begins another. */
export function useNights(): Nights {
  const [answer, setAnswer] = useState<Nights>({ nights: undefined, more: false, failure: '' });
  const studies = [...ward.beds.values()].map((bed) => bed.night?.studyId).join();
  useEffect(() => keepAsking(async (signal) => {
    if (connection.phase !== 'live') return false; // before somebody has shown a token each call is a refusal more
    try {
      const { nights, more } = await monitor.listNights({ limit: MOST }, { signal });
      setAnswer({ nights, more, failure: '' });
      return true;
    } catch (error) {
      if (!signal.aborted) setAnswer((last) => ({ ...last, failure: explain(error) }));
      return false;
    }
  }, () => EVERY_MS, connection), [studies]);
  return answer;
}
