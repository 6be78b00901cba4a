import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { SentenceResult } from '../../../src/shared/result';
import { diffWords, weightDifference, type DiffWord } from '../../compare/diff';
import { sentenceOf, type CompareRow } from '../../compare/rows';
import { cssVars } from '../../cssVars';
import { formatPercent, formatSignedPercent, t } from '../../l10n';
import { sharedStyles } from '../../styles';
import { controlStyles, tableStyles } from '../controlStyles';

/** Differences below it are not worth a number. */
const WORTH_PRINTING = 0.05;
/** The difference that fills a bar, unless a larger one is there. */
const FULL = 0.25;

/** Two pinned models: which words only one of them wrote, and what each looked at more at the step. */
@customElement('al-compare-diff')
export class CompareDiff extends LitElement {
  @property({ attribute: false }) pair!: [CompareRow, CompareRow];
  @property({ type: Number }) sentence = 0;
  @property({ type: Number }) step = 0;

  static override styles = [
    sharedStyles,
    controlStyles,
    tableStyles,
    css`
      :host {
        padding: 10px 12px 12px;
        border: 1px solid var(--al-accent);
        border-radius: 8px;
      }
      header {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        justify-content: space-between;
        gap: 2px 8px;
      }
      h2 {
        margin: 0;
        font-size: 12px;
        font-weight: 600;
      }
      .translation {
        display: grid;
        grid-template-columns: 16px minmax(0, 1fr);
        gap: 4px;
        margin-top: 8px;
      }
      .translation p {
        overflow-wrap: anywhere;
      }
      .letter {
        font-size: 11px;
        font-weight: 700;
        line-height: 20px;
      }
      .name {
        color: var(--al-muted);
        font-size: 11px;
      }
      .only {
        padding: 0 2px;
        border-radius: 3px;
        background: color-mix(in srgb, var(--al-accent) calc(20% * var(--al-fill)), transparent);
        font-weight: 600;
        text-decoration: underline;
        text-decoration-color: var(--al-accent);
        text-underline-offset: 3px;
      }
      .current {
        box-shadow: inset 0 0 0 1px var(--vscode-foreground);
        border-radius: 3px;
      }
      .about {
        margin-top: 10px;
      }
      .bars {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 2px;
        margin-top: 4px;
      }
      .bar {
        display: grid;
        grid-template-rows: 13px 24px 16px 24px 13px;
        min-width: 16px;
        max-width: 100%;
        font-size: 9.5px;
        font-variant-numeric: tabular-nums;
        line-height: 13px;
        text-align: center;
      }
      .bar .word {
        padding: 0 3px;
        overflow: hidden;
        color: var(--al-muted);
        font-size: 12px;
        line-height: 16px;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .bar.worth .word {
        color: var(--vscode-foreground);
      }
      .up,
      .down {
        display: flex;
        margin: 0 auto;
        width: min(100%, 18px);
      }
      .up {
        align-items: end;
      }
      .up::before,
      .down::before {
        width: 100%;
        height: calc(var(--d, 0) * 100%);
        background: var(--al-accent);
        content: '';
      }
      .up::before {
        border-radius: 2px 2px 0 0;
      }
      /* Below the words and hollow: what only the second model looked at. */
      .down::before {
        border: 1.5px solid var(--al-accent);
        border-radius: 0 0 2px 2px;
        background: none;
      }
      .down.none::before {
        border: 0;
      }
    `,
  ];

  override render() {
    const [a, b] = this.pair;
    const [first, second] = this.pair.map(({ run }) => sentenceOf(run, this.sentence));
    if (!first || !second) return nothing;
    const words = diffWords(
      first.targetWords.map(({ text }) => text),
      second.targetWords.map(({ text }) => text),
    );
    const difference = weightDifference(first.alignment[this.step], second.alignment[this.step]);
    return html`<section aria-label=${t('Difference of the pinned models')}>
      <header>
        <h2>${t('Difference')}</h2>
        <button class="link" @click=${() => this.dispatchEvent(new CustomEvent('unpinned'))}>${t('Unpin both')}</button>
      </header>
      ${this.renderTranslation('A', a.name, first, words.a)} ${this.renderTranslation('B', b.name, second, words.b)}
      ${
        difference
          ? this.renderBars([...first.sourceWords.map(({ text }) => text), t('end')], difference, [
              first.targetWords[this.step]!.text,
              second.targetWords[this.step]!.text,
            ])
          : html`<p class="about fine">${this.whyNoBars()}</p>`
      }
    </section>`;
  }

  private whyNoBars(): string {
    const attention = this.pair.map(({ run }) => (sentenceOf(run, this.sentence)?.alignment.length ?? 0) > 0);
    return attention[0] && attention[1]
      ? t('At this step one of the translations has ended: there is no attention to compare.')
      : t('Attention can be compared only where both models have it.');
  }

  private renderTranslation(letter: string, name: string, { target, targetWords }: SentenceResult, words: DiffWord[]) {
    let at = 0;
    return html`<div class="translation">
      <span class="letter" aria-hidden="true">${letter}</span>
      <p dir="auto">
        ${words.map(({ text, common }, index) => {
          const { start, end } = targetWords[index]!;
          const before = target.slice(at, start);
          at = end;
          return html`${before}<span
              class="${common ? '' : 'only'} ${index === this.step ? 'current' : ''}"
              title=${common ? nothing : t('Only in this translation')}
              >${text.slice(0, 300)}</span
            >`;
        })}
        <span class="name">— ${name}</span>
      </p>
    </div>`;
  }

  private renderBars(words: string[], difference: number[], [a, b]: [string, string]) {
    const most = Math.max(FULL, ...difference.map(Math.abs));
    return html`<p class="about fine">
        ${t('Attention at the step, A ({0}) minus B ({1}): filled upwards A looks more, hollow downwards B.', a, b)}
      </p>
      <div class="bars" aria-hidden="true" dir="auto">
        ${words.map((word, index) => {
          const value = difference[index]!;
          const worth = Math.abs(value) >= WORTH_PRINTING;
          const share = Math.abs(value) / most;
          const number = worth ? formatPercent(Math.abs(value)) : '';
          return html`<span
            class="bar ${worth ? 'worth' : ''}"
            title="${word.slice(0, 80)} ${formatSignedPercent(value)}"
          >
            <span>${value > 0 ? number : ''}</span>
            <span class="up" ${cssVars({ '--d': value > 0 ? share.toFixed(3) : undefined })}></span>
            <span class="word">${word.slice(0, 80)}</span>
            <span
              class="down ${value < 0 ? '' : 'none'}"
              ${cssVars({ '--d': value < 0 ? share.toFixed(3) : undefined })}
            ></span>
            <span>${value < 0 ? number : ''}</span>
          </span>`;
        })}
      </div>
      <table class="hidden">
        <caption>
          ${t('Difference of the attention at the step')}
        </caption>
        <tbody>
          ${words.map(
            (word, index) =>
              html`<tr>
                <th scope="row">${word.slice(0, 80)}</th>
                <td>${formatSignedPercent(difference[index]!)}</td>
              </tr>`,
          )}
        </tbody>
      </table>`;
  }
}
