import { addressOf } from '../route.js';
import { beganAt, moment } from '../time.js';
import type { BedRecord } from '../ward/bedRecord.js';
import type { NightRecord } from '../ward/nightRecord.js';

/** Over a night that is not the one at the bed: whose epochs these are must be plain before anybody scores one.
 * @param newer The study that the bed has now; undefined: not known here. */
export function EarlierBanner({ bed, night, newer }: { bed: BedRecord; night: NightRecord; newer: NightRecord | undefined }) {
  const [began, since] = [beganAt(night.study?.start), beganAt(newer?.study?.start)];
  return (
    <div class="banner earlier" role="status">
      <strong>EARLIER NIGHT</strong>
      <span>of {bed.bed}{began !== undefined && `, begun ${moment(began)}`}. {newer && `The bed has another study now${since === undefined ? '' : `, begun ${moment(since)}`}.`}</span>
      {newer && <a href={addressOf({ view: 'bed', site: bed.site, bed: bed.bed })}>Go to it</a>}
    </div>
  );
}
