import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ModelFigures } from '../../src/shared/compare';
import { describeFault } from '../../src/shared/faults';
import type { ModelSummary, Question } from '../../src/shared/panelProtocol';
import type { SentenceResult } from '../../src/shared/result';
import type { TraceRecord } from '../../src/shared/trace';
import {
  drawnSentence,
  drawnTrace,
  normalisedByColumn,
  placeOf,
  sameHead,
  stretchesOf,
  wordOf,
  type Drawn,
  type ShownHead,
} from '../alignment/drawn';
import { measuredHeads, type HeadAer } from '../alignment/headFigures';
import { hasAlignment, sameWord, sourceWordOf, type WordRef } from '../alignment/links';
import { firstChoices, PICTURES, type AttentionChoices, type Picture } from '../choices';
import { emitQuestion, emitSentence, emitSourceWord, type WordAction } from '../events';
import { icon } from '../icons';
import { t } from '../l10n';
import type { Inquiry } from '../questions';
import { sharedStyles } from '../styles';
import { attentionStyles } from './attentionStyles';
import { controlStyles } from './controlStyles';
import './arcs';
import { fullHeadName } from './heads/headNames';
import './heads/headCard';
import './heads/headMaps';
import './heads/headTable';
import './heatMap';
import { axesOf, keysName, labelOf, notesOf, queriesName, tableLabelOf } from './pictureTexts';
import './pictureOptions';
import { readout } from './readout';
import './ribbon';
import './sentenceList';
import './weightsTable';

/** The key of what this part of the panel asks. */
export const HEADS = 'heads';

/** The alignment of one sentence: a choice of pictures that share what they draw and the active word. */
@customElement('al-attention')
export class Attention extends LitElement {
  @property({ attribute: false }) sentences: SentenceResult[] = [];
  /** Index of the sentence that is drawn. */
  @property({ type: Number }) sentence = 0;
  /** The model that translated it. */
  @property() model = '';
  @property() picture: Picture = 'ribbon';
  @property({ attribute: false }) choices: AttentionChoices = firstChoices.attention;
  /** What came of the question for pieces and heads. */
  @property({ attribute: false }) inquiry: Inquiry | null = null;
  /** What the user sees of the model; null where it is not installed any more. */
  @property({ attribute: false }) summary: ModelSummary | null = null;
  /** The source word that the editor's cursor stands in: its links are drawn while nothing else is active. */
  @property({ attribute: false }) cursorWord: { sentence: number; word: number } | null = null;
  /** Words of the picture, not of the sentence: what is drawn tells which word of the sentence each is. */
  @state() private preview: WordRef | null = null;
  @state() private lockedWord: WordRef | null = null;
  /** The head that is shown large beside the others; null for the one that aligns. */
  @state() private chosenHead: ShownHead | null = null;
  /** The head that the other pictures draw; null for the model's alignment. */
  @state() private drawnHead: ShownHead | null = null;
  /** Whether the table of the heads is open: it is made only then. */
  @state() private tableOpen = false;
  /** A word of the sentence that is locked, but has no place in what is drawn: as a source word in the decoder's attention. */
  private keptLock: WordRef | null = null;
  private drawn: Drawn | null = null;
  /** The head that `drawn` is of; null for the model's alignment. */
  private drawnOf: ShownHead | null = null;
  private drawnFrom: unknown[] = [];
  private measured: { figures?: ModelFigures; row: TraceRecord['row']; aer: HeadAer[] } | null = null;
  /** The source word that was told last. */
  private toldWord: number | null = null;

  static override styles = [sharedStyles, controlStyles, attentionStyles];

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('sentences') || changed.has('sentence')) {
      this.preview = null;
      this.unlock();
      this.drawn = null;
    }
    if (changed.has('model')) {
      this.chosenHead = null;
      this.drawnHead = null;
    }
    this.drawAnew();
  }

  /** Makes what the pictures draw, where it is no longer that; the active word stays the same word. */
  private drawAnew(): void {
    const sentence = this.sentences[this.sentence];
    const { record, choices } = this;
    const head = this.picture === 'heads' ? this.largeHead : this.drawnHead;
    const from = [sentence, record, head?.part, head?.layer, head?.head, choices.unit, choices.normalised];
    if (!sentence || (this.drawn && from.every((value, index) => value === this.drawnFrom[index]))) return;
    this.drawnFrom = from;
    const before = this.drawn;
    const traced =
      record && (head || choices.unit === 'pieces')
        ? drawnTrace(record, head, choices.unit, sentence, t('start'))
        : null;
    const drawn = traced ?? drawnSentence(sentence);
    this.drawnOf = traced ? head : null;
    this.drawn = choices.normalised === 'columns' ? normalisedByColumn(drawn) : drawn;
    const meant = (word: WordRef | null): WordRef | null => before && word && wordOf(before, word);
    const placed = (word: WordRef | null): WordRef | null => word && placeOf(this.drawn!, word);
    const locked = meant(this.lockedWord) ?? this.keptLock;
    this.lockedWord = placed(locked);
    this.keptLock = this.lockedWord ? null : locked;
    this.preview = placed(meant(this.preview));
  }

  protected override updated(changed: PropertyValues<this>): void {
    const question = this.wantedQuestion;
    if (question && !sameQuestion(this.inquiry?.question ?? null, question)) emitQuestion(this, HEADS, question);
    this.tellSourceWord(changed);
    const { cursorWord, sentence } = this;
    // The pictures follow the cursor into another sentence, but take nobody away from a word that is locked.
    if (!changed.has('cursorWord') || !cursorWord || cursorWord.sentence === sentence || this.lockedWord) return;
    if (cursorWord.sentence < this.sentences.length) emitSentence(this, cursorWord.sentence);
  }

  /** What must be asked for what is to be drawn; null where the sentence itself tells all. */
  private get wantedQuestion(): Question | null {
    const sentence = this.sentences[this.sentence];
    const needed = this.picture === 'heads' || this.choices.unit === 'pieces' || this.drawnHead !== null;
    if (!needed || !sentence || !hasAlignment(sentence)) return null;
    return { kind: 'trace', model: this.model, source: sentence.source, target: sentence.target, maps: true };
  }

  /** The trace of the sentence that is drawn, where it is there and wanted. */
  private get record(): TraceRecord | null {
    const question = this.wantedQuestion;
    const { answer = null, answered = null } = this.inquiry ?? {};
    return question && sameQuestion(answered, question) && answer?.kind === 'trace' ? answer.record : null;
  }

  private get largeHead(): ShownHead | null {
    const { record } = this;
    const cross = record?.maps?.cross;
    if (!cross) return this.chosenHead;
    const own = record.head ?? { layer: cross.layers - 1, head: cross.heads > 1 ? null : 0 };
    return this.chosenHead ?? { part: 'cross', ...own };
  }

  private tellSourceWord(changed: PropertyValues<this>): void {
    const { sentence } = this;
    const drawn = this.sentences[sentence];
    const own = this.lockedWord ?? this.preview;
    const meant = own && this.drawn && wordOf(this.drawn, own);
    const word = drawn && meant ? sourceWordOf(drawn, meant) : null;
    const before = changed.get('sentence') ?? sentence;
    if (word === this.toldWord && (word === null || before === sentence)) return;
    this.toldWord = word;
    emitSourceWord(this, { sentence, word });
  }

  /** What the pictures show as active: what is locked before what is pointed at, and that before the cursor's word. */
  private get active(): WordRef | null {
    if (this.lockedWord ?? this.preview) return this.lockedWord ?? this.preview;
    const { cursorWord, drawn } = this;
    const words = this.sentences[this.sentence]?.sourceWords;
    if (!drawn || cursorWord?.sentence !== this.sentence || !words?.[cursorWord.word]) return null;
    return placeOf(drawn, { side: 'source', index: cursorWord.word });
  }

  override render() {
    const sentence = this.sentences[this.sentence];
    if (!sentence) return nothing;
    const drawable = hasAlignment(sentence);
    return html`
      <div class="bar">${this.renderTabs()} ${this.renderStepper()}</div>
      ${
        this.sentences.length > 1
          ? html`<al-sentence-list .sentences=${this.sentences} .sentence=${this.sentence}></al-sentence-list>`
          : nothing
      }
      ${drawable ? html`<al-picture-options .choices=${this.choices}></al-picture-options>` : nothing}
      <div
        id="picture"
        role="tabpanel"
        aria-labelledby=${this.picture}
        @word-action=${this.onWord}
        @keydown=${this.onKey}
        @head-chosen=${({ detail }: CustomEvent<ShownHead>) => (this.chosenHead = detail)}
        @head-drawn=${({ detail }: CustomEvent<ShownHead | null>) => (this.drawnHead = detail)}
      >
        ${drawable ? this.renderPicture(sentence) : html`<p class="none">${whyNothing(sentence)}</p>`}
      </div>
    `;
  }

  private renderPicture(sentence: SentenceResult) {
    const { pair } = this.drawn!;
    const { active, picture, drawnOf } = this;
    const asked = this.wantedQuestion !== null && !this.record;
    if (picture === 'heads' && asked) return this.renderAsked(true);
    const row = this.record?.row ?? this.summary?.alignmentRow ?? null;
    return html`
      ${asked ? this.renderAsked(false) : nothing} ${this.renderBanner()}
      ${picture === 'heads' ? this.renderHeads(sentence) : this.renderOne(picture)}
      ${picture === 'table' ? nothing : readout(pair, active, this.lockedWord !== null)}
      <al-weights-table
        .sentence=${pair}
        .label=${tableLabelOf(drawnOf)}
        .shown=${picture === 'table'}
      ></al-weights-table>
      <p class="notes">${notesOf(drawnOf, row, this.choices.normalised)}</p>
    `;
  }

  private renderOne(picture: Exclude<Picture, 'heads'>) {
    const { active, drawnOf } = this;
    const { pair } = this.drawn!;
    const locked = this.lockedWord !== null;
    switch (picture) {
      case 'ribbon':
        return html`<al-ribbon .sentence=${pair} .active=${active} .locked=${locked}></al-ribbon>`;
      case 'arcs':
        return html`<al-arcs
          .sentence=${pair}
          .active=${active}
          .locked=${locked}
          .keysName=${keysName(drawnOf)}
          .queriesName=${queriesName(drawnOf)}
        ></al-arcs>`;
      case 'heatMap':
        return this.renderHeatMap();
      case 'table':
        return nothing;
    }
  }

  private renderHeatMap() {
    const { active, drawnOf } = this;
    return html`<al-heat-map
      .sentence=${this.drawn!.pair}
      .active=${active}
      .locked=${this.lockedWord !== null}
      .label=${labelOf(drawnOf)}
      .axes=${axesOf(drawnOf)}
    ></al-heat-map>`;
  }

  private renderHeads(sentence: SentenceResult) {
    const { record, active, drawn, largeHead: head } = this;
    if (!record || !head) return nothing;
    const meant = active && wordOf(drawn!, active);
    const aer = this.aerFor(record.row);
    return html`<al-head-maps
        .record=${record}
        .chosen=${head}
        .aer=${aer}
        .stretches=${meant ? stretchesOf(record, sentence, meant) : {}}
      >
        <al-head-card
          slot=${head.part}
          .record=${record}
          .head=${head}
          .aer=${aer}
          .drawn=${sameHead(head, this.drawnHead)}
        >
          ${this.renderHeatMap()}
        </al-head-card>
      </al-head-maps>
      <details @toggle=${({ target }: Event) => (this.tableOpen = (target as HTMLDetailsElement).open)}>
        <summary>${t('All heads as a table')}</summary>
        ${this.tableOpen ? html`<al-head-table .record=${record} .aer=${aer}></al-head-table>` : nothing}
      </details>`;
  }

  /** What was measured of the heads; the same list as long as it is of the same model. */
  private aerFor(row: TraceRecord['row']): readonly HeadAer[] {
    const figures = this.summary?.figures;
    if (this.measured?.figures !== figures || this.measured?.row !== row) {
      this.measured = { figures, row, aer: figures ? measuredHeads(figures, row) : [] };
    }
    return this.measured.aer;
  }

  /** That the pictures draw one head, where it is so, and the way back. */
  private renderBanner() {
    if (this.picture === 'heads' || !this.drawnOf) return nothing;
    return html`<div class="drawn" role="status">
      <span>${t('Drawn here:')} <b>${fullHeadName(this.drawnOf)}</b></span>
      <button type="button" class="link" @click=${() => (this.drawnHead = null)}>
        ${t('Back to the model’s alignment')}
      </button>
    </div>`;
  }

  /** That the model is asked, or why it gave no answer. `quiet` holds the place of the picture. */
  private renderAsked(quiet: boolean) {
    const { inquiry } = this;
    if (!inquiry?.fault) {
      return html`<p class="waiting ${quiet ? 'quiet' : ''}" role="status">
        ${t('Asking the model for its attention…')}
      </p>`;
    }
    return html`<p class="fault" role="alert">
      ${describeFault(inquiry.fault, t)}
      <button type="button" class="link" @click=${() => emitQuestion(this, HEADS, inquiry.question)}>
        ${t('Try Again')}
      </button>
    </p>`;
  }

  private renderTabs() {
    const names: Record<Picture, string> = {
      ribbon: t('Ribbon'),
      arcs: t('Arcs'),
      heatMap: t('Heat Map'),
      heads: t('Heads'),
      table: t('Table'),
    };
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
    else if (detail.do === 'unlock' || sameWord(this.lockedWord, detail.word)) this.unlock();
    else {
      this.lockedWord = detail.word;
      this.keptLock = null;
    }
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key === 'Escape') this.unlock();
  }

  private unlock(): void {
    this.lockedWord = null;
    this.keptLock = null;
  }
}

const sameQuestion = (a: Question | null, b: Question): boolean => JSON.stringify(a) === JSON.stringify(b);

function whyNothing({ targetWords }: SentenceResult): string {
  return targetWords.length
    ? t('This model pays no attention: it reads the whole sentence into one vector, so there is no alignment.')
    : t('The translation is empty, so there is nothing to align.');
}
