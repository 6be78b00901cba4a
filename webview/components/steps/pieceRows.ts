import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { cssVars } from '../../cssVars';
import { t } from '../../l10n';
import { sharedStyles } from '../../styles';
import { controlStyles } from '../controlStyles';
import { pieceName } from '../scoring/pieceName';
import { rowStyles } from './rowStyles';

/** Of a source of more pieces, so many are listed at first: those that weigh most. */
const MOST_ROWS = 16;
const FIRST_ROWS = 12;

export interface PieceColumn {
  name: string;
  values: readonly number[];
  format: (value: number) => string;
}

/** A line for each source piece: its numbers, and a bar for the last of them. One piece is chosen. */
@customElement('al-piece-rows')
export class PieceRows extends LitElement {
  /** Of the table. */
  @property() name = '';
  @property({ attribute: false }) pieces: readonly string[] = [];
  @property({ attribute: false }) columns: readonly PieceColumn[] = [];
  /** What fills the width of a bar; 0 for no bars. */
  @property({ type: Number }) most = 1;
  /** Bars grow to both sides of a middle line. */
  @property({ type: Boolean }) signed = false;
  /** By how much the pieces weigh, (S): of a long list those that weigh most stand first in sight. */
  @property({ attribute: false }) rank: readonly number[] = [];
  @property({ type: Number }) chosen = 0;
  /** What the last column sums to, as it is written; "" where that means nothing. */
  @property() total = '';
  @state() private all = false;

  static override styles = [
    sharedStyles,
    controlStyles,
    rowStyles,
    css`
      thead th {
        overflow: hidden;
        text-overflow: ellipsis;
      }
      th:first-child {
        width: 30%;
        padding: 0;
        text-align: left;
      }
      .value {
        width: 66px;
      }
      tfoot :is(th, td) {
        border-top: 1px solid var(--al-line);
        color: var(--al-muted);
      }
      tbody tr:hover {
        background: var(--vscode-toolbar-hoverBackground);
      }
      tr.chosen :is(th, td) {
        background: color-mix(in srgb, var(--al-accent) calc(13% * var(--al-fill)), transparent);
        font-weight: 600;
      }
      tr.chosen th {
        box-shadow: inset 2px 0 0 var(--al-accent);
      }
      th button {
        display: block;
        width: 100%;
        padding: 1px 4px 1px 6px;
        overflow: hidden;
        border-radius: 3px;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      th button:focus-visible {
        outline-offset: -1px;
      }
      .index {
        display: inline-block;
        min-width: 1.5em;
        color: var(--al-muted);
        font-size: 10px;
        font-weight: 400;
      }
      .bar.signed::before {
        position: absolute;
        inset: 0 auto 0 50%;
        width: 1px;
        background: var(--al-line);
        content: '';
      }
      i {
        position: absolute;
        top: 6px;
        left: 0;
        width: 100%;
        height: 10px;
        border-radius: 2px;
        background: var(--al-accent);
        transform: scaleX(var(--share));
        transform-origin: left;
        transition: transform var(--al-motion);
      }
      .signed i {
        left: 50%;
        width: 50%;
      }
      .signed i.below {
        left: 0;
        background: var(--al-below);
        transform-origin: right;
      }
    `,
  ];

  override render() {
    const shown = this.shownPieces();
    const hidden = this.pieces.length - shown.length;
    const bars = this.most > 0;
    const values = this.columns.at(-1)?.values ?? [];
    return html`<table>
        <caption class="hidden">
          ${this.name}
        </caption>
        <thead>
          <tr>
            <th scope="col">${t('Source piece')}</th>
            ${this.columns.map(({ name }) => html`<th scope="col" class="value" title=${name}>${name}</th>`)}
            ${bars ? html`<td></td>` : nothing}
          </tr>
        </thead>
        <tbody @keydown=${this.onKey}>
          ${shown.map(
            (j) =>
              html`<tr class=${j === this.chosen ? 'chosen' : ''} @click=${() => this.choose(j)}>
                <th scope="row">
                  <button
                    aria-pressed=${j === this.chosen}
                    tabindex=${j === this.chosen ? 0 : -1}
                    data-piece=${j}
                    title=${pieceName(this.pieces[j] ?? '')}
                  >
                    <span class="index">${j + 1}</span>${pieceName(this.pieces[j] ?? '')}
                  </button>
                </th>
                ${this.columns.map(
                  ({ values: of, format }) =>
                    html`<td class="value"><data value=${of[j] ?? 0}>${format(of[j] ?? 0)}</data></td>`,
                )}
                ${bars ? this.renderBar(values[j] ?? 0) : nothing}
              </tr>`,
          )}
        </tbody>
        ${
          this.total
            ? html`<tfoot>
                <tr>
                  <th scope="row">${hidden > 0 ? t('Sum of all {0}', this.pieces.length) : t('Sum')}</th>
                  ${this.columns.slice(1).map(() => html`<td></td>`)}
                  <td class="value">
                    <data class="sum" value=${values.reduce((a, b) => a + b, 0)}>${this.total}</data>
                  </td>
                  ${bars ? html`<td></td>` : nothing}
                </tr>
              </tfoot>`
            : nothing
        }
      </table>
      ${
        hidden > 0 || this.all
          ? html`<button class="link" aria-expanded=${this.all} @click=${() => (this.all = !this.all)}>
              ${this.all ? t('Show the Strongest Alone') : t('Show All {0} Pieces', this.pieces.length)}
            </button>`
          : nothing
      }`;
  }

  private renderBar(value: number) {
    const share = Number.isFinite(value) ? Math.min(1, Math.abs(value) / this.most) : 0;
    return html`<td class="bar ${this.signed ? 'signed' : ''}" aria-hidden="true">
      <i class=${value < 0 ? 'below' : ''} ${cssVars({ '--share': share.toFixed(4) })}></i>
    </td>`;
  }

  /** Indices, in the order of the source. */
  private shownPieces(): number[] {
    const all = this.pieces.map((_, j) => j);
    if (this.all || all.length <= MOST_ROWS) return all;
    const byRank = [...all].sort((a, b) => (this.rank[b] ?? 0) - (this.rank[a] ?? 0)).slice(0, FIRST_ROWS);
    if (!byRank.includes(this.chosen)) byRank[FIRST_ROWS - 1] = this.chosen;
    return byRank.sort((a, b) => a - b);
  }

  private onKey(event: KeyboardEvent): void {
    const shown = this.shownPieces();
    const from = shown.indexOf(this.chosen);
    const to = { ArrowUp: from - 1, ArrowDown: from + 1, Home: 0, End: shown.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const piece = shown[Math.max(0, Math.min(shown.length - 1, to))]!;
    this.choose(piece);
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(`[data-piece="${piece}"]`)?.focus());
  }

  private choose(piece: number): void {
    this.dispatchEvent(new CustomEvent('piece-chosen', { detail: piece, bubbles: true, composed: true }));
  }
}
