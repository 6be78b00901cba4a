import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { joinTranslation } from '../../../src/shared/result';
import { hasAlignment } from '../../alignment/links';
import { isDone, scoreOf, sentenceOf, type CompareRow } from '../../compare/rows';
import { formatFigure, formatMilliseconds, formatPercent, formatScore, formatWeight, t } from '../../l10n';
import { sharedStyles } from '../../styles';
import { tableStyles, twinStyles } from '../controlStyles';
import { phaseName } from './phaseName';

/** The cards' twin: what each model made of the text, and each model's attention at the step. */
@customElement('al-compare-table')
export class CompareTable extends LitElement {
  @property({ attribute: false }) rows: CompareRow[] = [];
  @property() text = '';
  @property({ type: Number }) sentence = 0;
  @property({ type: Number }) step = 0;
  /** Without it the tables are there for screen readers alone. */
  @property({ type: Boolean, reflect: true }) shown = false;

  static override styles = [
    sharedStyles,
    tableStyles,
    twinStyles,
    css`
      .scroll {
        margin-bottom: 16px;
      }
      h3 {
        margin: 0 0 6px;
        font-size: 12px;
        font-weight: 600;
      }
    `,
  ];

  override render() {
    return html`${this.renderResults()} ${this.renderAttention()}`;
  }

  private region(name: string, table: unknown) {
    return html`<h3>${name}</h3>
      <div class="scroll" role="region" tabindex=${this.shown ? 0 : -1} aria-label=${name}>${table}</div>`;
  }

  private renderResults() {
    const name = t('Translations and figures');
    return this.region(
      name,
      html`<table>
        <caption class="hidden">
          ${name}
        </caption>
        <thead>
          <tr>
            ${[t('Model'), t('Translation'), 'BLEU', 'AER', t('agreement'), t('score'), t('time')].map(
              (head, index) => html`<th scope="col" class=${index === 1 ? 'text' : ''}>${head}</th>`,
            )}
          </tr>
        </thead>
        <tbody>
          ${this.rows.map((row) => this.renderResult(row))}
        </tbody>
      </table>`,
    );
  }

  private renderResult(row: CompareRow) {
    const { run, model, agreement } = row;
    const { bleu, aer } = model?.figures ?? {};
    const score = isDone(run) ? scoreOf(run) : null;
    const translation = isDone(run) ? joinTranslation(this.text, run.result.sentences) : phaseName(run);
    return html`<tr>
      <th scope="row" title=${row.name}>${row.name}</th>
      <td class="text" dir="auto" title=${translation.slice(0, 1000)}>${translation}</td>
      <td>${bleu == null ? '–' : formatFigure(bleu)}</td>
      <td>${aer == null ? '–' : formatFigure(aer)}</td>
      <td>${agreement === null ? '–' : formatPercent(agreement)}</td>
      <td>${score === null ? '–' : formatScore(score)}</td>
      <td>${isDone(run) ? formatMilliseconds(run.milliseconds) : '–'}</td>
    </tr>`;
  }

  private renderAttention() {
    const rows = this.rows.flatMap(({ name, run }) => {
      const sentence = sentenceOf(run, this.sentence);
      return sentence ? [{ name, sentence }] : [];
    });
    const source = rows.find(({ sentence }) => hasAlignment(sentence))?.sentence;
    if (!source) return nothing;
    const name = t('Attention of word {0} of each translation on the source', this.step + 1);
    return this.region(
      name,
      html`<table>
        <caption class="hidden">
          ${name}
        </caption>
        <thead>
          <tr>
            <th scope="col">${t('Model')}</th>
            <th scope="col" class="text">${t('query ↓ key →')}</th>
            ${source.sourceWords.map(({ text }) => html`<th scope="col" title=${text.slice(0, 300)}>${text.slice(0, 80)}</th>`)}
            <th scope="col">${t('end of sentence')}</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(({ name: model, sentence }) => {
            const weights = sentence.alignment[this.step] ?? [];
            const peak = Math.max(...weights);
            const columns = source.sourceWords.length + 1;
            return html`<tr>
              <th scope="row" title=${model}>${model}</th>
              <td class="text">${sentence.targetWords[this.step]?.text.slice(0, 80) ?? '–'}</td>
              ${
                weights.length
                  ? weights.map(
                      (weight) =>
                        html`<td class=${weight === peak ? 'peak' : ''}>
                          <data value=${weight}>${formatWeight(weight)}</data>
                        </td>`,
                    )
                  : html`<td class="text" colspan=${columns}>
                      ${hasAlignment(sentence) ? t('the translation has ended') : t('no attention')}
                    </td>`
              }
            </tr>`;
          })}
        </tbody>
      </table>`,
    );
  }
}
