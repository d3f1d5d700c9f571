import type { Stage } from '../../generated/streaming/v1/monitor_pb.js';

/** A score as it was given. */
export interface ScoreStep {
  readonly studyId: string;
  readonly bed: string;
  readonly epoch: number;
  readonly author: string;
  readonly before: Stage;
  readonly wasPersons: boolean;
  /** What was looked at, by its sequence. */
  readonly base: bigint;
  /** The score itself; undoing it is for as long as nothing newer stands. */
  own: bigint;
}

/** Scores that can be taken back, the latest first: each by who gave it, in the night it was given to. Other beds and other people have their own. */
export class ScoreSteps {
  private steps: ScoreStep[] = [];

  push(step: ScoreStep): void {
    this.steps.push(step);
  }

  last(studyId: string | undefined, author: string): ScoreStep | undefined {
    return this.steps.findLast((step) => step.studyId === studyId && step.author === author);
  }

  drop(step: ScoreStep): void {
    this.steps = this.steps.filter((one) => one !== step);
  }

  /** What was there before stands again, under a new sequence: the score that gave it can be undone next. */
  undone(step: ScoreStep, sequence: bigint): void {
    this.drop(step);
    for (const one of this.steps) if (one.studyId === step.studyId && one.epoch === step.epoch && one.own === step.base) one.own = sequence;
  }
}
