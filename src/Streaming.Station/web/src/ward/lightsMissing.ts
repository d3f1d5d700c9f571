import type { NightRecord } from './nightRecord.js';

/** What nobody has marked though it should be by now: of a study that is running the patient still sleeps, and lights on is nothing that anybody forgot. */
export const lightsMissing = (night: Pick<NightRecord, 'lightsOff' | 'lightsOn'>, hasEnded: boolean): readonly string[] =>
  [...(night.lightsOff === undefined ? ['Lights off'] : []), ...(hasEnded && night.lightsOn === undefined ? ['Lights on'] : [])];
