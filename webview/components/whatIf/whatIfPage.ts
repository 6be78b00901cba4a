import { LitElement, css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { describeFault } from '../../../src/shared/faults';
import type { Question } from '../../../src/shared/panelProtocol';
import type { SentenceResult } from '../../../src/shared/result';
import type { TraceRecord } from '../../../src/shared/trace';
import { firstChoices, type WhatIfChoices } from '../../choices';
import { emitQuestion, emitSentence } from '../../events';
import { icon } from '../../icons';
import { formatScore, t } from '../../l10n';
import type { Inquiry } from '../../questions';
import { sharedStyles } from '../../styles';
import { isAsked, KEYS, recall, remember, tracedFor, type Asked } from '../../whatIf/asked';
import {
  changedSource,
  forAnotherModel,
  interventionOf,
  isChanged,
  needsReading,
  noChanges,
  wordsInPlace,
  type Changes,
} from '../../whatIf/changes';
import { counterparts } from '../../whatIf/counterparts';
import { notesOn } from '../../whatIf/notes';
import { isTransformer, type FocusedWord, type Side } from '../../whatIf/rows';
import { controlStyles } from '../controlStyles';
import './changeChips';
import { emitChanges } from './emitChanges';
import './faithfulness';
import './focus';
import './headGrid';
import './outcome';
import './sourceWords';
import { whatIfStyles } from './whatIfStyles';

/** A slider that is drawn along asks once, when it rests. */
const REST_MS = 150;
/** Ends of the temperature slider, which goes by powers of ten. */
const COLDEST = -1;
const HOTTEST = 1;

/** A decoding before and after a change of what the model reads, attends to or writes. */
@customElement('al-what-if-page')
export class WhatIfPage extends LitElement {
  /** The sentence that is shown, of how many. */
  @property({ attribute: false }) sentence: SentenceResult | null = null;
  @property({ type: Number }) index = 0;
  @property({ type: Number }) count = 0;
  /** Id of the model in use. */
  @property() model = '';
  @property({ attribute: false }) askedBefore: Inquiry | null = null;
  @property({ attribute: false }) askedRead: Inquiry | null = null;
  @property({ attribute: false }) askedAfter: Inquiry | null = null;
  @property({ attribute: false }) askedOcclusion: Inquiry | null = null;
  @property({ attribute: false }) choices: WhatIfChoices = firstChoices.whatIf;
  @state() private focusedWord: FocusedWord | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  static override styles = [
    sharedStyles,
    controlStyles,
    whatIfStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 14px;
        padding: 14px var(--al-pad-end) 28px var(--al-pad);
      }
      .intro {
        max-width: 76ch;
      }
      .model {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 230px), 1fr));
        gap: 8px 24px;
        align-items: start;
      }
      label .between {
        flex-wrap: nowrap;
        font-size: 12px;
        font-variant-numeric: tabular-nums;
      }
      details {
        grid-column: 1 / -1;
      }
      h2 .fine {
        font-weight: 400;
      }
      summary {
        width: fit-content;
        border-radius: 3px;
        color: var(--al-muted);
        font-size: 12px;
        cursor: pointer;
      }
      al-head-grid {
        margin-top: 8px;
      }
      .notes {
        display: grid;
        gap: 3px;
        max-width: 90ch;
        margin: 0;
        padding: 0 0 0 16px;
        color: var(--al-muted);
        font-size: 11px;
      }
      .yet {
        margin-top: 6px;
      }
      .later {
        padding-top: 16px;
        border-top: 1px solid var(--al-line);
      }
    `,
  ];

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('sentence') && changed.get('sentence')?.source !== this.sentence?.source) this.focusedWord = null;
  }

  protected override updated(): void {
    this.ask();
  }

  private get asked(): Asked {
    return { source: this.sentence?.source ?? '', model: this.model, changes: this.changes };
  }

  private get changes(): Changes {
    const { of, changes } = this.choices;
    if (!of || of.source !== this.sentence?.source) return noChanges;
    return of.model === this.model ? changes : forAnotherModel(changes);
  }

  /** The decoding without changes. */
  private get plain(): TraceRecord | null {
    return tracedFor(this.askedBefore, this.asked)?.record ?? null;
  }

  /** Asks for what the page wants to show and has not asked for. */
  private ask(): void {
    clearTimeout(this.timer);
    const { source, model } = this.asked;
    if (!source || !model) return;
    this.want(KEYS.before, this.askedBefore, { kind: 'trace', model, source, target: null, maps: true });
    const question = this.questionAfter();
    if (!question) return;
    if (isAsked(this.askedAfter, question, this.asked)) return this.standFor(this.askedAfter!.question);
    this.timer = setTimeout(() => this.want(KEYS.after, this.askedAfter, question), REST_MS);
  }

  /** Other changes may come to a question that was asked already: it is theirs from now on. */
  private standFor(question: Question): void {
    if (JSON.stringify(recall(question)?.changes) === JSON.stringify(this.changes)) return;
    remember(question, this.asked);
    this.requestUpdate();
  }

  /** What the changes come to; null where there are none, or where something must be known first, which is asked for. */
  private questionAfter(): Question | null {
    const { changes, model } = this.asked;
    const { plain } = this;
    if (!plain || !isChanged(changes)) return null;
    const changed = changedSource(plain.sentence.source, plain.sentence.sourceWords, changes.swaps);
    let read: TraceRecord | null = plain;
    if (needsReading(changes)) {
      this.want(KEYS.read, this.askedRead, { kind: 'trace', model, source: changed.text, target: null });
      const answer = tracedFor(this.askedRead, this.asked);
      read =
        this.askedRead?.answered && sameSource(this.askedRead.answered, changed.text) ? (answer?.record ?? null) : null;
    }
    if (!read) return null;
    const edit = interventionOf(changes, read, wordsInPlace(changed, read.sentence.sourceWords));
    return {
      kind: 'trace',
      model,
      source: changed.text,
      target: null,
      maps: true,
      ...(changes.prefix.length ? { prefix: changes.prefix } : {}),
      ...(edit ? { edit } : {}),
    };
  }

  private want(key: string, inquiry: Inquiry | null, question: Question): void {
    if (isAsked(inquiry, question, this.asked)) return;
    remember(question, this.asked);
    emitQuestion(this, key, question);
  }

  override render() {
    const { plain } = this;
    return html`
      <p class="muted intro">
        ${t('Change what the model reads, attends to or writes, and see what comes of it. Every number is the model’s own.')}
      </p>
      ${this.count > 1 ? this.renderSentences() : nothing} ${this.renderFaults()}
      ${plain ? this.renderPlain(plain) : this.askedBefore?.asking ? this.renderAsking() : nothing}
    `;
  }

  private renderSentences() {
    const step = (to: number, name: string, which: 'chevronLeft' | 'chevronRight') =>
      html`<button
        class="small-button"
        title=${name}
        aria-label=${name}
        ?disabled=${to < 0 || to >= this.count}
        @click=${() => emitSentence(this, to)}
      >
        ${icon(which)}
      </button>`;
    return html`<div class="row muted">
      ${step(this.index - 1, t('Previous sentence'), 'chevronLeft')}
      <span role="status">${t('Sentence {0} of {1}', this.index + 1, this.count)}</span>
      ${step(this.index + 1, t('Next sentence'), 'chevronRight')}
    </div>`;
  }

  private renderAsking() {
    return html`<p class="asking" role="status">
      <vscode-progress-ring></vscode-progress-ring>${t('The model is decoding the sentence…')}
    </p>`;
  }

  /** What was asked last and failed. */
  private renderFaults() {
    const failed = [
      { key: KEYS.before, inquiry: this.askedBefore },
      ...(isChanged(this.changes)
        ? [
            { key: KEYS.read, inquiry: needsReading(this.changes) ? this.askedRead : null },
            { key: KEYS.after, inquiry: this.askedAfter },
          ]
        : []),
    ].find(({ inquiry }) => inquiry?.fault && recall(inquiry.question)?.source === this.asked.source);
    if (!failed) return nothing;
    const { question, fault } = failed.inquiry!;
    return html`<div class="fault" role="alert">
      ${icon('error')}
      <div>
        <p>${describeFault(fault!, t)}</p>
        <button class="link" @click=${() => emitQuestion(this, failed.key, question)}>${t('Try Again')}</button>
      </div>
    </div>`;
  }

  private renderPlain(plain: TraceRecord) {
    const { changes } = this;
    const changed = isChanged(changes);
    const after = changed ? tracedFor(this.askedAfter, this.asked) : null;
    const asking = changed && this.isWaiting();
    const pair = counterparts(texts(plain), texts(after?.record ?? plain));
    const focus = this.focusIn(pair, after?.record ?? null);
    return html`
      <div>
        <h2>${t('Source')} <span class="fine">${t('choose a word to change it')}</span></h2>
        <al-what-if-source
          .source=${plain.sentence.source}
          .words=${plain.sentence.sourceWords}
          .changes=${changes}
          ?attends=${!!plain.maps?.cross}
        ></al-what-if-source>
      </div>
      ${plain.maps?.cross ? this.renderModel(plain, changes) : nothing}
      ${changed ? html`<al-change-chips .changes=${changes} .words=${plain.sentence.sourceWords}></al-change-chips>` : nothing}
      <div>
        <al-what-if-outcome
          .plain=${plain}
          .edited=${after?.record ?? null}
          .words=${{ before: pair.words.a, after: pair.words.b }}
          .focused=${focus}
          ?asking=${asking}
          @word-focused=${({ detail }: CustomEvent<FocusedWord>) => (this.focusedWord = detail)}
        ></al-what-if-outcome>
        ${asking && !after ? this.renderAsking() : nothing}
        ${changed ? nothing : html`<p class="muted yet">${t('Nothing is changed yet: choose a word above, or one of the translation.')}</p>`}
      </div>
      ${this.renderNotes(plain, changes)}
      <al-what-if-focus
        .plain=${plain}
        .edited=${after?.record ?? null}
        .place=${after ? placeOf(plain, after) : []}
        .answered=${after?.changes ?? noChanges}
        .changes=${changes}
        .focused=${focus}
        ?asking=${asking}
      ></al-what-if-focus>
      ${this.renderFaithfulness()}
    `;
  }

  /** Whether what is shown is not yet what the changes come to. */
  private isWaiting(): boolean {
    const answered = tracedFor(this.askedAfter, this.asked)?.changes;
    if (this.askedAfter?.asking) return true;
    if (this.askedAfter?.fault || (needsReading(this.changes) && this.askedRead?.fault)) return false;
    return JSON.stringify(answered) !== JSON.stringify(this.changes);
  }

  private renderModel(plain: TraceRecord, changes: Changes) {
    const { temperature } = changes;
    return html`<div class="model">
      <label>
        <span class="between"
          ><span>${t('Temperature of the attention')}</span><span>${formatScore(temperature)}</span></span
        >
        <input
          type="range"
          min=${COLDEST}
          max=${HOTTEST}
          step="0.05"
          .value=${String(Math.log10(temperature))}
          aria-valuetext=${formatScore(temperature)}
          @input=${(event: Event) => {
            const power = Number((event.target as HTMLInputElement).value);
            emitChanges(this, { ...changes, temperature: 10 ** power });
          }}
        />
      </label>
      ${
        plain.maps && isTransformer(plain)
          ? html`<details ?open=${changes.drop.length > 0}>
              <summary>${t('Drop heads')}</summary>
              <al-head-grid .maps=${plain.maps} .changes=${changes}></al-head-grid>
            </details>`
          : nothing
      }
    </div>`;
  }

  private renderNotes(plain: TraceRecord, changes: Changes) {
    const notes = notesOn(changes, isTransformer(plain));
    if (this.sentence && this.sentence.target !== plain.sentence.target) {
      notes.push(
        t(
          'Both are decoded greedily, piece by piece, so that only the changes tell them apart: the translation that is shown elsewhere may be another one, of a beam search or with parts put back.',
        ),
      );
    }
    return notes.length
      ? html`<ul class="notes" aria-label=${t('What the changes do')}>
          ${notes.map((note) => html`<li>${note}</li>`)}
        </ul>`
      : nothing;
  }

  private renderFaithfulness() {
    const { source, model } = this.asked;
    const target = this.sentence?.target ?? '';
    const question: Question = { kind: 'occlude', model, source, target };
    const occlusion = this.askedOcclusion;
    const current = isAsked(occlusion, question, this.asked);
    const answer = current && occlusion?.answered === occlusion?.question ? occlusion?.answer : null;
    return html`<al-faithfulness
      class="later"
      .record=${answer?.kind === 'occlude' ? answer.record : null}
      .fault=${current ? (occlusion?.fault ?? null) : null}
      ?asking=${current && occlusion!.asking}
      @occlusion-wanted=${() => {
        remember(question, this.asked);
        emitQuestion(this, KEYS.occlude, question);
      }}
    ></al-faithfulness>`;
  }

  /** The word in focus on both sides: the user's choice, or else the first that differs. */
  private focusIn(
    { a, b, words }: ReturnType<typeof counterparts>,
    after: TraceRecord | null,
  ): Record<Side, number | null> {
    let focus = this.focusedWord;
    const last = focus?.side === 'after' ? b.length - 1 : a.length - 1;
    if (!focus || (focus.side === 'after' && !after)) {
      const first = words.b.findIndex(({ common }) => !common);
      focus = first < 0 ? { side: 'before', word: 0 } : { side: 'after', word: first };
    } else if (focus.word > last) focus = { ...focus, word: last };
    return focus.side === 'before'
      ? { before: focus.word, after: after ? a[focus.word]! : null }
      : { before: b[focus.word]!, after: focus.word };
  }

  constructor() {
    super();
    this.addEventListener('changes-made', ({ detail: changes }) => {
      const detail: WhatIfChoices = { of: { source: this.asked.source, model: this.model }, changes };
      this.dispatchEvent(new CustomEvent('what-if-choices', { detail }));
    });
  }
}

const texts = ({ sentence }: TraceRecord): string[] => sentence.targetWords.map(({ text }) => text);

const sameSource = (question: Question, source: string): boolean => question.source === source;

function placeOf({ sentence }: TraceRecord, after: { record: TraceRecord; changes: Changes }): number[][] {
  const changed = changedSource(sentence.source, sentence.sourceWords, after.changes.swaps);
  return wordsInPlace(changed, after.record.sentence.sourceWords);
}
