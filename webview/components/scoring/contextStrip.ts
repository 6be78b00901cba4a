import { css } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { AccentCanvas, type Look } from '../accentCanvas';

/** A context vector, one signed bar a number; the model's own behind it. */
@customElement('al-context-strip')
export class ContextStrip extends AccentCanvas {
  @property({ attribute: false }) values: readonly number[] = [];
  /** The model's own context; empty where this is it. */
  @property({ attribute: false }) own: readonly number[] = [];
  /** What fills half the height. */
  @property({ type: Number }) most = 1;

  static override styles = [
    ...[AccentCanvas.styles].flat(),
    css`
      :host {
        height: 40px;
      }
    `,
  ];

  protected override draw(
    context: CanvasRenderingContext2D,
    { width, height }: { width: number; height: number },
    { accent, foreground }: Look,
  ): void {
    const count = this.values.length;
    if (!count || this.most <= 0) return;
    const column = width / count;
    const y = (value: number): number => (height / 2) * (1 - Math.max(-1, Math.min(1, value / this.most)));
    const bars = (values: readonly number[], share: number): void =>
      values.forEach((value, index) => {
        const top = Math.min(y(value), height / 2);
        const thick = Math.max(0.5, column * share);
        context.fillRect((index + 0.5) * column - thick / 2, top, thick, Math.abs(y(value) - height / 2));
      });
    // The model's own stands behind, wide and pale, so that what sticks out is what differs.
    context.fillStyle = foreground;
    context.globalAlpha = 0.28;
    bars(this.own, 1);
    context.fillRect(0, height / 2 - 0.5, width, 1);
    context.globalAlpha = 1;
    context.fillStyle = accent;
    bars(this.values, this.own.length ? 0.55 : 0.85);
  }
}
