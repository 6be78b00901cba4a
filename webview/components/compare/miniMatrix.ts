import { css } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { AccentCanvas, type Look } from '../accentCanvas';

/** Weights below it are left blank: they are the softmax's floor. */
const FAINTEST = 0.02;

/** A whole alignment in miniature: a row for each target word, a column for each source word and the end mark. */
@customElement('al-mini-matrix')
export class MiniMatrix extends AccentCanvas {
  @property({ attribute: false }) alignment: number[][] = [];

  static override styles = [
    ...[AccentCanvas.styles].flat(),
    css`
      :host {
        background: color-mix(in srgb, var(--vscode-foreground) calc(4% * var(--al-fill)), transparent);
        box-shadow: inset 0 0 0 calc(1px * (1 - var(--al-fill))) var(--al-line);
      }
    `,
  ];

  protected override draw(
    context: CanvasRenderingContext2D,
    { width, height }: { width: number; height: number },
    { accent, foreground, filled }: Look,
  ): void {
    const rows = this.alignment.length;
    const columns = this.alignment[0]?.length ?? 0;
    if (!rows || !columns) return;
    const [column, row] = [width / columns, height / rows];
    const gap = Math.min(1, column / 6, row / 6);
    this.alignment.forEach((weights, y) => {
      const peak = weights.indexOf(Math.max(...weights));
      weights.forEach((weight, x) => {
        if (weight < FAINTEST) return;
        const side = filled ? 1 : Math.sqrt(weight);
        const [w, h] = [(column - 2 * gap) * side, (row - 2 * gap) * side];
        context.globalAlpha = filled ? Math.min(1, weight) : 1;
        context.fillStyle = accent;
        context.fillRect((x + 0.5) * column - w / 2, (y + 0.5) * row - h / 2, w, h);
        if (x !== peak || Math.min(column, row) < 8) return;
        context.globalAlpha = 1;
        context.fillStyle = foreground;
        context.beginPath();
        context.arc((x + 0.5) * column, (y + 0.5) * row, 1.5, 0, 2 * Math.PI);
        context.fill();
      });
    });
  }
}
