import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { SentenceResult } from '../../src/shared/result';
import { columnsOf } from '../alignment/links';
import { formatWeight, t } from '../l10n';
import { sharedStyles } from '../styles';
import { tableStyles, twinStyles } from './controlStyles';

/** The alignment as a table: the pictures' twin for those who read rather than look. */
@customElement('al-weights-table')
export class WeightsTable extends LitElement {
  @property({ attribute: false }) sentence!: SentenceResult;
  /** What asks what. */
  @property() label = t('Attention of each word of the translation (rows) on each word of the source (columns)');
  /** Without it the table is there for screen readers alone. */
  @property({ type: Boolean, reflect: true }) shown = false;

  static override styles = [
    sharedStyles,
    tableStyles,
    twinStyles,
    css`
      p {
        margin-bottom: 8px;
        color: var(--al-muted);
        font-size: 11px;
      }
    `,
  ];

  override render() {
    const { targetWords, alignment } = this.sentence;
    return html` <p>${this.label}</p>
      <div class="scroll" role="region" tabindex=${this.shown ? 0 : -1} aria-label=${t('Attention weights as a table')}>
        <table>
          <caption class="hidden">
            ${t('Attention weights as a table')}
          </caption>
          <thead>
            <tr>
              <th scope="col">${t('query ↓ key →')}</th>
              ${columnsOf(this.sentence).map(renderHead)}
            </tr>
          </thead>
          <tbody>
            ${targetWords.map(
              ({ text }, index) =>
                html`<tr>
                  <th scope="row" title=${text.slice(0, 300)}>${text.slice(0, 80)}</th>
                  ${row(alignment[index] ?? [])}
                </tr>`,
            )}
          </tbody>
        </table>
      </div>`;
  }
}

const renderHead = (text: string | null) =>
  html`<th scope="col" title=${text?.slice(0, 300) ?? nothing}>${text?.slice(0, 80) ?? t('end of sentence')}</th>`;

function row(weights: number[]) {
  const most = Math.max(...weights);
  return weights.map(
    (weight) =>
      html`<td class=${weight === most ? 'peak' : ''}><data value=${weight}>${formatWeight(weight)}</data></td>`,
  );
}
