import { LitElement, css, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { cssVars } from '../../cssVars';
import { formatDecimal, t } from '../../l10n';
import { sharedStyles } from '../../styles';
import { linesOf } from './vectorBars';

/**
 * A vector to be looked into: pointer and arrow keys choose one of its numbers, which is read out. It says so by
 * `number-chosen`; whoever shows it keeps which one it is.
 */
@customElement('al-vector-strip')
export class VectorStrip extends LitElement {
  @property() name = '';
  @property({ attribute: false }) values: readonly number[] = [];
  /** What fills half the height of a line; strips that are held against each other share it. */
  @property({ type: Number }) most = 0;
  /** Index of the chosen number. */
  @property({ type: Number }) chosen = 0;
  @state() private width = 0;
  private readonly sizes = new ResizeObserver(() => (this.width = this.clientWidth));

  static override styles = [
    sharedStyles,
    css`
      .caption {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        gap: 0 10px;
        color: var(--al-muted);
        font-size: 11px;
        line-height: 16px;
      }
      data {
        color: var(--vscode-foreground);
        font-variant-numeric: tabular-nums;
      }
      .strip {
        height: var(--height);
        border-radius: 3px;
        cursor: crosshair;
        touch-action: pan-y;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.sizes.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.sizes.disconnect();
  }

  override render() {
    const count = this.values.length;
    const at = Math.min(this.chosen, count - 1);
    const value = this.values[at] ?? 0;
    const { lines } = this.layout;
    const said = t('{0} of {1}: {2}', at + 1, count, formatDecimal(value, 3));
    return html`<div class="caption"><span>${this.name}</span><data value=${value}>${said}</data></div>
      <div
        class="strip"
        role="slider"
        tabindex="0"
        aria-label=${this.name}
        aria-valuemin="1"
        aria-valuemax=${count}
        aria-valuenow=${at + 1}
        aria-valuetext=${said}
        ${cssVars({ '--height': `${lines === 1 ? 40 : lines * 28}px` })}
        @keydown=${this.onKey}
        @pointermove=${this.onPointer}
        @pointerdown=${this.onPointer}
      >
        <al-vector-bars
          .values=${this.values}
          .most=${this.most || Math.max(...this.values.map(Math.abs), 1e-9)}
          .marked=${at}
        ></al-vector-bars>
      </div>`;
  }

  private get layout(): { lines: number; perLine: number } {
    return linesOf(this.values.length, this.width || 260);
  }

  private onKey(event: KeyboardEvent): void {
    const { perLine } = this.layout;
    const last = this.values.length - 1;
    const to = {
      ArrowLeft: this.chosen - 1,
      ArrowRight: this.chosen + 1,
      ArrowUp: this.chosen - perLine,
      ArrowDown: this.chosen + perLine,
      PageUp: this.chosen - Math.ceil(last / 10),
      PageDown: this.chosen + Math.ceil(last / 10),
      Home: 0,
      End: last,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.choose(to);
  }

  private onPointer(event: PointerEvent): void {
    const { left, top, width, height } = (event.currentTarget as Element).getBoundingClientRect();
    const { lines, perLine } = this.layout;
    const line = Math.max(0, Math.min(lines - 1, Math.floor(((event.clientY - top) / height) * lines)));
    const column = Math.max(0, Math.min(perLine - 1, Math.floor(((event.clientX - left) / width) * perLine)));
    this.choose(line * perLine + column);
  }

  private choose(index: number): void {
    const to = Math.max(0, Math.min(this.values.length - 1, index));
    if (to === this.chosen) return;
    this.dispatchEvent(new CustomEvent('number-chosen', { detail: to, bubbles: true, composed: true }));
  }
}

declare global {
  interface HTMLElementEventMap {
    'number-chosen': CustomEvent<number>;
    'piece-chosen': CustomEvent<number>;
  }
}
