import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { formatDecimal, joinParts, t } from '../../l10n';
import { sharedStyles } from '../../styles';
import { tableStyles } from '../controlStyles';

export interface NumberColumn {
  name: string;
  values: readonly number[];
}

/** The twin of strips: all their numbers in a table, a line for each index; drawn once it is opened. */
@customElement('al-number-table')
export class NumberTable extends LitElement {
  @property({ attribute: false }) columns: readonly NumberColumn[] = [];
  @state() private open = false;

  static override styles = [
    sharedStyles,
    tableStyles,
    css`
      summary {
        width: fit-content;
        border-radius: 3px;
        color: var(--al-muted);
        font-size: 11px;
        cursor: pointer;
      }
      .scroll {
        width: fit-content;
        max-width: 100%;
        max-height: 260px;
        margin-top: 4px;
      }
    `,
  ];

  override render() {
    const count = this.columns[0]?.values.length ?? 0;
    return html`<details
      .open=${this.open}
      @toggle=${(event: Event) => (this.open = (event.target as HTMLDetailsElement).open)}
    >
      <summary>${t('All {0} numbers', count)}</summary>
      ${this.open ? this.renderTable(count) : nothing}
    </details>`;
  }

  private renderTable(count: number) {
    const name = joinParts(...this.columns.map((column) => column.name));
    return html`<div class="scroll" role="region" tabindex="0" aria-label=${name}>
      <table>
        <caption class="hidden">
          ${name}
        </caption>
        <thead>
          <tr>
            <th scope="col">${t('number')}</th>
            ${this.columns.map((column) => html`<th scope="col">${column.name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${Array.from(
            { length: count },
            (_, at) =>
              html`<tr>
                <th scope="row">${at + 1}</th>
                ${this.columns.map(({ values }) => html`<td><data value=${values[at]!}>${formatDecimal(values[at]!, 4)}</data></td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }
}
