import { LitElement, css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { SentenceResult } from '../../src/shared/result';
import { hasAlignment, sameWord, sourceWordOf, type WordRef } from '../alignment/links';
import { PICTURES, type Picture } from '../choices';
import { emitSentence, emitSourceWord, type WordAction } from '../events';
import { icon } from '../icons';
import { t } from '../l10n';
import { sharedStyles } from '../styles';
import { controlStyles } from './controlStyles';
import { linkedWords, wordText } from './describeLinks';
import './heatMap';
import './ribbon';
import './weightsTable';

/** The alignment of one sentence: a choice of pictures that share the active word. */
@customElement('al-attention')
export class Attention extends LitElement {
  @property({ attribute: false }) sentences: SentenceResult[] = [];
  /** Index of the sentence that is drawn. */
  @property({ type: Number }) sentence = 0;
  @property() picture: Picture = 'ribbon';
  /** The source word that the editor's cursor stands in: its links are drawn while nothing else is active. */
  @property({ attribute: false }) cursorWord: { sentence: number; word: number } | null = null;
  @state() private preview: WordRef | null = null;
  @state() private lockedWord: WordRef | null = null;
  /** The source word that was told last. */
  private toldWord: number | null = null;

  static override styles = [
    sharedStyles,
    controlStyles,
    css`
      :host {
        padding: 14px var(--al-pad-end) 24px var(--al-pad);
        border-top: 1px solid var(--al-line);
      }
      .bar {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 8px 12px;
        margin-bottom: 14px;
      }
      .stepper {
        display: flex;
        align-items: center;
        gap: 2px;
        color: var(--al-muted);
        font-size: 12px;
        font-variant-numeric: tabular-nums;
      }
      .readout {
        display: flex;
        gap: 6px;
        min-height: 20px;
        margin-top: 12px;
        font-size: 12px;
        line-height: 20px;
      }
      .readout .icon {
        width: 13px;
        height: 20px;
      }
      .readout b {
        font-weight: 600;
      }
      .words {
        min-width: 0;
        overflow-wrap: anywhere;
      }
      .hint,
      .none {
        color: var(--al-muted);
        font-size: 12px;
      }
    `,
  ];

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('sentences') || changed.has('sentence')) {
      this.preview = null;
      this.lockedWord = null;
    }
  }

  protected override updated(changed: PropertyValues<this>): void {
    this.tellSourceWord(changed);
    const { cursorWord, sentence } = this;
    // The pictures follow the cursor into another sentence, but take nobody away from a word that is locked.
    if (!changed.has('cursorWord') || !cursorWord || cursorWord.sentence === sentence || this.lockedWord) return;
    if (cursorWord.sentence < this.sentences.length) emitSentence(this, cursorWord.sentence);
  }

  private tellSourceWord(changed: PropertyValues<this>): void {
    const { sentence } = this;
    const drawn = this.sentences[sentence];
    const own = this.lockedWord ?? this.preview;
    const word = drawn && own ? sourceWordOf(drawn, own) : null;
    const before = changed.get('sentence') ?? sentence;
    if (word === this.toldWord && (word === null || before === sentence)) return;
    this.toldWord = word;
    emitSourceWord(this, { sentence, word });
  }

  /** What the pictures show as active: what is locked before what is pointed at, and that before the cursor's word. */
  private activeWord(sentence: SentenceResult): WordRef | null {
    if (this.lockedWord ?? this.preview) return this.lockedWord ?? this.preview;
    const { cursorWord } = this;
    if (cursorWord?.sentence !== this.sentence || !sentence.sourceWords[cursorWord.word]) return null;
    return { side: 'source', index: cursorWord.word };
  }

  override render() {
    const sentence = this.sentences[this.sentence];
    if (!sentence) return nothing;
    return html`
      <div class="bar">${this.renderTabs()} ${this.renderStepper()}</div>
      <div
        id="picture"
        role="tabpanel"
        aria-labelledby=${this.picture}
        @word-action=${this.onWord}
        @keydown=${this.onKey}
      >
        ${hasAlignment(sentence) ? this.renderPicture(sentence) : html`<p class="none">${whyNothing(sentence)}</p>`}
      </div>
    `;
  }

  private renderPicture(sentence: SentenceResult) {
    const active = this.activeWord(sentence);
    const locked = this.lockedWord !== null;
    const picture =
      this.picture === 'ribbon'
        ? html`<al-ribbon .sentence=${sentence} .active=${active} .locked=${locked}></al-ribbon>`
        : html`<al-heat-map .sentence=${sentence} .active=${active} .locked=${locked}></al-heat-map>`;
    return html`
      ${this.picture === 'table' ? nothing : [picture, this.renderReadout(sentence, active)]}
      <al-weights-table .sentence=${sentence} .shown=${this.picture === 'table'}></al-weights-table>
    `;
  }

  /** What the picture shows of the active word, in words; without one, how to get there. */
  private renderReadout(sentence: SentenceResult, active: WordRef | null) {
    const hint = t('Point at a word, or move with the arrow keys. Click or Enter locks it, Escape unlocks.');
    if (!active) return html`<div class="readout"><span class="words hint">${hint}</span></div>`;
    const arrow = active.side === 'target' ? '←' : '→';
    return html`<div class="readout">
      ${this.lockedWord ? icon('lock') : nothing}
      <span class="words"
        ><bdi><b>${wordText(sentence, active).slice(0, 60)}</b></bdi> ${arrow}
        ${linkedWords(sentence, active).map(
          ({ text, percent }, index) => html`${index ? ' · ' : ''}<bdi>${text.slice(0, 60)}</bdi> ${percent}`,
        )}</span
      >
    </div>`;
  }

  private renderTabs() {
    const names: Record<Picture, string> = { ribbon: t('Ribbon'), heatMap: t('Heat Map'), table: t('Table') };
    return html`<div
      class="segments"
      role="tablist"
      aria-label=${t('Picture of the attention')}
      @keydown=${this.onTabKey}
    >
      ${PICTURES.map(
        (picture) =>
          html`<button
            class="segment"
            id=${picture}
            role="tab"
            aria-selected=${this.picture === picture}
            aria-controls="picture"
            tabindex=${this.picture === picture ? 0 : -1}
            @click=${() => this.choose(picture)}
          >
            ${names[picture]}
          </button>`,
      )}
    </div>`;
  }

  private renderStepper() {
    const count = this.sentences.length;
    if (count < 2) return nothing;
    const step = (by: number, name: string, which: 'chevronLeft' | 'chevronRight') => {
      const to = this.sentence + by;
      return html`<button
        class="small-button"
        title=${name}
        aria-label=${name}
        ?disabled=${to < 0 || to >= count}
        @click=${() => emitSentence(this, to)}
      >
        ${icon(which)}
      </button>`;
    };
    return html`<div class="stepper" role="group" aria-label=${t('Sentence')}>
      ${step(-1, t('Previous sentence'), 'chevronLeft')}
      <span role="status">${t('Sentence {0} of {1}', this.sentence + 1, count)}</span>
      ${step(1, t('Next sentence'), 'chevronRight')}
    </div>`;
  }

  private choose(picture: Picture): void {
    this.dispatchEvent(new CustomEvent('picture-chosen', { detail: picture, bubbles: true, composed: true }));
  }

  private onTabKey(event: KeyboardEvent): void {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const next = PICTURES[(PICTURES.indexOf(this.picture) + by + PICTURES.length) % PICTURES.length]!;
    this.choose(next);
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(`#${next}`)?.focus());
  }

  private onWord({ detail }: CustomEvent<WordAction>): void {
    if (detail.do === 'preview') this.preview = detail.word;
    else if (detail.do === 'unlock') this.lockedWord = null;
    else this.lockedWord = sameWord(this.lockedWord, detail.word) ? null : detail.word;
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key === 'Escape') this.lockedWord = null;
  }
}

function whyNothing({ targetWords }: SentenceResult): string {
  return targetWords.length
    ? t('This model pays no attention: it reads the whole sentence into one vector, so there is no alignment.')
    : t('The translation is empty, so there is nothing to align.');
}
