import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { TraceRecord } from '../../../src/shared/trace';
import type { DiffWord } from '../../compare/diff';
import { formatScore, formatWeight, t } from '../../l10n';
import { sharedStyles } from '../../styles';
import { hasEnd, meanProbability, type FocusedWord, type Side } from '../../whatIf/rows';
import { controlStyles } from '../controlStyles';
import '../wordButtons';
import type { WordButton } from '../wordButtons';
import { whatIfStyles } from './whatIfStyles';

/** Two decodings beside each other, what only one of them wrote marked. */
@customElement('al-what-if-outcome')
export class WhatIfOutcome extends LitElement {
  @property({ attribute: false }) plain!: TraceRecord;
  @property({ attribute: false }) edited: TraceRecord | null = null;
  /** Words of both, those in common marked. */
  @property({ attribute: false }) words!: Record<Side, DiffWord[]>;
  /** The word in focus and the one in its place. */
  @property({ attribute: false }) focused!: Record<Side, number | null>;
  /** Whether another answer is on its way. */
  @property({ type: Boolean }) asking = false;

  static override styles = [
    sharedStyles,
    controlStyles,
    whatIfStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 250px), 1fr));
        gap: 10px;
        align-items: stretch;
      }
      section {
        min-width: 0;
        padding: 8px 12px 10px;
        border: 1px solid var(--al-line);
        border-radius: 8px;
      }
      .after {
        border-color: var(--al-accent);
      }
      .waits {
        opacity: 0.62;
      }
      al-word-buttons {
        max-height: 15em;
        overflow: auto;
        font-size: calc(var(--al-word-size) + 1px);
      }
      dl {
        display: flex;
        flex-wrap: wrap;
        gap: 0 14px;
        margin: 6px 0 0;
        font-size: 12px;
        font-variant-numeric: tabular-nums;
      }
      dl div {
        display: flex;
        gap: 5px;
      }
      dt {
        color: var(--al-muted);
      }
      dd {
        margin: 0;
      }
    `,
  ];

  override render() {
    return html`${this.renderSide('before', this.plain)}
    ${this.edited ? this.renderSide('after', this.edited) : nothing}`;
  }

  private renderSide(side: Side, record: TraceRecord) {
    const after = side === 'after';
    const name = after ? t('After') : t('Before');
    const focused = this.focused[side];
    return html`<section
      class="${after ? 'after' : ''} ${after && this.asking ? 'waits' : ''}"
      aria-label=${name}
      aria-busy=${after && this.asking}
    >
      <h3>${name}</h3>
      <al-word-buttons
        .words=${buttonsOf(record, this.edited ? this.words[side] : null)}
        .label=${after ? t('Translation after: choose a word') : t('Translation before: choose a word')}
        .chosen=${focused === null ? [] : [focused]}
        @word-chosen=${(event: CustomEvent<number>) => {
          event.stopPropagation();
          this.dispatchEvent(new CustomEvent<FocusedWord>('word-focused', { detail: { side, word: event.detail } }));
        }}
      ></al-word-buttons>
      ${record.sentence.truncated ? html`<p class="fine">${t('The model was stopped before it ended the sentence.')}</p>` : nothing}
      <dl>
        <div>
          <dt>${t('Score')}</dt>
          <dd title=${t('Log-probability per piece: nearer to 0 is likelier')}>
            ${formatScore(record.sentence.score)}
          </dd>
        </div>
        <div>
          <dt>${t('Probability per piece')}</dt>
          <dd>${formatWeight(meanProbability(record))}</dd>
        </div>
      </dl>
    </section>`;
  }
}

/** The words of a decoding, and its end. */
function buttonsOf(record: TraceRecord, diff: DiffWord[] | null): WordButton[] {
  const { target, targetWords } = record.sentence;
  let at = 0;
  const words = targetWords.map(({ text, start, end }, index): WordButton => {
    const before = target.slice(at, start);
    at = end;
    if (!diff || diff[index]!.common) return { text, before };
    return { text, before, look: 'other', meaning: t('only in this translation') };
  });
  if (!hasEnd(record)) return words;
  return [...words, { text: t('end'), before: ' ', look: 'end', meaning: t('the translation ends here') }];
}
