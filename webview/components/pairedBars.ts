import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { cssVars } from '../cssVars';
import { t } from '../l10n';
import { sharedStyles } from '../styles';
import { controlStyles } from './controlStyles';

/** One of the two numbers of a row; null where there is none. */
export interface PairedValue {
  value: number;
  text: string;
}

export interface PairedRow {
  name: string;
  /** What is special about the row. */
  remark?: string;
  values: [PairedValue | null, PairedValue | null];
}

/** Rows that are shown of many: those with the largest numbers, in the order of the text. */
const FEW = 12;

/** Two numbers for each word, as bars and in digits: a table that is its own picture. */
@customElement('al-paired-bars')
export class PairedBars extends LitElement {
  @property() caption = '';
  @property() word = '';
  /** The second one "" where there is nothing to compare with. */
  @property({ attribute: false }) heads: [string, string] = ['', ''];
  @property({ attribute: false }) rows: PairedRow[] = [];
  /** Whether both columns are of one scale; else each has its own, and its longest bar fills it. */
  @property({ type: Boolean }) together = false;
  @state() private all = false;

  static override styles = [
    sharedStyles,
    controlStyles,
    css`
      table {
        width: 100%;
        max-width: 640px;
        border-collapse: collapse;
        font-size: 12px;
        font-variant-numeric: tabular-nums;
        table-layout: fixed;
      }
      caption {
        padding-bottom: 4px;
        color: var(--al-muted);
        font-size: 11px;
        text-align: left;
      }
      th {
        font-weight: 400;
        text-align: left;
      }
      thead th {
        padding: 2px 8px 3px 0;
        border-bottom: 1px solid var(--al-line);
        color: var(--al-muted);
        font-size: 11px;
        overflow-wrap: anywhere;
        vertical-align: bottom;
      }
      .name {
        width: 30%;
      }
      tbody th {
        padding: 2px 8px 2px 0;
      }
      .of {
        display: flex;
        gap: 5px;
        align-items: baseline;
      }
      .own,
      .remark {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .own {
        flex: 0 1 auto;
        min-width: 2ch;
      }
      .remark {
        flex: 0 1 auto;
        min-width: 4ch;
        color: var(--al-muted);
        font-size: 11px;
      }
      td {
        padding: 2px 8px 2px 0;
      }
      .cell {
        display: grid;
        grid-template-columns: 44px minmax(0, 1fr);
        align-items: center;
        gap: 6px;
      }
      .number {
        text-align: right;
        white-space: nowrap;
      }
      .bar {
        width: calc(var(--d, 0) * 100%);
        min-width: 1px;
        height: 9px;
        border-radius: 0 2px 2px 0;
        background: var(--al-accent);
      }
      .bar.nil {
        visibility: hidden;
      }
      .second .bar {
        border: 1.5px solid var(--al-accent);
        background: none;
      }
      .second .bar.negative,
      .bar.negative {
        border: 1px dashed var(--vscode-foreground);
        background: none;
      }
      .link {
        margin-top: 4px;
      }
    `,
  ];

  override render() {
    const shown = this.shown();
    const largest = (column: 0 | 1): number =>
      Math.max(1e-9, ...this.rows.map(({ values }) => Math.abs(values[column]?.value ?? 0)));
    const scales: [number, number] = [largest(0), largest(1)];
    if (this.together) scales.fill(Math.max(...scales));
    return html`<table>
        <caption>
          ${this.caption}
        </caption>
        <thead>
          <tr>
            <th class="name" scope="col">${this.word}</th>
            <th scope="col">${this.heads[0]}</th>
            ${this.heads[1] ? html`<th scope="col">${this.heads[1]}</th>` : nothing}
          </tr>
        </thead>
        <tbody>
          ${shown.map(
            ({ name, remark, values }) =>
              html`<tr>
                <th scope="row" title=${name.slice(0, 300)}>
                  <span class="of">
                    <span class="own" dir="auto">${name.slice(0, 80)}</span>
                    ${remark ? html`<span class="remark">${remark}</span>` : nothing}
                  </span>
                </th>
                ${values.slice(0, this.heads[1] ? 2 : 1).map((value, column) => renderCell(value, column, scales[column]!))}
              </tr>`,
          )}
        </tbody>
      </table>
      ${
        this.rows.length > FEW
          ? html`<button class="link" aria-expanded=${this.all} @click=${() => (this.all = !this.all)}>
              ${this.all ? t('Show the {0} with the most', FEW) : t('Show all {0} words', this.rows.length)}
            </button>`
          : nothing
      }`;
  }

  private shown(): PairedRow[] {
    if (this.all || this.rows.length <= FEW) return this.rows;
    const scales = [0, 1].map((column) => Math.max(1e-9, ...this.rows.map(({ values }) => values[column]?.value ?? 0)));
    const weight = ({ values }: PairedRow): number =>
      Math.max(...values.map((value, column) => Math.abs(value?.value ?? 0) / scales[column]!));
    const kept = new Set([...this.rows].sort((a, b) => weight(b) - weight(a)).slice(0, FEW));
    return this.rows.filter((row) => kept.has(row));
  }
}

function renderCell(value: PairedValue | null, column: number, scale: number) {
  const which = column === 1 ? 'second' : '';
  if (!value)
    return html`<td class=${which}>
      <span class="cell"><span class="number">–</span></span>
    </td>`;
  const kind = value.value === 0 ? 'nil' : value.value < 0 ? 'negative' : '';
  return html`<td class=${which}>
    <span class="cell">
      <data class="number" value=${value.value}>${value.text}</data>
      <span
        class="bar ${kind}"
        aria-hidden="true"
        ${cssVars({ '--d': (Math.abs(value.value) / scale).toFixed(4) })}
      ></span>
    </span>
  </td>`;
}
