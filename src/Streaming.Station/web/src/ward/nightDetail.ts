import type { Night, StageReport } from '../../generated/streaming/v1/monitor_pb.js';
import { Changes } from '../changes.js';
import { monitor } from '../connection/client.js';
import { nightOf } from '../signals/waveforms.js';

/** A night as somebody looks at it: every report in full, and the figures of the whole. Held for the one night that is open. */
export class NightDetail extends Changes {
  readonly reports = new Map<number, StageReport>();
  /** Statistics, signatures, review, calibration, without the reports. */
  night: Night | undefined;
  failure: unknown;
  private readonly abort = new AbortController();
  private refreshing = false;

  constructor(readonly studyId: string) {
    super();
  }

  async load(): Promise<void> {
    await this.ask(false);
  }

  /** The figures once more; what was decided in between has come over the stream. */
  async refresh(): Promise<void> {
    if (this.refreshing) return;
    this.refreshing = true;
    try {
      await this.ask(this.night !== undefined);
    } finally {
      this.refreshing = false;
    }
  }

  take(report: StageReport): void {
    const epoch = Number(report.epoch);
    if (report.studyId !== this.studyId || epoch < 0) return;
    const standing = this.reports.get(epoch);
    if (standing && (report.revision < standing.revision || report.commitSequence < standing.commitSequence)) return;
    this.reports.set(epoch, report);
    this.notify();
  }

  dispose(): void {
    this.abort.abort();
  }

  private async ask(omitReports: boolean): Promise<void> {
    try {
      const night = await monitor.getNight({ night: nightOf(this.studyId), omitReports }, { signal: this.abort.signal });
      for (const report of night.reports) this.take(report);
      night.reports = [];
      this.night = night;
      this.failure = undefined;
    } catch (error) {
      if (this.abort.signal.aborted) return;
      this.failure = error;
    }
    this.notify();
  }
}
