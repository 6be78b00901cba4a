import { LitElement, css, html, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import type { SentenceResult } from '../../src/shared/result';
import { emitWord } from '../events';
import { t } from '../l10n';
import { sharedStyles } from '../styles';

const FAINTEST = 0.04;
const LOWEST = 48;
const HIGHEST = 110;

/** The whole alignment, small: where the row in view stands, and which columns of it are shown beside it. */
@customElement('al-mini-map')
export class MiniMap extends LitElement {
  @property({ attribute: false }) sentence!: SentenceResult;
  /** The active row. */
  @property({ type: Number }) row = 0;
  /** The rows that are in view, half-open. */
  @property({ attribute: false }) rows = { start: 0, end: 0 };
  /** The columns that are in view. */
  @property({ attribute: false }) columns: number[] = [];

  static override styles = [
    sharedStyles,
    css`
      :host {
        margin-top: 14px;
      }
      p {
        margin-bottom: 6px;
        color: var(--al-muted);
        font-size: 11px;
      }
      svg {
        display: block;
        width: 100%;
        border: 1px solid var(--al-line);
        border-radius: 4px;
        cursor: pointer;
      }
      .cell {
        fill: var(--al-accent);
      }
      .row {
        fill: none;
        stroke: var(--vscode-foreground);
        stroke-width: 1;
        vector-effect: non-scaling-stroke;
      }
      .shown {
        fill: var(--vscode-foreground);
        fill-opacity: 0.14;
      }
    `,
  ];

  override render() {
    const { alignment } = this.sentence;
    const columns = alignment[0]?.length ?? 1;
    const height = Math.max(LOWEST, Math.min(HIGHEST, alignment.length * 3));
    return html`<p>
        ${t('Above, the {0} strongest of {1} columns. The whole sentence:', this.columns.length, columns)}
      </p>
      <svg
        aria-hidden="true"
        height=${height}
        viewBox="0 0 ${columns} ${alignment.length}"
        preserveAspectRatio="none"
        @click=${this.onClick}
      >
        ${this.columns.map(
          (at) =>
            svg`<rect class="shown" x=${at} y=${this.rows.start} width="1" height=${this.rows.end - this.rows.start} />`,
        )}
        ${guard([alignment], () =>
          alignment.flatMap((weights, y) =>
            weights.flatMap((weight, x) =>
              weight < FAINTEST
                ? []
                : [svg`<rect class="cell" x=${x} y=${y} width="1" height="1" fill-opacity=${weight.toFixed(2)} />`],
            ),
          ),
        )}
        <rect class="row" x="0" y=${this.row} width=${columns} height="1"></rect>
      </svg>`;
  }

  private onClick(event: MouseEvent): void {
    const { top, height } = (event.currentTarget as Element).getBoundingClientRect();
    const index = Math.floor(((event.clientY - top) / height) * this.sentence.alignment.length);
    emitWord(this, { do: 'toggleLock', word: { side: 'target', index } });
  }
}
