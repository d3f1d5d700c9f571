import { SignalFault, type Advisory, type ChannelQuality, type DerivationUsed, type StageReport } from '../../generated/streaming/v1/monitor_pb.js';

/** Doubtful: staged from, and a fault on it lasts that somebody should mend. */
export type LeadState = 'good' | 'fallback' | 'doubtful' | 'poor' | 'absent';

/** Behind the letter: nothing is told by colour alone. */
export const LEAD_MARKS: Readonly<Record<LeadState, string>> = { good: '', fallback: '~', doubtful: '!', poor: '!!', absent: '✕' };

export interface Lead {
  row: string;
  /** What fits into a tile: "F", "C", "O", "L", "R", "Ch". */
  letter: string;
  state: LeadState;
  text: string;
}

const ROWS: readonly [string, string][] = [
  ['frontal', 'F'], ['central', 'C'], ['occipital', 'O'], ['left eye', 'EL'], ['right eye', 'ER'], ['chin', 'Ch'],
];

const LASTING_SHARE = 0.5; // of an epoch: a single pop is no lasting fault, hum and noise are

/** What each of the six rows rests on in an epoch, and what is wrong with it.
 * @param advisories Those that last, where the epoch is the latest. */
export function leadsOf(report: StageReport, advisories: readonly Advisory[] = []): Lead[] {
  const name = nameIn(report.channelQuality);
  const words = (channel: ChannelQuality): string => faultText(channel, name(channel));
  return ROWS.map(([row, letter]) => {
    const used = report.derivations.find((derivation) => derivation.row === row);
    if (!used?.derivation) return { row, letter, state: 'absent', text: `${row}: no usable lead` };
    const faults = [
      ...report.quality.filter((fault) => names(fault, used.derivation) || names(fault, row)),
      ...report.channelQuality.filter((channel) => !channel.usable && restsOn(used, channel)).map(words),
    ];
    if (faults.length > 0) return { row, letter, state: 'poor', text: `${row} ${used.derivation}: ${faults.join('; ')}` };
    const doubts = [
      ...report.channelQuality.filter((channel) => channel.faults.some(({ share }) => share >= LASTING_SHARE) && restsOn(used, channel)).map(words),
      ...advisories.filter((advisory) => advisory.channel && restsOn(used, advisory)).map((advisory) => advisory.text),
    ];
    if (doubts.length > 0) return { row, letter, state: 'doubtful', text: `${row} ${used.derivation}: usable, but ${doubts.join('; ')}` };
    if (used.fallback) return { row, letter, state: 'fallback', text: `${row} ${used.derivation}: stands in for the recommended derivation` };
    return { row, letter, state: 'good', text: `${row} ${used.derivation}: good` };
  });
}

/** "Cz-M1" is not named by "Cz-M12 lost". */
const names = (fault: string, name: string): boolean => new RegExp(`(^|[^A-Za-z0-9-])${name.replace(/[^A-Za-z0-9 -]/g, '\\$&')}($|[^A-Za-z0-9-])`).test(fault);

/** By their numbers, for another channel may have the same label; where an older version said none, "C4-M1" rests on a channel C4-M1, or on C4 and M1. */
const restsOn = ({ derivation, channels }: DerivationUsed, { channel, number }: { channel: string; number?: number }): boolean => {
  if (channels.length > 0 && number !== undefined) return channels.includes(number);
  const plain = channel.replace(/^(EEG|EOG|EMG)[\s:_-]+/i, '').replace(/\s*-\s*/g, '-').trim().toUpperCase();
  return plain === derivation.toUpperCase() || derivation.toUpperCase().split('-').includes(plain);
};

const FAULTS: Record<number, string> = {
  [SignalFault.MISSING]: 'samples missing', [SignalFault.FLAT]: 'flat', [SignalFault.DISCONNECTED]: 'electrode off', [SignalFault.CLIPPED]: 'clipped', [SignalFault.HUM]: 'mains hum',
  [SignalFault.POPS]: 'electrode pops', [SignalFault.NOISY]: 'noisy', [SignalFault.IMPLAUSIBLE_AMPLITUDE]: 'implausible amplitude',
};

/** A fault in words, for a list of them. */
export const faultWord = (fault: SignalFault): string => FAULTS[fault] ?? 'fault';

/** A label and, where several of these channels bear it, their number too, in the words of the service. */
export function nameIn(channels: readonly { channel: string; number?: number }[]): (one: { channel: string; number?: number }) => string {
  const shared = new Set(channels.filter(({ channel }, place) => channels.findIndex((other) => other.channel === channel) !== place).map(({ channel }) => channel));
  return ({ channel, number }) => (shared.has(channel) && number !== undefined ? `${channel} (channel ${number})` : channel);
}

/** "C4: flat (80 % of the epoch)", "C4: mains hum of 600 µV (100 % of the epoch)". */
export const faultText = ({ faults }: ChannelQuality, name: string): string =>
  `${name}: ${faults.map(({ fault, share, amount }) => `${FAULTS[fault] ?? 'fault'}${fault === SignalFault.HUM && amount > 0 ? ` of ${Math.round(amount)} µV` : ''} (${Math.round(share * 100)} % of the epoch)`).join(', ') || 'not usable'}`;
