import { clock } from '../time.js';
import type { NightRecord } from './nightRecord.js';

/** What a mark of the lights would do, before it is made: in the past it moves the whole night's figures. */
export function lightsQuestion(night: NightRecord, on: boolean, at: number, isRunning: boolean): string {
  const word = on ? 'on' : 'off';
  const former = on ? night.lightsOn : night.lightsOff;
  const [off, until] = on ? [night.lightsOff, at] : [at, night.lightsOn];
  return [
    `Lights ${word} at ${clock(at)}${isRunning ? ', which is not now' : ''}.`,
    former === undefined ? '' : `So far they are ${word} at ${clock(former)}.`,
    off === undefined || until === undefined ? '' : until < off ? 'Lights on then lie before lights off, and do not count.' : `Time in bed is then ${((until - off) / 60).toFixed(1)} min.`,
  ].filter(Boolean).join(' ');
}
