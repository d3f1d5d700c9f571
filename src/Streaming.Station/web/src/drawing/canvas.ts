/** A canvas of the size it is shown at, in device pixels, cleared; coordinates are CSS pixels. Null while it is not laid out. */
export function fresh(canvas: HTMLCanvasElement): { ink: CanvasRenderingContext2D; width: number; height: number } | null {
  const { clientWidth: width, clientHeight: height } = canvas;
  const ink = canvas.getContext('2d');
  if (!ink || width === 0 || height === 0) return null;
  const ratio = Math.min(devicePixelRatio || 1, 2);
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== w || canvas.height !== h) [canvas.width, canvas.height] = [w, h];
  ink.setTransform(ratio, 0, 0, ratio, 0, 0);
  ink.clearRect(0, 0, width, height);
  return { ink, width, height };
}

/** Colours of the theme, read where they are kept: in the style sheet. */
export function themeColour(element: Element, name: string): string {
  return getComputedStyle(element).getPropertyValue(name).trim();
}

/** Slanted lines: the mark of "nothing to be seen here", in any colour vision. */
export function hatch(ink: CanvasRenderingContext2D, x: number, y: number, width: number, height: number, colour: string, step = 7): void {
  ink.save();
  ink.beginPath();
  ink.rect(x, y, width, height);
  ink.clip();
  ink.beginPath();
  for (let at = Math.floor((x - height) / step) * step; at < x + width; at += step) { ink.moveTo(at, y + height); ink.lineTo(at + height, y); }
  ink.strokeStyle = colour;
  ink.lineWidth = 1;
  ink.stroke();
  ink.restore();
}

/** Over what is not there, in the words in which the service says it of the picture. */
export const NO_SAMPLES = 'no samples';

/** Text on a plate of the ground's colour, so that no line runs through the letters. Aligned left, on the base line `y`. */
export function plated(ink: CanvasRenderingContext2D, text: string, x: number, y: number, colour: string, ground: string): void {
  const { width, actualBoundingBoxAscent: up, actualBoundingBoxDescent: down } = ink.measureText(text);
  const edge = (up + down) / 6;
  ink.save();
  ink.globalAlpha = 0.85;
  ink.fillStyle = ground;
  ink.fillRect(x - edge, y - up - edge, width + 2 * edge, up + down + 2 * edge);
  ink.restore();
  ink.fillStyle = colour;
  ink.fillText(text, x, y);
}
