import { SignatureState, type NightSummary } from '../../generated/streaming/v1/monitor_pb.js';
import type { Ward } from './ward.js';

/** Nights, the one that began last first, and whether there are earlier ones. */
export interface NightsBack { nights: readonly NightSummary[]; more: boolean }

/**
 * Reads back from the latest night, page by page, until there are as many as wanted or no earlier ones.
 * @param page The nights that began before a study, or the latest.
 */
export async function readBack(page: (before: string) => Promise<NightsBack>, wanted: number): Promise<NightsBack> {
  const nights: NightSummary[] = [];
  let more = true;
  while (more && nights.length < wanted) {
    const answer = await page(nights.at(-1)?.studyId ?? '');
    nights.push(...answer.nights);
    more = answer.more;
  }
  return { nights, more };
}

/** Whether the board has it: then what the stream tells counts, which is younger than any list. */
export const isOnBoard = (night: NightSummary, ward: Pick<Ward, 'find'>): boolean => ward.find(night.site, night.bed)?.night?.studyId === night.studyId;

/** What the last signature vouches for: all of the night, a part of it, or nothing that still holds. */
export function signatureOf({ signature, firstEpoch, lastEpoch }: NightSummary): 'whole' | 'part' | 'void' | 'none' {
  if (!signature) return 'none';
  if (signature.state !== SignatureState.STANDING) return 'void';
  return signature.firstEpoch <= (firstEpoch ?? 0n) && signature.lastEpoch >= (lastEpoch ?? 0n) ? 'whole' : 'part';
}

/** A night that is over, has something to look at, and that nobody has vouched for, or not for all of it. */
export const summaryAwaits = (night: NightSummary): boolean => night.ended && night.lastEpoch !== undefined && signatureOf(night) !== 'whole';

/** Why it is over, in words; a gateway that began anew in the middle of a night leaves one here that looks short. */
export function endWords(night: NightSummary): string {
  if (!night.ended) return 'running';
  return ({ superseded: 'ended: another study began at the bed', 'time-out': 'ended: no samples came any more' } as Record<string, string>)[night.endReason] ?? 'ended';
}
