import { Revision, Stage } from '../generated/streaming/v1/monitor_pb.js';

/** How a stage is told: by word and place first, by colour last. Colours differ in lightness too, so that no kind of colour blindness merges two. */
export interface StageLook {
  name: string;
  colour: string;
  /** What it is in words, for a screen reader. */
  words: string;
  /** Row in a hypnogram, wake on top. */
  row: number;
}

const LOOKS: Record<number, StageLook> = {
  [Stage.W]: { name: 'W', colour: '#f3d36b', words: 'wake', row: 0 },
  [Stage.R]: { name: 'R', colour: '#f08a5d', words: 'REM sleep', row: 1 },
  [Stage.N1]: { name: 'N1', colour: '#b5dcf0', words: 'stage N1', row: 2 },
  [Stage.N2]: { name: 'N2', colour: '#5aa9e6', words: 'stage N2', row: 3 },
  [Stage.N3]: { name: 'N3', colour: '#8082f2', words: 'stage N3, deep sleep', row: 4 },
  [Stage.UNSCORABLE]: { name: '?', colour: '#8b95a3', words: 'unscorable', row: -1 },
};
const NONE: StageLook = { name: '–', colour: '#8b95a3', words: 'no stage yet', row: -1 };

export const lookOf = (stage: Stage | undefined): StageLook => (stage === undefined ? NONE : (LOOKS[stage] ?? NONE));

/** In the order of probabilities on the wire. */
export const SCORED = [Stage.W, Stage.N1, Stage.N2, Stage.N3, Stage.R] as const;

/** The keys that score an epoch. */
export const STAGE_KEYS: Readonly<Record<string, Stage>> = {
  w: Stage.W, '0': Stage.W, '1': Stage.N1, '2': Stage.N2, '3': Stage.N3, r: Stage.R, '5': Stage.R, u: Stage.UNSCORABLE,
};

export const revisionWords = (revision: Revision): string =>
  ({ [Revision.PROVISIONAL]: 'provisional', [Revision.FINAL]: 'final', [Revision.REVISED]: 'revised', [Revision.OVERRIDDEN]: 'scored by a person' } as Record<number, string>)[revision] ?? '';
