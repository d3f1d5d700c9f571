import type { DetectedEvent, SecondSaliency } from '../../generated/streaming/v1/monitor_pb.js';
import type { Derivation } from '../signals/derivations.js';
import { firstScale, niceAbove, sizeOf } from '../signals/nightScale.js';
import type { Line } from '../signals/waveforms.js';
import { fresh, hatch, NO_SAMPLES, plated, themeColour } from './canvas.js';
import { EPOCH_SECONDS, clock } from '../time.js';
import { eventName } from './eventNames.js';
import { NamePlaces } from './namePlaces.js';

/** A page of a recording as it is drawn. */
export interface EpochPage {
  from: number;
  to: number;
  rows: readonly Derivation[];
  lines: readonly Line[];
  /** Microvolts that 1 mm of the page stands for; the page is 300 mm wide, so that 30 s are 10 mm/s. */
  microvoltsPerMm: number;
  /** By derivation, of muscle tone: what fills half a row, on every page of the night. */
  nightScales: ReadonlyMap<string, number>;
  epochOrigin: number;
  events: readonly DetectedEvent[];
  saliency: readonly SecondSaliency[];
  /** Study time of the epoch that events and saliency belong to. */
  explainedFrom: number;
  /** Study time of the epoch that is named and scored; undefined: none is on the page. */
  chosenFrom: number | undefined;
  /** Everything up to here is over; the rest has not happened yet. */
  until: number;
  /** False: nobody knows yet what there is. */
  isLoaded: boolean;
}

export const PAGE_MM = 300;
const LEFT = 96;
const BOTTOM = 22;

interface Pens { ground: string; text: string; faint: string; strong: string; hole: string; mark: string; accent: string; warn: string; eeg: string; eog: string; emg: string; other: string }

const pensOf = (canvas: HTMLCanvasElement): Pens => ({
  ground: themeColour(canvas, '--ground'), text: themeColour(canvas, '--text-2'), faint: themeColour(canvas, '--grid'), strong: themeColour(canvas, '--grid-strong'), hole: themeColour(canvas, '--hole'),
  mark: themeColour(canvas, '--mark'), accent: themeColour(canvas, '--accent'), warn: themeColour(canvas, '--warn'),
  eeg: themeColour(canvas, '--trace'), eog: themeColour(canvas, '--trace-eog'), emg: themeColour(canvas, '--trace-emg'), other: themeColour(canvas, '--trace-other'),
});

/** Time at the place of a click, or null beside the page. */
export const timeAt = (page: EpochPage, x: number, width: number): number | null =>
  x < LEFT ? null : page.from + ((x - LEFT) / (width - LEFT)) * (page.to - page.from);

export function drawEpochPage(canvas: HTMLCanvasElement, page: EpochPage): void {
  const place = fresh(canvas);
  if (!place) return;
  const { ink, width, height } = place;
  const pens = pensOf(canvas);
  const frame = { ink, pens, page, x: (at: number) => LEFT + ((at - page.from) / (page.to - page.from)) * (width - LEFT), width, height: height - BOTTOM, mm: (width - LEFT) / PAGE_MM };
  ink.font = '12px system-ui, sans-serif';
  drawChosen(frame);
  drawSaliency(frame);
  drawSeconds(frame);
  const rowHeight = frame.height / Math.max(1, page.rows.length);
  page.rows.forEach((row, index) => {
    const line = page.lines.find((one) => one.derivation.name === row.name);
    drawRow(frame, row, line, index * rowHeight, rowHeight);
  });
  drawEvents(frame, rowHeight);
  drawNotYet(frame);
}

interface Frame { ink: CanvasRenderingContext2D; pens: Pens; page: EpochPage; x: (at: number) => number; width: number; height: number; mm: number }

function drawSeconds({ ink, pens, page, x, height }: Frame): void {
  const span = page.to - page.from;
  const every = span > 120 ? 10 : 1;
  // From the epoch's border on, so that a recording whose grid begins between two seconds has its marks where a scorer counts them.
  for (let count = Math.ceil((page.from - page.epochOrigin) / every - 1e-6); ; count++) {
    const second = page.epochOrigin + count * every;
    if (second > page.to) break;
    ink.fillStyle = count % 5 === 0 ? pens.strong : pens.faint;
    ink.fillRect(Math.round(x(second)), 0, 1, height);
  }
  ink.fillStyle = pens.text;
  ink.textAlign = 'center';
  const sinceBorder = (page.from - page.epochOrigin) / EPOCH_SECONDS;
  const isOnGrid = span <= 60 && Math.abs(sinceBorder - Math.round(sinceBorder)) < 1e-6;
  const labelEvery = span > 120 ? 30 : span > 40 ? 10 : span > 15 ? 5 : 1;
  const first = isOnGrid ? page.from + labelEvery : Math.ceil(page.from / labelEvery) * labelEvery;
  for (let second = first; second < page.to; second += labelEvery) {
    if (x(second) < LEFT + 14) continue;
    ink.fillText(isOnGrid ? `${Math.round(second - page.from)} s` : clock(second), x(second), height + 16);
  }
  drawBorders({ ink, pens, page, x, height });
}

/** Of a view of several epochs the one that is named, scored and explained. */
function drawChosen({ ink, pens, page, x, height }: Frame): void {
  if (page.to - page.from <= EPOCH_SECONDS || page.chosenFrom === undefined) return;
  ink.globalAlpha = 0.18;
  ink.fillStyle = pens.accent;
  const left = Math.max(LEFT, x(page.chosenFrom));
  ink.fillRect(left, 0, x(page.chosenFrom + EPOCH_SECONDS) - left, height);
  ink.globalAlpha = 1;
}

/** Where epochs begin, so that a 60 s or 5 min view stays on the grid of scoring. */
function drawBorders({ ink, pens, page, x, height }: Pick<Frame, 'ink' | 'pens' | 'page' | 'x' | 'height'>): void {
  for (let epoch = Math.ceil((page.from - page.epochOrigin) / EPOCH_SECONDS - 1e-9); ; epoch++) {
    const at = page.epochOrigin + epoch * EPOCH_SECONDS;
    if (at > page.to + 1e-9) return;
    ink.fillStyle = pens.mark;
    ink.fillRect(Math.round(x(at)) - (at >= page.to - 1e-9 ? 2 : 0), 0, 1.5, height + 6);
  }
}

function drawRow(frame: Frame, row: Derivation, line: Line | undefined, top: number, height: number): void {
  const { ink, pens, page, mm } = frame;
  const middle = top + height / 2;
  const perPixel = scaleOf(row, line, page, mm, height);
  ink.fillStyle = pens.strong;
  if (top > 0) ink.fillRect(0, Math.round(top), frame.width, 1);
  if (row.kind === 'eeg') drawAmplitudeMarks(frame, middle, perPixel);
  ink.save();
  ink.beginPath();
  // Large waves run into the neighbouring rows, as on paper: cut off they would look smaller than they are. What is no wave but a lead that came off
  // would paint them over, all of them, and is kept to its own. Minutes at once are looked at for their outline only, each row by itself.
  const isOff = line !== undefined && isOffScale(line, page, perPixel, height);
  const isOwn = isOff || page.to - page.from > 120;
  ink.rect(LEFT, isOwn ? top : 0, frame.width - LEFT, isOwn ? height : frame.height);
  ink.clip();
  if (line) drawLine(frame, line, middle, perPixel, penOf(row, pens), top, height);
  else if (page.isLoaded) drawHole(frame, LEFT, frame.width, top, height);
  ink.restore();
  if (isOff) {
    ink.font = '600 11px system-ui, sans-serif';
    ink.textAlign = 'left';
    plated(ink, 'off scale', LEFT + 6, top + 14, pens.warn, pens.ground);
  }
  drawLegend(frame, row, middle, height, perPixel);
}

const penOf = (row: Derivation, pens: Pens): string => ({ eeg: pens.eeg, eog: pens.eog, emg: pens.emg, envelope: pens.emg, ecg: pens.other, other: pens.other })[row.kind];

/** Units of the trace per pixel. Microvolts of brain and eyes keep the page's scale, muscle tone the night's; what has none fills its row. */
export function scaleOf(row: Derivation, line: Line | undefined, page: Pick<EpochPage, 'microvoltsPerMm' | 'nightScales'>, mm: number, height: number): number {
  if (row.kind === 'eeg' || row.kind === 'eog') return page.microvoltsPerMm / mm;
  const full = page.nightScales.get(row.name) ?? firstScale(row.kind) ?? niceAbove(Math.max((line && sizeOf(line.values)) ?? 1, 1e-6));
  return full / (height * 0.42);
}

const FAR_ROWS = 1.5; // from the middle of its row: through the whole of the next one
const FAR_SHARE = 0.1; // slow waves get that far now and then; a lead that is off is there most of the time

/** Whether a row of EEG or EOG would be over its neighbours for much of the page.
 * @param perPixel Units of the trace per pixel.
 * @param height Of a row, in pixels. */
export function isOffScale(line: Line, page: Pick<EpochPage, 'from' | 'to'>, perPixel: number, height: number): boolean {
  const first = Math.max(0, Math.floor((page.from - line.fromSeconds) / line.stepSeconds));
  const end = Math.min(line.values.length, Math.ceil((page.to - line.fromSeconds) / line.stepSeconds) + 1);
  const limit = FAR_ROWS * height * perPixel;
  let [far, all] = [0, 0];
  for (let i = first; i < end; i++) {
    const value = line.values[i]!;
    if (Number.isNaN(value)) continue;
    all++;
    if (Math.abs(value) > limit) far++;
  }
  return far > FAR_SHARE * all;
}

function drawAmplitudeMarks({ ink, pens, width }: Frame, middle: number, perPixel: number): void {
  ink.save();
  ink.strokeStyle = pens.mark;
  ink.globalAlpha = 0.55;
  ink.setLineDash([2, 5]);
  for (const at of [-37.5, 37.5]) {
    ink.beginPath();
    ink.moveTo(LEFT, Math.round(middle - at / perPixel) + 0.5);
    ink.lineTo(width, Math.round(middle - at / perPixel) + 0.5);
    ink.stroke();
  }
  ink.restore();
}

/** Where samples are missing: a band that says so, as far as there is room, for a line that is not there could be taken for a flat one. */
function drawHole({ ink, pens }: Frame, left: number, right: number, top: number, height: number): void {
  const from = Math.max(LEFT, left);
  hatch(ink, from, top + 2, right - from, height - 4, pens.hole);
  const font = ink.font;
  ink.font = '12px system-ui, sans-serif';
  ink.textAlign = 'left';
  const width = ink.measureText(NO_SAMPLES).width;
  if (width + 12 < right - from && height > 20) plated(ink, NO_SAMPLES, (from + right - width) / 2, top + height / 2 + 4, pens.text, pens.ground);
  ink.font = font;
}

// Negative up, as electroencephalographers read.
function drawLine(frame: Frame, line: Line, middle: number, perPixel: number, pen: string, top: number, height: number): void {
  const { ink, page, x } = frame;
  const first = Math.max(0, Math.floor((page.from - line.fromSeconds) / line.stepSeconds));
  const end = Math.min(line.values.length, Math.ceil((page.to - line.fromSeconds) / line.stepSeconds) + 1);
  const up = line.derivation.kind === 'eeg' || line.derivation.kind === 'eog' ? 1 : -1;
  ink.beginPath();
  let [isDown, holeFrom] = [false, -1];
  const hole = (to: number) => {
    if (holeFrom >= 0) drawHole(frame, x(holeFrom), x(to), top, height);
    holeFrom = -1;
  };
  const path = new Path2D();
  let tallest = 0;
  for (let i = first; i < end; i++) {
    const value = line.values[i]!;
    const at = line.fromSeconds + i * line.stepSeconds;
    if (Number.isNaN(value)) {
      if (holeFrom < 0) holeFrom = at;
      isDown = false;
      continue;
    }
    hole(at);
    const y = middle + (up * value) / perPixel;
    tallest = Math.max(tallest, Math.abs(y - middle));
    if (isDown) path.lineTo(x(at), y);
    else path.moveTo(x(at), y);
    isDown = true;
  }
  hole(Math.min(page.to, page.until));
  ink.strokeStyle = pen;
  // Dense lines are thin; a silent lead drawn so thin could not be told from one that is not there.
  ink.lineWidth = page.to - page.from > 120 && tallest > 2 ? 0.5 : 1;
  ink.lineJoin = 'round';
  ink.stroke(path);
}

function drawLegend({ ink, pens }: Frame, row: Derivation, middle: number, height: number, perPixel: number): void {
  ink.textAlign = 'left';
  ink.fillStyle = pens.text;
  ink.font = '600 12.5px system-ui, sans-serif';
  ink.fillText(row.name, 8, middle - 3, LEFT - 28);
  ink.font = '11px system-ui, sans-serif';
  const isMicrovolts = row.kind !== 'other' && row.kind !== 'envelope';
  const bar = isMicrovolts && (row.kind === 'eeg' || row.kind === 'eog') ? (75 / perPixel < height * 0.8 ? 75 : 50) : niceAbove(perPixel * height * 0.25);
  ink.fillText(`${Number(bar.toPrecision(2))} ${isMicrovolts ? 'µV' : row.unit}`, 8, middle + 13, LEFT - 26);
  ink.strokeStyle = pens.text;
  ink.lineWidth = 1.5;
  ink.beginPath();
  const [x, half] = [LEFT - 12, bar / perPixel / 2];
  ink.moveTo(x - 3, middle - half); ink.lineTo(x + 3, middle - half);
  ink.moveTo(x, middle - half); ink.lineTo(x, middle + half);
  ink.moveTo(x - 3, middle + half); ink.lineTo(x + 3, middle + half);
  ink.stroke();
}

/** What the stage loses without a second of a row: the more, the stronger the tint under the trace. */
function drawSaliency({ ink, pens, page, x, height }: Frame): void {
  const most = Math.max(0.05, ...page.saliency.flatMap((row) => row.weightPerSecond));
  const rowHeight = height / Math.max(1, page.rows.length);
  for (const salient of page.saliency) {
    const index = page.rows.findIndex((row) => row.name === salient.derivation || row.row === salient.derivation);
    if (index < 0) continue;
    salient.weightPerSecond.forEach((weight, second) => {
      if (weight <= 0) return;
      ink.globalAlpha = 0.42 * (weight / most);
      ink.fillStyle = pens.accent;
      const at = page.explainedFrom + second;
      ink.fillRect(x(at), index * rowHeight + 1, x(at + 1) - x(at), rowHeight - 2);
    });
  }
  ink.globalAlpha = 1;
}

function drawEvents({ ink, pens, page, x, width }: Frame, rowHeight: number): void {
  ink.textAlign = 'left';
  ink.font = '600 11px system-ui, sans-serif';
  const names = new NamePlaces();
  for (const event of [...page.events].sort((a, b) => a.onsetSeconds - b.onsetSeconds)) {
    const index = page.rows.findIndex((row) => row.name === event.derivation || row.row === event.row);
    if (index < 0 || event.onsetSeconds > page.to || event.onsetSeconds + event.durationSeconds < page.from) continue;
    const [left, right] = [Math.max(LEFT, x(event.onsetSeconds)), x(event.onsetSeconds + event.durationSeconds)];
    const bottom = (index + 1) * rowHeight - 5;
    ink.fillStyle = pens.warn;
    ink.fillRect(left, bottom, Math.max(3, right - left), 3);
    ink.fillRect(left, bottom - 4, 1.5, 7);
    ink.fillRect(Math.max(left + 2, right - 1.5), bottom - 4, 1.5, 7);
    const name = eventName(event.kind);
    const room = ink.measureText(name).width;
    const at = Math.max(LEFT, Math.min(left, width - room - 4)); // at the right edge the end would be cut off
    const floor = names.floorFor(index, name, at, room);
    if (floor !== undefined) plated(ink, name, at, bottom - 7 - 13 * floor, pens.warn, pens.ground);
  }
}

function drawNotYet({ ink, pens, page, x, width, height }: Frame): void {
  if (page.until >= page.to || !page.isLoaded) return;
  const at = Math.max(LEFT, x(page.until));
  ink.fillStyle = pens.accent;
  ink.fillRect(at, 0, 1.5, height);
  ink.fillStyle = pens.hole;
  ink.globalAlpha = 0.25;
  ink.fillRect(at, 0, width - at, height);
  ink.globalAlpha = 1;
}
