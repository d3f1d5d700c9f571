import { Stage } from '../../generated/streaming/v1/monitor_pb.js';
import { lookOf } from '../stages.js';
import { EPOCH_SECONDS } from '../time.js';
import type { NightRecord } from '../ward/nightRecord.js';
import { fresh, hatch } from './canvas.js';

const ROWS = 5;

/** Tonight at a glance: a hypnogram without words. Wake on top; holes and unscorable epochs hatched, lights off a line. */
export function drawStrip(canvas: HTMLCanvasElement, night: NightRecord | undefined, faint: string, line: string): void {
  const place = fresh(canvas);
  if (!place || !night) return;
  const { ink, width, height } = place;
  const total = Math.max(night.marks.length, 120);
  const pixel = width / total;
  const rowHeight = height / ROWS;
  for (let row = 0; row < ROWS; row++) {
    ink.fillStyle = faint;
    ink.fillRect(0, (row + 0.5) * rowHeight - 0.5, width, 1);
  }
  let before = -1;
  for (let epoch = 0; epoch < night.marks.length; epoch++) {
    const stage = night.marks.stageOf(epoch);
    const x = epoch * pixel;
    if (stage === undefined || stage === Stage.UNSCORABLE) {
      hatch(ink, x, 0, Math.max(1, pixel), height, line, 5);
      before = -1;
      continue;
    }
    const { row, colour } = lookOf(stage);
    if (before >= 0 && before !== row) {
      ink.fillStyle = line;
      ink.fillRect(x - 0.5, (Math.min(before, row) + 0.5) * rowHeight, 1, Math.abs(before - row) * rowHeight);
    }
    ink.fillStyle = colour;
    ink.fillRect(x, row * rowHeight + rowHeight * 0.18, Math.max(1, pixel + 0.4), rowHeight * 0.64);
    before = row;
  }
  const off = night.lightsOff;
  if (off !== undefined && night.marks.length > 0) {
    ink.fillStyle = '#fff';
    ink.fillRect(((off - night.origin) / EPOCH_SECONDS) * pixel - 0.5, 0, 1.5, height);
  }
}
