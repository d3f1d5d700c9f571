import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { BedSchema, BedState, Revision, Stage, StageReportSchema, type Bed, type StageReport } from '../generated/streaming/v1/monitor_pb.js';
import { BedRecord } from '../src/ward/bedRecord.js';
import { NightRecord } from '../src/ward/nightRecord.js';

/** A final N2 unless said otherwise. */
export const reportAt = (epoch: number, more: MessageInitShape<typeof StageReportSchema> = {}): StageReport => create(StageReportSchema, {
  epoch: BigInt(epoch), revision: Revision.FINAL, stage: Stage.N2, confidence: 0.9, startSeconds: { numerator: BigInt(epoch * 30), denominator: 1n }, ...more,
});

export const stateOf = (state: MessageInitShape<typeof BedSchema> = {}): Bed =>
  create(BedSchema, { site: 'lab', bed: 'bed1', studyId: 's', state: BedState.STAGING, gatewayOnline: true, ...state });

/** A bed that is being staged, one epoch in, unless said otherwise. */
export function bedWith(state: MessageInitShape<typeof BedSchema> = {}): BedRecord {
  const bed = new BedRecord('lab', 'bed1');
  bed.night = new NightRecord('s');
  bed.night.take(reportAt(0));
  bed.take(stateOf(state));
  return bed;
}
