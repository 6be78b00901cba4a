import { html, type TemplateResult } from 'lit';
import type { SentenceResult } from '../../../src/shared/result';
import { hasAlignment } from '../../alignment/links';
import { formatPercent, t } from '../../l10n';
import { linkedWords } from '../describeLinks';

/** Every word of the translation with the source words that it attended to most, and how sure the model was of it. */
export function everyWord(sentence: SentenceResult): TemplateResult {
  const attends = hasAlignment(sentence);
  return html`<div class="scroll" role="region" tabindex="0" aria-label=${t('Every word')}>
    <table>
      <caption class="hidden">
        ${t('Every word')}
      </caption>
      <thead>
        <tr>
          <th scope="col" class="text">${t('Word')}</th>
          ${attends ? html`<th scope="col" class="text">${t('Attended most to')}</th>` : ''}
          <th scope="col">${t('Confidence')}</th>
        </tr>
      </thead>
      <tbody>
        ${sentence.targetWords.map(
          ({ text, confidence }, index) =>
            html`<tr>
              <th scope="row" title=${text.slice(0, 300)}><bdi>${text.slice(0, 80)}</bdi></th>
              ${
                attends
                  ? html`<td class="text">
                      ${linkedWords(sentence, { side: 'target', index })
                        .slice(0, 3)
                        .map(
                          ({ text: other, percent }, rank) =>
                            html`${rank ? ' · ' : ''}<bdi class=${rank ? '' : 'peak'}>${other.slice(0, 60)}</bdi>
                              ${percent}`,
                        )}
                    </td>`
                  : ''
              }
              <td><data value=${confidence}>${formatPercent(confidence)}</data></td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
