import { lookOf } from '../stages.js';
import { beganAt, clock, dayBefore, span } from '../time.js';
import type { BedRecord } from '../ward/bedRecord.js';
import { leadsOf, type LeadState } from '../ward/leads.js';
import { standingWords } from '../ward/standing.js';

/** Time since lights off, for the head of a tile. It stands still with the samples, and says so. */
export function offText(bed: BedRecord): string {
  if (bed.night?.lightsOff === undefined) return !bed.night ? '' : bed.standing === 'ended' ? 'no lights off' : 'lights on';
  return `${bed.standing === 'silent' ? 'was ' : ''}${bed.night.lightsOn === undefined ? 'off' : 'in bed'} ${clock(bed.sinceLightsOff ?? 0).slice(0, -3)}`;
}

/** For how long no samples came; a gateway's will or an event is no sample.
 * @param now By the service's clock. */
export const silence = (bed: BedRecord, now: number): string =>
  (bed.standing !== 'silent' ? '' : bed.samplesAt === undefined ? 'no samples' : `silent ${span((now - bed.samplesAt) / 1000)}`);

/** How long the recording of an ended night is, and of which day, where that is not the last one: a board keeps a bed's latest night for as long as no other begins.
 * @param now By this computer's clock. */
export function lengthText(bed: BedRecord, now: number): string {
  const began = beganAt(bed.night?.study?.start);
  const [day, length] = [began === undefined ? '' : dayBefore(began, now), clock(bed.studySeconds).slice(0, -3)];
  return day === '' ? `${length} long` : `${day}, ${length}`; // both whole on a small tile, beside what is signed
}

/** What lasts, in words, what nobody has seen first. Of a gateway that sends though it counts as offline is said just that. */
export function adviceOf(bed: BedRecord): string[] {
  const { remark } = standingWords(bed);
  const texts = bed.lasting.map((advisory) => (remark && advisory.cause === 'gateway-offline' ? remark : advisory.text));
  return remark && !texts.includes(remark) ? [...texts, remark] : texts;
}

function offWords(bed: BedRecord, since: string): string {
  if (bed.night?.lightsOn !== undefined) return `lights on again after ${since} in bed`;
  return bed.standing === 'silent' ? `lights off for ${since} when the last samples came` : `lights off for ${since}`;
}

/** The tile for who hears it. */
export function spoken(bed: BedRecord): string {
  const last = bed.night?.last;
  const stage = bed.standing === 'staged' ? `${lookOf(last?.stage).words}, ${Math.round((last?.confidence ?? 0) * 100)} percent sure`
    : bed.standing === 'unscorable' ? `unscorable: ${last?.unscorableReason ?? ''}`
    : standingWords(bed).sentence.toLowerCase();
  const off = bed.sinceLightsOff === undefined ? (bed.standing === 'ended' ? 'lights off is not marked' : 'lights not yet off') : offWords(bed, span(bed.sinceLightsOff));
  const leads = last ? leadsOf(last, bed.lasting) : [];
  const rows = (words: string, ...states: LeadState[]): string => {
    const found = leads.filter((lead) => states.includes(lead.state)).map((lead) => lead.row);
    return found.length > 0 ? `${words}: ${found.join(', ')}` : '';
  };
  return [`Bed ${bed.bed}, ${bed.site}`, stage, off, rows('poor leads', 'poor', 'absent'), rows('doubtful leads', 'doubtful'), adviceOf(bed).join('; ')].filter(Boolean).join('. ');
}
