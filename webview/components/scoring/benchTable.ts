import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatScore, formatWeight, t } from '../../l10n';
import type { BenchRow } from '../../scoring/bench';
import { sharedStyles } from '../../styles';
import { tableStyles, twinStyles } from '../controlStyles';
import { pieceName } from './pieceName';

/** The scoring page's twin: every score and every weight, a line for each source piece. */
@customElement('al-bench-table')
export class BenchTable extends LitElement {
  @property({ attribute: false }) rows: BenchRow[] = [];
  @property({ attribute: false }) pieces: readonly string[] = [];
  /** Without it the table is there for screen readers alone. */
  @property({ type: Boolean, reflect: true }) shown = false;

  static override styles = [
    sharedStyles,
    tableStyles,
    twinStyles,
    css`
      thead tr:nth-child(2) th {
        top: 25px;
      }
      thead th[colspan] {
        text-align: center;
      }
    `,
  ];

  override render() {
    const name = t('Scores and weights of every score function');
    return html`<div class="scroll" role="region" tabindex=${this.shown ? 0 : -1} aria-label=${name}>
      <table>
        <caption class="hidden">
          ${name}
        </caption>
        <thead>
          <tr>
            <th scope="col" rowspan="2">${t('piece')}</th>
            ${this.rows.map(({ score }) => html`<th scope="colgroup" colspan="2">${score ?? t('The model itself')}</th>`)}
          </tr>
          <tr>
            ${this.rows.map(
              () =>
                html`<th scope="col">${t('score')}</th>
                  <th scope="col">${t('weight')}</th>`,
            )}
          </tr>
        </thead>
        <tbody>
          ${this.pieces.map(
            (piece, index) =>
              html`<tr>
                <th scope="row">${pieceName(piece)}</th>
                ${this.rows.map(({ scores, weights }) => {
                  const peak = (weights[index] ?? 0) > 0 && weights[index] === Math.max(...weights);
                  return html`<td>${formatScore(scores[index] ?? 0)}</td>
                    <td class=${peak ? 'peak' : ''}>
                      <data value=${weights[index] ?? 0}>${formatWeight(weights[index] ?? 0)}</data>
                    </td>`;
                })}
              </tr>`,
          )}
          <tr>
            <th scope="row">${t('cosine of the contexts')}</th>
            ${this.rows.map(
              ({ similarity }) => html`<td colspan="2">${similarity === null ? '–' : formatScore(similarity)}</td>`,
            )}
          </tr>
        </tbody>
      </table>
    </div>`;
  }
}
