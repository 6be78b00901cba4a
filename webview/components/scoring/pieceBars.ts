import { LitElement, css, html, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { cssVars } from '../../cssVars';
import { sharedStyles } from '../../styles';

/** One bar a source piece: upwards from the middle line where values have a sign, else from the ground. */
@customElement('al-piece-bars')
export class PieceBars extends LitElement {
  @property({ attribute: false }) values: readonly number[] = [];
  /** What fills the height. */
  @property({ type: Number }) most = 1;
  @property({ type: Boolean }) signed = false;
  /** Index of the piece that all pictures mark; -1 for none. */
  @property({ type: Number }) active = -1;

  static override styles = [
    sharedStyles,
    css`
      svg {
        display: block;
        width: 100%;
        height: 40px;
        overflow: visible;
      }
      .ground {
        stroke: var(--al-line);
        stroke-width: 1;
        vector-effect: non-scaling-stroke;
      }
      .column {
        fill: transparent;
      }
      .column.active {
        fill: color-mix(in srgb, var(--vscode-foreground) calc(12% * var(--al-fill)), transparent);
        stroke: var(--vscode-foreground);
        stroke-width: calc(1px * (1 - var(--al-fill)));
        vector-effect: non-scaling-stroke;
      }
      .bar {
        fill: var(--al-accent);
        transform: scaleY(var(--v));
        transform-origin: 0 var(--from);
        transition: transform var(--al-motion) ease-out;
        pointer-events: none;
      }
    `,
  ];

  override render() {
    const count = Math.max(1, this.values.length);
    const ground = this.signed ? 50 : 100;
    const share = (value: number): number => (this.most > 0 ? Math.max(-1, Math.min(1, value / this.most)) : 0);
    return html`<svg
      aria-hidden="true"
      viewBox="0 0 ${count} 100"
      preserveAspectRatio="none"
      @pointermove=${this.onPoint}
      @pointerleave=${() => this.point(-1)}
    >
      ${this.values.map(
        (value, index) => svg`
          <rect class="column ${index === this.active ? 'active' : ''}" x=${index} y="0" width="1" height="100" />
          <rect class="bar" x=${index + 0.14} width="0.72" y="0" height=${ground}
            ${cssVars({ '--v': share(value).toFixed(4), '--from': `${ground}px` })} />`,
      )}
      <line class="ground" x1="0" x2=${count} y1=${ground} y2=${ground} />
    </svg>`;
  }

  private onPoint(event: PointerEvent): void {
    const { left, width } = (event.currentTarget as Element).getBoundingClientRect();
    const index = Math.floor(((event.clientX - left) / width) * this.values.length);
    this.point(Math.max(0, Math.min(this.values.length - 1, index)));
  }

  private point(index: number): void {
    if (index === this.active) return;
    this.dispatchEvent(new CustomEvent('piece-pointed', { detail: index, bubbles: true, composed: true }));
  }
}
