import type { Timestamp } from '@bufbuild/protobuf/wkt';
import type { Rational } from '../generated/streaming/v1/ingest_pb.js';

/** Length of an epoch (AASM page). */
export const EPOCH_SECONDS = 30;

export const seconds = (value: Rational | undefined): number => (value && value.denominator !== 0n ? Number(value.numerator) / Number(value.denominator) : 0);

/** Exact to the millisecond. */
export const rational = (value: number) => ({ numerator: BigInt(Math.round(value * 1000)), denominator: 1000n });

export const millis = (value: Timestamp | undefined): number | undefined => (value ? Number(value.seconds) * 1000 + value.nanos / 1e6 : undefined);

const two = (value: number) => String(value).padStart(2, '0');

/** 12345 s as "3:25:45". */
export function clock(total: number): string {
  const whole = Math.max(0, Math.floor(total));
  return `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
}

/** For a glance: "4 s", "12 min", "3 h 25". */
export function span(total: number): string {
  const whole = Math.max(0, Math.round(total));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min`;
  return `${Math.floor(whole / 3600)} h ${two(Math.floor(whole / 60) % 60)}`;
}

const TODAY_MS = 18 * 3_600_000;

/** Whether a recorder's clock was set: EDF puts what has no date at 1985. */
export const isDated = (at: number): boolean => new Date(at).getFullYear() > 1985;

/** When a study began; undefined where its recorder has no date. */
export function beganAt(start: Timestamp | undefined): number | undefined {
  const at = millis(start);
  return at === undefined || !isDated(at) ? undefined : at;
}

/** The day on this computer, of what was longer ago than this night: "24 Oct"; else empty. */
export function dayBefore(at: number, now = Date.now()): string {
  if (Math.abs(now - at) < TODAY_MS) return '';
  const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return new Date(at).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: isThisYear ? undefined : 'numeric' });
}

/** Time of day on this computer, of what was longer ago than this night with the day before it: "22:30", "24 Oct 22:30". */
export const moment = (at: number, withSeconds = false, now = Date.now()): string => [dayBefore(at, now), timeOfDay(at, withSeconds)].filter(Boolean).join(' ');

/** Time of day on this computer. */
export const timeOfDay = (at: number, withSeconds = false): string =>
  new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: withSeconds ? '2-digit' : undefined, hourCycle: 'h23' });
