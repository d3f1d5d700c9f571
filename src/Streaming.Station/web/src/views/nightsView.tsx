import { useEffect, useState } from 'preact/hooks';
import type { NightSummary } from '../../generated/streaming/v1/monitor_pb.js';
import { isTyping } from '../parts/keys.js';
import { useChanges } from '../parts/useChanges.js';
import { addressOf, go } from '../route.js';
import { ward } from '../station.js';
import { EPOCH_SECONDS, beganAt, clock, moment } from '../time.js';
import { awaitsReview } from '../ward/order.js';
import { endWords, isOnBoard, signatureOf, summaryAwaits } from '../ward/nights.js';
import { NIGHTS_A_PAGE, useNights } from './useNights.js';

/** Every night that the service holds: a tile of the board has a bed's latest only, and a bed that begins another would take the one before out of sight. */
export function NightsView() {
  useChanges(ward, 1000);
  const [wanted, setWanted] = useState(NIGHTS_A_PAGE);
  const { nights, more, failure } = useNights(wanted);
  const isReading = nights !== undefined && more === true && nights.length < wanted; // the answer is to an earlier wish
  useEffect(() => {
    const press = (event: KeyboardEvent) => { if (event.key === 'Escape' && !isTyping(event)) go({ view: 'board' }); };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
  const [onlyAwaiting, setOnlyAwaiting] = useState(false);
  const [bed, setBed] = useState('');
  const shown = (nights ?? []).filter((night) => (!onlyAwaiting || awaits(night)) && (bed === '' || `${night.site}/${night.bed}` === bed));
  const beds = [...new Set((nights ?? []).map((night) => `${night.site}/${night.bed}`))].sort((a, b) => a.localeCompare(b, undefined, { numeric: true }));
  return (
    <section class="nights" aria-label="Nights">
      <div class="board-bar">
        <h1>Nights</h1>
        <label class="check"><input type="checkbox" checked={onlyAwaiting} onChange={(event) => setOnlyAwaiting(event.currentTarget.checked)} /> Only those that await review</label>
        <label class="order">Bed <select value={bed} onChange={(event) => setBed(event.currentTarget.value)}>
          <option value="">all</option>{beds.map((one) => <option key={one} value={one}>{one}</option>)}
        </select></label>
      </div>
      {failure && <p class="fault" role="alert">{failure}</p>}
      {nights && shown.length === 0 && <p class="empty">{more ? `There is no such night among the latest ${nights.length}.` : 'There is no such night.'}</p>}
      {shown.length > 0 && (
        <div class="scroller" tabIndex={0} role="region" aria-label="Table of nights">
          <table>
            <thead><tr><th scope="col">Bed</th><th scope="col">Began</th><th scope="col">Decided</th><th scope="col">Pseudonym</th><th scope="col">Is</th><th scope="col">Signature</th></tr></thead>
            <tbody>{shown.map((night) => <Row key={night.studyId} night={night} />)}</tbody>
          </table>
        </div>
      )}
      {more && (
        <p class="calm earlier">
          These are of the latest {nights?.length} nights.
          <button type="button" disabled={isReading} onClick={() => setWanted(wanted + NIGHTS_A_PAGE)}>{isReading ? 'Reading earlier nights …' : 'Show earlier nights'}</button>
        </p>
      )}
    </section>
  );
}

/** By what the stream says of a night that is on the board; else by the list. */
export const awaits = (night: NightSummary): boolean => (isOnBoard(night, ward) ? awaitsReview(ward.find(night.site, night.bed)!) : summaryAwaits(night));

function Row({ night }: { night: NightSummary }) {
  const began = beganAt(night.start);
  const { site, bed, studyId } = night;
  return (
    <tr data-study={studyId}>
      <th scope="row"><a href={addressOf({ view: night.ended ? 'review' : 'bed', site, bed, ...(isOnBoard(night, ward) ? {} : { study: studyId }) })}>{bed}</a> <small>{site}</small></th>
      <td>{began === undefined ? '–' : moment(began)}</td>
      <td>{night.lastEpoch === undefined ? 'no epoch' : clock((Number(night.lastEpoch) + 1) * EPOCH_SECONDS).slice(0, -3)}</td>
      <td>{night.pseudonym || '–'}</td>
      <td>{endWords(night)}</td>
      <td class={awaits(night) ? 'caution' : ''}>{signatureWords(night)}</td>
    </tr>
  );
}

function signatureWords(night: NightSummary): string {
  const author = night.signature?.author ?? '';
  switch (signatureOf(night)) {
    case 'whole': return `✓ signed by ${author}`;
    case 'part': return `signed in part by ${author}`;
    case 'void': return `that of ${author} no longer holds`;
    case 'none': return awaits(night) ? 'awaits review' : '–';
  }
}
