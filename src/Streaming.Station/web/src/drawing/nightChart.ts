import uPlot from 'uplot';
import { Stage } from '../../generated/streaming/v1/monitor_pb.js';
import { lookOf } from '../stages.js';
import { EPOCH_SECONDS, clock, isDated, millis, timeOfDay } from '../time.js';
import type { NightRecord } from '../ward/nightRecord.js';
import { hatch, themeColour } from './canvas.js';

/** Hypnogram over hypnodensity, one time axis, one zoom. */
export class NightChart {
  private readonly hypnogram: uPlot;
  private readonly density: uPlot;
  private night: NightRecord | undefined;
  private zoom: [number, number] | null = null;
  selected = -1;
  private readonly watcher: ResizeObserver;

  constructor(private readonly host: HTMLElement, private readonly chosen: (seconds: number) => void, private readonly zoomed: (isZoomed: boolean) => void) {
    this.hypnogram = new uPlot(this.hypnogramOptions(), [[], [], []], host);
    this.density = new uPlot(this.densityOptions(), [[], [], [], [], [], []], host);
    for (const chart of [this.hypnogram, this.density]) chart.over.addEventListener('click', () => this.click(chart));
    this.watcher = new ResizeObserver(() => this.resize());
    this.watcher.observe(host);
  }

  show(night: NightRecord, selected: number): void {
    this.night = night;
    this.selected = selected;
    const columns = columnsOf(night);
    this.hypnogram.setData([columns.times, columns.rows, columns.rem], false);
    this.density.setData([columns.times, ...columns.sums] as uPlot.AlignedData, false);
    this.rescale();
  }

  zoomTo(range: [number, number] | null): void {
    this.zoom = range;
    this.zoomed(range !== null);
    this.rescale();
  }

  /** Nearer or further around the selected epoch: for who has no mouse. */
  zoomBy(factor: number, around: number): void {
    const [from, to] = this.range();
    const half = Math.max(300, ((to - from) * factor) / 2);
    const whole = this.whole();
    if (half * 2 >= whole[1] - whole[0]) this.zoomTo(null);
    else this.zoomTo([Math.max(whole[0], around - half), Math.min(whole[1], around + half)]);
  }

  destroy(): void {
    this.watcher.disconnect();
    this.hypnogram.destroy();
    this.density.destroy();
  }

  private whole(): [number, number] {
    const origin = this.night?.origin ?? 0;
    return [origin, origin + Math.max(60, this.night?.marks.length ?? 0) * EPOCH_SECONDS];
  }

  private range(): [number, number] {
    return this.zoom ?? this.whole();
  }

  private rescale(): void {
    const [min, max] = this.range();
    for (const chart of [this.hypnogram, this.density]) chart.setScale('x', { min, max });
  }

  private resize(): void {
    const width = this.host.clientWidth;
    if (width === 0) return;
    const height = this.host.clientHeight || 240;
    const top = Math.round(height * 0.56);
    this.hypnogram.setSize({ width, height: top });
    this.density.setSize({ width, height: height - top });
  }

  private click(chart: uPlot): void {
    const left = chart.cursor.left ?? -1;
    if (left >= 0 && chart.select.width < 4) this.chosen(chart.posToVal(left, 'x'));
  }

  private shared(): Pick<uPlot.Options, 'width' | 'cursor' | 'legend' | 'hooks'> {
    return {
      width: Math.max(200, this.host.clientWidth),
      legend: { show: false },
      cursor: { drag: { x: true, y: false, setScale: false, dist: 6 }, y: false, points: { show: false }, sync: { key: 'night' }, dblclick: undefined } as uPlot.Cursor,
      hooks: {
        setSelect: [(chart) => {
          if (chart.select.width < 6) return;
          this.zoomTo([chart.posToVal(chart.select.left, 'x'), chart.posToVal(chart.select.left + chart.select.width, 'x')]);
          chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        }],
        drawClear: [(chart) => this.drawUnder(chart)],
        draw: [(chart) => this.drawOver(chart)],
      },
    };
  }

  private axis(show: boolean): uPlot.Axis {
    return {
      stroke: () => themeColour(this.host, '--text-2'), grid: { stroke: () => themeColour(this.host, '--grid'), width: 1 }, ticks: { show: false },
      font: '12px system-ui, sans-serif', size: show ? 24 : 6, space: 96,
      incrs: [30, 60, 300, 600, 1800, 3600, 7200, 14_400, 28_800], values: (chart, splits) => splits.map((at) => {
        if (!show) return '';
        // At the right edge there is no room for both.
        const isTight = chart.bbox.left + chart.bbox.width - chart.valToPos(at, 'x', true) < 24 * devicePixelRatio;
        return timeText(at, isTight ? undefined : millis(this.night?.study?.start));
      }),
    };
  }

  private side(values: (splits: number[]) => string[], splits: number[]): uPlot.Axis {
    return {
      stroke: () => themeColour(this.host, '--text-2'), grid: { stroke: () => themeColour(this.host, '--grid'), width: 1 }, ticks: { show: false },
      font: '600 12px system-ui, sans-serif', size: 44, gap: 8, splits: () => splits, values: (_, at) => values(at),
    };
  }

  private hypnogramOptions(): uPlot.Options {
    const stepped = uPlot.paths.stepped!({ align: 1 });
    const names = ['N3', 'N2', 'N1', 'R', 'W'];
    return {
      ...this.shared(), height: 140, padding: [17, 18, 0, 0],
      scales: { x: { time: false }, y: { range: [-0.6, 4.6] } },
      axes: [this.axis(false), this.side((at) => at.map((row) => names[row] ?? ''), [0, 1, 2, 3, 4])],
      series: [
        {},
        { paths: stepped, stroke: () => themeColour(this.host, '--text'), width: 1.5, points: { show: false }, spanGaps: false },
        { paths: stepped, stroke: lookOf(Stage.R).colour, width: 5, points: { show: false }, spanGaps: false },
      ],
    };
  }

  private densityOptions(): uPlot.Options {
    const stepped = uPlot.paths.stepped!({ align: 1 });
    return {
      ...this.shared(), height: 100, padding: [4, 18, 0, 0],
      scales: { x: { time: false }, y: { range: [0, 1] } },
      axes: [this.axis(true), this.side((at) => at.map((share) => (share === 0.5 ? '50 %' : '')), [0, 0.5, 1])],
      series: [{}, ...TOP_DOWN.map((stage) => ({ paths: stepped, fill: lookOf(stage).colour, width: 0, points: { show: false }, spanGaps: false }))],
    };
  }

  /** Holes and unscorable epochs, and which lights. */
  private drawUnder(chart: uPlot): void {
    if (!this.night) return;
    const { ctx, bbox } = chart;
    const x = (at: number) => chart.valToPos(at, 'x', true);
    const line = themeColour(this.host, '--hole');
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    const [origin] = this.whole();
    for (let epoch = 0; epoch < this.night.marks.length; epoch++) {
      const stage = this.night.marks.stageOf(epoch);
      if (stage !== undefined && stage !== Stage.UNSCORABLE) continue;
      const left = x(origin + epoch * EPOCH_SECONDS);
      hatch(ctx, left, bbox.top, Math.max(1, x(origin + (epoch + 1) * EPOCH_SECONDS) - left), bbox.height, line, 10);
    }
    ctx.restore();
  }

  private drawOver(chart: uPlot): void {
    if (!this.night) return;
    const { ctx, bbox } = chart;
    const x = (at: number) => chart.valToPos(at, 'x', true);
    const vertical = (at: number | undefined, colour: string, text: string) => {
      if (at === undefined || x(at) < bbox.left - 1 || x(at) > bbox.left + bbox.width + 1) return;
      ctx.fillStyle = colour;
      ctx.fillRect(x(at) - 1, bbox.top, 2 * devicePixelRatio, bbox.height);
      if (text && chart === this.hypnogram) {
        ctx.font = `600 ${11 * devicePixelRatio}px system-ui, sans-serif`;
        const isTight = x(at) + ctx.measureText(text).width > bbox.left + bbox.width; // lights on is at the right edge
        ctx.textAlign = isTight ? 'right' : 'left';
        ctx.fillText(text, x(at), bbox.top - 4 * devicePixelRatio); // over the chart: in it they would hide the sleep beside them
      }
    };
    const [origin] = this.whole();
    vertical(this.night.lightsOff, themeColour(this.host, '--text'), 'lights off');
    vertical(this.night.lightsOn, themeColour(this.host, '--text'), 'lights on');
    if (this.selected >= 0) {
      const left = x(origin + this.selected * EPOCH_SECONDS);
      const width = Math.max(3, x(origin + (this.selected + 1) * EPOCH_SECONDS) - left);
      ctx.fillStyle = themeColour(this.host, '--accent');
      ctx.globalAlpha = 0.55;
      ctx.fillRect(left, bbox.top, width, bbox.height);
      ctx.globalAlpha = 1;
    }
    if (chart === this.hypnogram) this.drawPersons(ctx, bbox, x, origin);
  }

  /** Which epochs a person has scored: dots at the foot. */
  private drawPersons(ctx: CanvasRenderingContext2D, bbox: uPlot.BBox, x: (at: number) => number, origin: number): void {
    ctx.fillStyle = themeColour(this.host, '--accent');
    for (const mark of this.night!.marks) {
      if (!mark?.author) continue;
      const at = x(origin + (mark.epoch + 0.5) * EPOCH_SECONDS);
      if (at >= bbox.left && at <= bbox.left + bbox.width) ctx.fillRect(at - 2, bbox.top + bbox.height - 5, 4, 5);
    }
  }
}

/** On the axis: study time, and what this computer's clock showed then.
 * @param began When the recording began. */
export function timeText(at: number, began: number | undefined): string {
  const study = clock(at).slice(0, -3);
  return began === undefined || !isDated(began) ? study : `${study} (${timeOfDay(began + at * 1000)})`;
}

const HEIGHT_OF_ROW = [4, 3, 2, 1, 0]; // a look's row counts from the top, a scale from the bottom
const HEIGHT_OF_REM = 3;

/** Just before the next epoch: a column at the very border would be that epoch's. */
const LAST_OF_EPOCH = 29.999;

/** Two columns an epoch, where it begins and where it ends: a step is drawn only between two values, so that of one column alone before a hole nothing would be seen. */
export function columnsOf(night: NightRecord): { times: number[]; rows: (number | null)[]; rem: (number | null)[]; sums: (number | null)[][] } {
  const epochs = Array.from({ length: night.marks.length }, (_, epoch) => epoch);
  const times = epochs.flatMap((epoch) => [night.origin + epoch * EPOCH_SECONDS, night.origin + epoch * EPOCH_SECONDS + LAST_OF_EPOCH]);
  const chances = epochs.map((epoch) => night.marks.at(epoch)?.probabilities ?? []);
  const rows = twice(epochs.map((epoch) => rowAt(night, epoch)));
  const rem = rows.map((row) => (row === HEIGHT_OF_REM ? row : null));
  // Stacked from deep sleep up: each series is drawn over the ones above it.
  const sums = TOP_DOWN.map((_, index) => twice(chances.map((of) => (
    of.length === 0 ? null : ORDER.slice(0, ORDER.length - index).reduce((sum, place) => sum + (of[place] ?? 0), 0)))));
  return { times, rows, rem, sums };
}

const twice = <Value>(values: Value[]): Value[] => values.flatMap((value) => [value, value]);

/** As the hypnogram has them. */
const TOP_DOWN = [Stage.W, Stage.R, Stage.N1, Stage.N2, Stage.N3];

/** Places on the wire of N3, N2, N1, R, W: as the hypnogram has them, from the bottom. */
const ORDER = [3, 2, 1, 4, 0];

function rowAt(night: NightRecord, epoch: number): number | null {
  const stage = night.marks.stageOf(epoch);
  const row = stage === undefined ? -1 : lookOf(stage).row;
  return row < 0 ? null : HEIGHT_OF_ROW[row]!;
}
