import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { SentenceResult } from '../../src/shared/result';
import type { Surprise } from '../../src/shared/surprise';
import { formatFigure, formatPercent, t } from '../l10n';
import { sharedStyles } from '../styles';
import { tableStyles } from './controlStyles';

/** Where the model would have written something else than the user did. */
@customElement('al-surprises')
export class Surprises extends LitElement {
  @property({ attribute: false }) sentence!: SentenceResult;
  /** One a target word. */
  @property({ attribute: false }) surprises: Surprise[] = [];

  static override styles = [
    sharedStyles,
    tableStyles,
    css`
      :host {
        display: grid;
        gap: 8px;
        margin-top: 14px;
      }
      h2,
      p {
        margin: 0;
      }
      h2 {
        font-size: 13px;
        font-weight: 600;
      }
      p {
        color: var(--al-muted);
        font-size: 12px;
      }
      .scroll {
        max-width: 520px;
        max-height: 22em;
      }
      table {
        width: 100%;
      }
      th,
      td {
        padding: 3px 8px;
      }
      tbody th,
      td.text {
        overflow-wrap: anywhere;
        white-space: normal;
      }
      .share {
        color: var(--al-muted);
      }
    `,
  ];

  override render() {
    const { targetWords } = this.sentence;
    const bits = this.surprises.reduce((sum, each) => sum + each.bits, 0);
    const surprising = this.surprises
      .flatMap(({ bits: own, instead }, index) => (instead ? [{ word: targetWords[index]!, bits: own, instead }] : []))
      .sort((a, b) => b.bits - a.bits);
    return html`
      <h2>${t('What surprised the model')}</h2>
      ${
        surprising.length === 0
          ? html`<p>
              ${t('Nothing: word by word, it would have written the same ({0} bits in all).', formatFigure(bits))}
            </p>`
          : html`<p>
                ${t(
                  'At {0} of {1} words it would have written something else. All words together: {2} bits; 1 bit is a toss of a coin.',
                  surprising.length,
                  targetWords.length,
                  formatFigure(bits),
                )}
              </p>
              <div class="scroll" tabindex="0" role="group" aria-label=${t('What surprised the model')}>
                <table>
                  <thead>
                    <tr>
                      <th scope="col" class="text">${t('Your word')}</th>
                      <th scope="col">${t('Bits')}</th>
                      <th scope="col" class="text">${t('The model’s')}</th>
                    </tr>
                  </thead>
                  <tbody>
                    ${surprising.map(
                      ({ word, bits: own, instead }) =>
                        html`<tr>
                          <th scope="row">${word.text}</th>
                          <td><data value=${own}>${formatFigure(own)}</data></td>
                          <td class="text">
                            ${instead.text === '' ? t('(end of the sentence)') : instead.text}
                            <span class="share">${formatPercent(instead.probability)}</span>
                          </td>
                        </tr>`,
                    )}
                  </tbody>
                </table>
              </div>`
      }
    `;
  }
}
