import { useEffect, useState } from 'preact/hooks';
import { monitor } from '../connection/client.js';
import { keepAsking } from '../parts/keepAsking.js';
import { explain } from '../parts/notices.js';
import { connection, ward } from '../station.js';
import { readBack, type NightsBack } from '../ward/nights.js';

export interface Nights extends Partial<NightsBack> { failure: string }

/** How many nights a question brings, and how many more each wish for earlier ones. */
export const NIGHTS_A_PAGE = 200;
const EVERY_MS = 60_000;

/**
 * The nights of all beds, the latest first; asked again every minute, and as soon as a bed begins another.
 * @param wanted Of the latest, at least so many.
 */
export function useNights(wanted = NIGHTS_A_PAGE): Nights {
  const [answer, setAnswer] = useState<Nights>({ failure: '' });
  const studies = [...ward.beds.values()].map((bed) => bed.night?.studyId).join();
  useEffect(() => keepAsking(async (signal) => {
    if (connection.phase !== 'live') return false; // before somebody has shown a token each call is a refusal more
    try {
      setAnswer({ ...await readBack((before) => monitor.listNights({ limit: NIGHTS_A_PAGE, before }, { signal }), wanted), failure: '' });
      return true;
    } catch (error) {
      if (!signal.aborted) setAnswer((last) => ({ ...last, failure: explain(error) }));
      return false;
    }
  }, () => EVERY_MS, connection), [studies, wanted]);
  return answer;
}
