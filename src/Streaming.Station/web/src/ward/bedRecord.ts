import { BedState, Stage, type Advisory, type Bed } from '../../generated/streaming/v1/monitor_pb.js';
import { Changes } from '../changes.js';
import { millis } from '../time.js';
import { NightRecord } from './nightRecord.js';

/** How a bed stands, for the eye: none of these may be taken for another. */
export type Standing = 'staged' | 'unscorable' | 'silent' | 'starting' | 'ended' | 'empty';

export const keyOf = (site: string, bed: string): string => `${site}/${bed}`;

/** One bed, with its current or latest night. Says so whenever something of it has changed. */
export class BedRecord extends Changes {
  bedState: Bed | undefined;
  night: NightRecord | undefined;
  readonly advisories = new Map<string, Advisory>();
  /** A night that is looked at though its bed has begun another since: nothing of it is now. */
  isEarlier = false;

  constructor(readonly site: string, readonly bed: string) {
    super();
  }

  get key(): string {
    return keyOf(this.site, this.bed);
  }

  take(state: Bed): void {
    this.bedState = state;
  }

  get standing(): Standing {
    const state = this.bedState?.state;
    if (this.isEarlier) return 'ended';
    if (state === BedState.ENDED || this.night?.ended) return 'ended';
    if (!this.night && (state === undefined || state === BedState.IDLE)) return 'empty';
    if (state === BedState.STALLED || (this.isGatewayAway && state !== BedState.IDLE && !this.sendsThoughOffline)) return 'silent';
    const last = this.night?.last;
    if (!last) return 'starting';
    return last.stage === Stage.UNSCORABLE ? 'unscorable' : 'staged';
  }

  /** When samples of the study last came, by the service's clock, as far as is known here: a bed is told seldom, its results tell too. */
  get samplesAt(): number | undefined {
    const known = [this.bedState?.lastSamples, this.night?.last?.lastSampleReceived, this.night?.provisional?.lastSampleReceived].flatMap((at) => millis(at) ?? []);
    return known.length > 0 ? Math.max(...known) : undefined;
  }

  /** Told to be offline: of one that never says a word nothing is known but what it sends. */
  get isGatewayAway(): boolean {
    return this.bedState?.gatewayTold !== undefined && !this.bedState.gatewayOnline;
  }

  /** A gateway that came back without saying so counts as offline, and its samples come: they are younger than the word that it is offline. */
  get sendsThoughOffline(): boolean {
    return this.isGatewayAway && (this.samplesAt ?? -Infinity) > millis(this.bedState!.gatewayTold)!;
  }

  /** Nothing comes any more: what is known of the leads is of then. */
  get hasStopped(): boolean {
    return this.standing === 'silent' || this.standing === 'ended';
  }

  /** Study seconds that have come in, as far as is known here. */
  get studySeconds(): number {
    return Math.max(this.bedState?.studySeconds ?? 0, this.night?.reached ?? 0);
  }

  get sinceLightsOff(): number | undefined {
    const off = this.night?.lightsOff;
    if (off === undefined) return undefined;
    const until = this.night?.lightsOn ?? this.studySeconds;
    return until >= off ? until - off : undefined;
  }

  /** Wall time at which what is shown was decided, by the service's clock. */
  get decidedAt(): number | undefined {
    return millis(this.night?.last?.committed);
  }

  /** What nobody has seen comes first, then what is grave. */
  get lasting(): Advisory[] {
    return [...this.advisories.values()].filter((advisory) => !advisory.end)
      .sort((a, b) => Number(a.acknowledgedBy !== '') - Number(b.acknowledgedBy !== '') || b.priority - a.priority);
  }
}
