import { SignatureState } from '../../generated/streaming/v1/monitor_pb.js';
import type { NightRecord } from './nightRecord.js';

/** What of a night its last signature vouches for. Epochs that it leaves out are the machine's, and await review like any other. */
export interface Signed {
  author: string;
  isWhole: boolean;
  /** Where it is not the whole: "epochs 1 to 11 of 960". */
  range: string;
}

/** Undefined: no signature stands. */
export function signedOf(night: NightRecord | undefined): Signed | undefined {
  const signature = night?.signature;
  if (!night || signature?.state !== SignatureState.STANDING) return undefined;
  const [first, last] = [Number(signature.firstEpoch), Number(signature.lastEpoch)];
  let begin = 0;
  while (begin < night.marks.length && !night.marks.has(begin)) begin++; // a night whose first epochs never came
  const isWhole = first <= begin && last >= night.marks.length - 1;
  const range = `${first === last ? `epoch ${first + 1}` : `epochs ${first + 1} to ${last + 1}`} of ${night.marks.length}`;
  return { author: signature.author, isWhole, range: isWhole ? '' : range };
}
