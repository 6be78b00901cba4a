import { css } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { AccentCanvas, type Look } from '../accentCanvas';

/** Least distance of two bars, in CSS pixels. */
const LEAST_PITCH = 2.5;

/** How many lines of bars a vector takes in this width, and how many bars stand on each. */
export function linesOf(count: number, width: number): { lines: number; perLine: number } {
  const most = Math.max(1, Math.floor(width / LEAST_PITCH));
  const lines = Math.max(1, Math.ceil(count / most));
  return { lines, perLine: Math.ceil(count / lines) };
}

/** A vector, one bar a number: upwards above 0, downwards below. A long one takes several lines. */
@customElement('al-vector-bars')
export class VectorBars extends AccentCanvas {
  @property({ attribute: false }) values: readonly number[] = [];
  /** What fills half the height of a line. */
  @property({ type: Number }) most = 1;
  /** Index of the number that is marked; -1 for none. */
  @property({ type: Number }) marked = -1;

  static override styles = [
    ...[AccentCanvas.styles].flat(),
    css`
      :host {
        width: 100%;
        height: 100%;
      }
    `,
  ];

  protected override draw(
    context: CanvasRenderingContext2D,
    { width, height }: { width: number; height: number },
    { accent, below, foreground, filled }: Look,
  ): void {
    const { lines, perLine } = linesOf(this.values.length, width);
    const line = height / lines;
    const half = line / 2 - 1;
    const pitch = width / perLine;
    const thick = pitch > 4 ? pitch - Math.min(2, pitch * 0.25) : Math.max(1, pitch * 0.7);
    context.fillStyle = foreground;
    context.globalAlpha = 0.25;
    for (let at = 0; at < lines; at++) context.fillRect(0, (at + 0.5) * line - 0.5, width, 1);
    context.globalAlpha = 1;
    this.values.forEach((value, index) => {
      const middle = (Math.floor(index / perLine) + 0.5) * line;
      const left = (index % perLine) * pitch;
      const share = this.most > 0 ? Math.max(-1, Math.min(1, value / this.most)) : 0;
      if (index === this.marked) {
        context.fillStyle = foreground;
        context.globalAlpha = filled ? 0.22 : 0.45;
        context.fillRect(left + pitch / 2 - Math.max(2, pitch / 2), middle - line / 2, Math.max(4, pitch), line);
        context.globalAlpha = 1;
      }
      context.fillStyle = share < 0 ? below : accent;
      const size = Math.abs(share) * half;
      context.fillRect(left + (pitch - thick) / 2, share < 0 ? middle : middle - size, thick, size);
    });
  }
}
