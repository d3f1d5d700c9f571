import { millis, moment } from '../time.js';
import type { BedRecord } from './bedRecord.js';

/** How a bed stands, in words: the same on its tile, on its page and for who hears it. */
export interface StandingWords {
  /** For a glance: "NO SAMPLES"; empty: the stage stands for itself. */
  word: string;
  /** The same with what is behind it: "NO SAMPLES since 10:46:12"; empty like the word. */
  sentence: string;
  /** What is true beside it, and takes nothing from the stage; mostly empty. */
  remark: string;
}

export function standingWords(bed: BedRecord): StandingWords {
  switch (bed.standing) {
    case 'staged': return { word: '', sentence: '', remark: offline(bed) };
    case 'unscorable': return { word: 'UNSCORABLE', sentence: 'UNSCORABLE', remark: offline(bed) };
    case 'silent': return bed.isGatewayAway
      ? { word: 'DISCONNECTED', sentence: `DISCONNECTED: no samples${since(bed)}`, remark: '' }
      : { word: 'NO SAMPLES', sentence: `NO SAMPLES${since(bed)}`, remark: '' };
    case 'starting': return { word: 'STARTING', sentence: 'Starting: the first epoch is not over', remark: offline(bed) };
    case 'ended': return { word: 'ENDED', sentence: 'Study ended', remark: '' };
    case 'empty': return { word: 'NO STUDY', sentence: 'No study', remark: '' };
  }
}

/** Over what still looks live of a bed whose samples have stopped; empty: they come, or the study is over. */
export const stoppedWords = (bed: BedRecord): string => (bed.standing === 'silent' ? `No samples${since(bed)}` : '');

const AT_ONCE_MS = 120_000;

/** One broken thing that looks like many: every bed that should be heard lost its gateway, none sends, and of those that said when two went together. Towards the morning the
 * last two beds may each be away for a reason of their own. */
export function isEveryGatewayOffline(beds: Iterable<BedRecord>): boolean {
  const open = [...beds].filter((bed) => bed.bedState && bed.standing !== 'ended' && bed.standing !== 'empty');
  const told = open.flatMap((bed) => millis(bed.bedState!.gatewayTold) ?? []).sort((a, b) => a - b);
  const isTogether = told.length < 2 || told.some((at, place) => place > 0 && at - told[place - 1]! <= AT_ONCE_MS);
  return open.length > 1 && isTogether && open.every((bed) => bed.standing === 'silent' && !bed.bedState!.gatewayOnline);
}

const since = (bed: BedRecord): string => (bed.samplesAt === undefined ? '' : ` since ${moment(bed.samplesAt, true)}`);

const offline = (bed: BedRecord): string => (bed.sendsThoughOffline ? 'gateway status offline, samples come' : '');
