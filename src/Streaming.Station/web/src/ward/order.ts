import { AdvisoryPriority, Stage } from '../../generated/streaming/v1/monitor_pb.js';
import type { BedRecord } from './bedRecord.js';
import { signedOf } from './signed.js';

/** By which rule the board is ordered. Beds move only by what the rule names, so that a glance finds them again. */
export type OrderRule = 'bed' | 'attention' | 'confidence' | 'oldest' | 'lights';

export const ORDER_RULES: readonly [OrderRule, string][] = [
  ['bed', 'Bed name'],
  ['attention', 'Needs attention first'],
  ['confidence', 'Least sure first'],
  ['oldest', 'Oldest result first'],
  ['lights', 'Longest since lights off'],
];

const byName = (a: BedRecord, b: BedRecord): number =>
  a.site.localeCompare(b.site) || a.bed.localeCompare(b.bed, undefined, { numeric: true });

/** How much a bed asks for somebody, in classes: within a class beds keep their place. */
export function attention(bed: BedRecord): number {
  const worst = Math.max(0, ...bed.lasting.filter((advisory) => !advisory.acknowledgedBy).map((advisory) => advisory.priority));
  if (bed.standing === 'silent') return 5;
  if (worst >= AdvisoryPriority.HIGH) return 4;
  if (bed.standing === 'unscorable') return 3;
  // Of a night that is over nobody mends a lead any more.
  if (worst >= AdvisoryPriority.MEDIUM || (bed.standing === 'staged' && bed.night?.last?.outOfDistribution)) return 2;
  return bed.standing === 'ended' || bed.standing === 'empty' ? 0 : 1;
}

/** A night that is over and that nobody has vouched for, or not for all of it. */
export const awaitsReview = (bed: BedRecord): boolean => bed.standing === 'ended' && !signedOf(bed.night)?.isWhole;

/** What a rule asks of the beds that run; those that are over come after them, whatever their last result was. */
const running = (bed: BedRecord, measure: number): number => (bed.standing === 'ended' || bed.standing === 'empty' ? Number.MAX_VALUE : measure);

const measures: Record<OrderRule, (bed: BedRecord) => number> = {
  bed: () => 0,
  attention: (bed) => -attention(bed),
  // To the tenth: a bed must not jump about for a hundredth.
  confidence: (bed) => running(bed, bed.night?.last && bed.night.last.stage !== Stage.UNSCORABLE ? Math.round(bed.night.last.confidence * 10) : 99),
  oldest: (bed) => running(bed, bed.decidedAt ?? Number.MAX_SAFE_INTEGER),
  lights: (bed) => running(bed, bed.night?.lightsOff === undefined ? 1 : -Math.round((bed.sinceLightsOff ?? 0) / 60)),
};

export function ordered(beds: Iterable<BedRecord>, rule: OrderRule): BedRecord[] {
  const measure = measures[rule];
  return [...beds].map((bed) => ({ bed, value: measure(bed) })).sort((a, b) => a.value - b.value || byName(a.bed, b.bed)).map(({ bed }) => bed);
}
