import { Revision, Stage, type LightsMark, type Night, type StageReport } from '../../generated/streaming/v1/monitor_pb.js';
import { lookOf } from '../stages.js';
import { clock, seconds } from '../time.js';
import type { BedRecord } from './bedRecord.js';
import { NightRecord } from './nightRecord.js';
import type { Ward } from './ward.js';

export const stageName = (stage: Stage): string => (stage === Stage.UNSCORABLE ? 'unscorable' : lookOf(stage).name);

const stageWords = (report: StageReport): string => `epoch ${Number(report.epoch) + 1} is ${stageName(report.stage)} now, ${report.author ? `scored by ${report.author}` : 'by the machine'}`;

const lightsWords = (mark: LightsMark): string => `lights ${mark.on ? 'on' : 'off'} at ${clock(seconds(mark.atSeconds))}, marked by ${mark.author || 'the recorder'}`;

/** Where the service's night is not what the page shows: nobody has seen that, and nobody may vouch for it. Undefined: they are the same. */
export function unseenOf(held: Night, shown: NightRecord): string | undefined {
  const night = NightRecord.of(held);
  for (let epoch = 0; epoch < Math.max(night.marks.length, shown.marks.length); epoch++) {
    const [one, other] = [night.marks.at(epoch), shown.marks.at(epoch)];
    if (one?.stage !== other?.stage || one?.author !== other?.author) return `epoch ${epoch + 1}`;
  }
  return night.lightsOff === shown.lightsOff && night.lightsOn === shown.lightsOn ? undefined : 'the lights';
}

/** Tells every change of what a signature is for, a stage or the lights, and who made it. */
export function onChange(ward: Pick<Ward, 'onReport'>, bed: BedRecord, night: NightRecord, told: (what: string) => void): () => void {
  let known = night.lights.length;
  const stopReports = ward.onReport((report) => { if (report.studyId === night.studyId && report.revision !== Revision.PROVISIONAL) told(stageWords(report)); });
  const stopLights = bed.subscribe(() => {
    if (night.lights.length === known) return;
    known = night.lights.length;
    told(lightsWords(night.lights.at(-1)!));
  });
  return () => { stopReports(); stopLights(); };
}
