import { useEffect, useRef, useState } from 'preact/hooks';
import { Code, ConnectError } from '@connectrpc/connect';
import { monitor } from '../connection/client.js';
import { keepAsking } from '../parts/keepAsking.js';
import { explain, notices } from '../parts/notices.js';
import { router } from '../route.js';
import { nightOf } from '../signals/waveforms.js';
import { connection, ward } from '../station.js';
import { timeOfDay } from '../time.js';
import type { BedRecord } from '../ward/bedRecord.js';
import type { NightRecord } from '../ward/nightRecord.js';

export interface LookedAt {
  bed: BedRecord | undefined;
  /** The bed's current study, where an earlier one is looked at. */
  newer: NightRecord | undefined;
  failure: string;
}

/**
 * The night that a page of a bed shows: an earlier one by its study, else the one that the bed has. Where another study begins meanwhile, what somebody works at stays under
 * the hands: the next key or note would be the next patient's. Who follows the bed live goes along, and is told.
 * @param study Of an earlier night; undefined: the bed's own.
 * @param isAtWork Whether what is on the screen has to stay.
 */
export function useNight(site: string, name: string, study: string | undefined, isAtWork: () => boolean): LookedAt {
  const current = ward.find(site, name);
  const shown = useRef<NightRecord | undefined>(undefined);
  const came = useRef(study);
  // Somebody went from an earlier night to the bed's own.
  if (came.current !== undefined && study === undefined) shown.current = undefined;
  came.current = study;
  const [failure, setFailure] = useState('');
  const isOwn = study === undefined || current?.night?.studyId === study;
  const begun = current?.night;
  const former = shown.current;
  const isReplaced = former !== undefined && begun !== undefined && begun.studyId !== former.studyId && (study ?? former.studyId) === former.studyId;
  let bed = isOwn ? current : ward.ofId(study);
  if (isReplaced && (study !== undefined || isAtWork())) bed = ward.keep(site, name, former);
  shown.current = bed?.night;
  const kept = bed?.isEarlier ? bed.night!.studyId : undefined;
  useEffect(() => {
    if (isReplaced && kept === undefined) notices.say(`A new study began at ${name} at ${timeOfDay(Date.now())}: it is on the page now. The one before is under Nights.`);
  }, [begun?.studyId]);
  // The address follows: a reload shows the same night.
  useEffect(() => {
    const { route } = router;
    if (kept !== undefined && (route.view === 'bed' || route.view === 'review') && route.study !== kept) router.rename({ ...route, study: kept });
  }, [kept]);
  useEffect(() => {
    if (study === undefined || isOwn || (ward.ofId(study) && ward.snapshots === asked.get(study))) return undefined;
    const { snapshots } = ward;
    return keepAsking(async (signal) => {
      try {
        ward.keepAnswer(await monitor.getNight({ night: nightOf(study) }, { signal }));
        asked.set(study, snapshots);
        setFailure('');
        return true;
      } catch (error) {
        if (!signal.aborted) setFailure(explain(error));
        return ConnectError.from(error).code === Code.NotFound;
      }
    }, () => 0, connection);
  }, [study, isOwn, ward.snapshots]);
  useEffect(() => () => { if (kept !== undefined) ward.letGo(kept); }, [kept]);
  return { bed, newer: bed?.isEarlier && begun && begun.studyId !== bed.night?.studyId ? begun : undefined, failure };
}

/** At which snapshot an earlier night was asked for. */
const asked = new Map<string, number>();
