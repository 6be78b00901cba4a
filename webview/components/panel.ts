import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ExportFormat, ModelSummary, PanelRequest, PanelState, PanelTab } from '../../src/shared/panelProtocol';
import type { SentenceResult } from '../../src/shared/result';
import {
  firstChoices,
  type AttentionChoices,
  type Choices,
  type CompareChoices,
  type Picture,
  type ScoringChoices,
  type StepsChoices,
  type WhatIfChoices,
} from '../choices';
import { emitInspect, emitSourceWord } from '../events';
import type { Inspection, Inspections } from '../inspections';
import { KEYS as WHAT_IF } from '../whatIf/asked';
import type { Exported } from '../export/exportFile';
import { Questions } from '../questions';
import '../lineage/lineage';
import type { LineageInspect } from '../lineage/events';
import { sharedStyles } from '../styles';
import { panelStyles } from './panelStyles';
import { ALTERNATIVE_KEYS } from './alternatives';
import { HEADS } from './attention';
import './compare/comparePage';
import './emptyState';
import type { ExportMenu } from './exportMenu';
import { EXPLAIN_KEY } from './explain/explainPage';
import './header';
import './notice';
import { renderPageTabs } from './pageTabs';
import './scoring/scoringPage';
import './steps/stepsPage';
import { TabRow } from './tabRow';
import './translation';
import './whatIf/whatIfPage';

/** A request that was answered. */
export type AnsweredRequest = PanelRequest & { outcome: Extract<PanelRequest['outcome'], { phase: 'done' }> };

const NOTHING_KNOWN = new Map<string, never>();

/** The whole panel. It draws its properties and says by events what the user wants. */
@customElement('attention-lens-panel')
export class Panel extends LitElement {
  @property({ attribute: false }) state: PanelState = {
    model: null,
    engine: { phase: 'idle' },
    request: null,
    models: [],
    compare: null,
  };
  /** The last answer: it stays in sight while another is made, and when that fails. */
  @property({ attribute: false }) answered: AnsweredRequest | null = null;
  @property({ attribute: false }) example!: AnsweredRequest;
  @property({ attribute: false }) choices: Choices = firstChoices;
  /** The source word of the shown translation that the editor's cursor stands in. */
  @property({ attribute: false }) cursorWord: { sentence: number; word: number } | null = null;
  /** What the page of steps asked for last. */
  @property({ attribute: false }) steps: Inspection | null = null;
  /** What the scoring page asked for last. */
  @property({ attribute: false }) scoring: Inspection | null = null;
  /** What the lineage asked for; it changes in place. */
  @property({ attribute: false }) inspections: Inspections | null = null;
  /** What the parts of the panel asked of the engine; it changes in place. */
  @property({ attribute: false }) questions = new Questions();
  /** The mechanism that a card led to; "" for none. */
  @state() private mechanism = '';
  private readonly tabRow = new TabRow(this);

  static override styles = [sharedStyles, panelStyles];

  override render() {
    const { model, engine } = this.state;
    const page = this.page;
    return html`
      <al-header .model=${model} .engine=${engine}></al-header>
      <main>
        <h1 class="hidden">Attention Lens</h1>
        ${renderPageTabs(page, this.tabRow, this.onTab)}
        <div id="page" role="tabpanel" aria-labelledby="tab-${page}">${this.renderPage(page)}</div>
      </main>
    `;
  }

  private get page(): PanelTab {
    return this.choices.tab;
  }

  private renderPage(page: PanelTab) {
    switch (page) {
      case 'translation':
        return this.renderTranslation();
      case 'explain':
        return html`<al-explain-page
          .sentence=${this.shown.outcome.result.sentences[this.sentence] ?? null}
          .sentences=${this.shown.outcome.result.sentences}
          .index=${this.sentence}
          .model=${this.shown.outcome.result.model}
          .models=${this.state.models}
          .inquiry=${this.questions.get(EXPLAIN_KEY)}
        ></al-explain-page>`;
      case 'steps':
        return html`<al-steps-page
          .source=${this.source}
          .target=${this.sentenceShown?.target ?? ''}
          .model=${this.modelInUse}
          .inspection=${this.steps}
          .choices=${this.choices.steps}
          @steps-choices=${({ detail }: CustomEvent<Partial<StepsChoices>>) =>
            this.choose({ steps: { ...this.choices.steps, ...detail } })}
        ></al-steps-page>`;
      case 'whatIf':
        return this.renderWhatIf();
      case 'compare':
        return html`<al-compare-page
          .text=${this.comparedText ?? this.shown.text}
          .example=${this.comparedText === null && !this.answered}
          .models=${this.state.models}
          .compare=${this.state.compare}
          .choices=${this.choices.compare}
          @compare-choices=${({ detail }: CustomEvent<Partial<CompareChoices>>) =>
            this.choose({ compare: { ...this.choices.compare, ...detail } })}
        ></al-compare-page>`;
      case 'scoring':
        return html`<al-scoring-page
          .source=${this.source}
          .models=${this.state.models}
          .inspection=${this.scoring}
          .choices=${this.choices.scoring}
          @scoring-choices=${({ detail }: CustomEvent<Partial<ScoringChoices>>) =>
            this.choose({ scoring: { ...this.choices.scoring, ...detail } })}
        ></al-scoring-page>`;
      case 'lineage':
        return html`<al-lineage
          .models=${this.state.models}
          .records=${this.inspections?.lineage(this.source) ?? NOTHING_KNOWN}
          .mechanism=${this.mechanism}
          @lineage-inspect=${({ detail: { model, step } }: CustomEvent<LineageInspect>) =>
            emitInspect(this, { model, source: this.source, target: null, step, bench: false })}
        ></al-lineage>`;
    }
  }

  private renderWhatIf() {
    const { questions, shown } = this;
    const { sentences, model } = shown.outcome.result;
    return html`<al-what-if-page
      .sentence=${sentences[this.sentence] ?? null}
      .index=${this.sentence}
      .count=${sentences.length}
      .model=${this.state.model?.id ?? model}
      .askedBefore=${questions.get(WHAT_IF.before)}
      .askedRead=${questions.get(WHAT_IF.read)}
      .askedAfter=${questions.get(WHAT_IF.after)}
      .askedOcclusion=${questions.get(WHAT_IF.occlude)}
      .choices=${this.choices.whatIf}
      @what-if-choices=${({ detail }: CustomEvent<WhatIfChoices>) => this.choose({ whatIf: detail })}
    ></al-what-if-page>`;
  }

  private renderTranslation() {
    const { engine, request } = this.state;
    const { result, replaceable } = this.shown.outcome;
    const fault = engine.phase === 'failed' ? engine.fault : null;
    return html`
      <al-notice .request=${request} .fault=${fault}></al-notice>
      ${request || this.answered ? nothing : html`<al-empty-state></al-empty-state>`}
      <al-translation
        .text=${this.shown.text}
        .result=${result}
        .replaceable=${replaceable && this.shown.id === request?.id}
        .example=${!this.answered}
        .from=${this.shown.from}
        .exported=${this.exported}
        .sentence=${this.sentence}
        .request=${this.shown.id}
        .rivals=${this.questions.get(ALTERNATIVE_KEYS.rivals)}
        .choice=${this.questions.get(ALTERNATIVE_KEYS.choice)}
      ></al-translation>
      <al-attention
        .sentences=${result.sentences}
        .sentence=${this.sentence}
        .model=${result.model}
        .summary=${this.state.models.find(({ id }) => id === result.model) ?? null}
        .picture=${this.choices.picture}
        .choices=${this.choices.attention}
        .inquiry=${this.questions.get(HEADS)}
        .cursorWord=${this.answered ? this.cursorWord : null}
        @picture-chosen=${(event: CustomEvent<Picture>) => this.choose({ picture: event.detail })}
        @attention-choices=${({ detail }: CustomEvent<Partial<AttentionChoices>>) =>
          this.choose({ attention: { ...this.choices.attention, ...detail } })}
      ></al-attention>
    `;
  }

  private get exported(): Exported {
    const { text, outcome } = this.shown;
    const { result } = outcome;
    const modelName = this.state.models.find(({ id }) => id === result.model)?.name ?? result.model;
    return { text, result, sentence: this.sentence, picture: this.choices.picture, modelName };
  }

  /** Exports what is shown, as the menu does. */
  async exportAs(format: ExportFormat): Promise<void> {
    if (!this.answered) return;
    this.turnTo('translation');
    await this.updateComplete;
    const translation = this.renderRoot.querySelector<LitElement>('al-translation');
    await translation?.updateComplete;
    await translation?.renderRoot.querySelector<ExportMenu>('al-export-menu')?.export(format);
  }

  /** The text of the comparison, where that was asked for later than any translation. */
  private get comparedText(): string | null {
    const { compare, request } = this.state;
    return compare && compare.id > (request?.id ?? 0) ? compare.text : null;
  }

  private get shown(): AnsweredRequest {
    return this.answered ?? this.example;
  }

  /** The sentence that is drawn. */
  private get source(): string {
    return this.sentenceShown?.source ?? '';
  }

  private get sentenceShown(): SentenceResult | undefined {
    return this.shown.outcome.result.sentences[this.sentence];
  }

  /** The model that is chosen; before the host has told it, the one that translated what is shown. */
  private get modelInUse(): ModelSummary | null {
    const { model, models } = this.state;
    const wanted = model?.id ?? this.shown.outcome.result.model;
    return models.find(({ id }) => id === wanted) ?? model;
  }

  private get sentence(): number {
    return Math.min(this.choices.sentence, this.shown.outcome.result.sentences.length - 1);
  }

  constructor() {
    super();
    this.addEventListener('sentence-selected', ({ detail }) => this.choose({ sentence: detail }));
    this.addEventListener('mechanism-wanted', ({ detail }) => {
      this.mechanism = detail;
      this.choose({ tab: 'lineage' });
    });
  }

  protected override updated(changed: PropertyValues<this>): void {
    const choices = changed.get('choices') as Choices | undefined;
    if (choices && choices.tab !== this.choices.tab) {
      if (!this.mechanism) scrollTo({ top: 0 });
      // The pictures are gone, and with them the word that was active in them.
      if (choices.tab === 'translation') emitSourceWord(this, { sentence: this.sentence, word: null });
    }
    const before = changed.get('answered') as AnsweredRequest | null | undefined;
    if (!changed.has('answered') || !this.answered || before?.id === this.answered.id) return;
    const { focus } = this.answered;
    // Only by the second frame have the components below been drawn and the ribbon been measured.
    requestAnimationFrame(() => requestAnimationFrame(() => this.bringIntoSight(focus)));
  }

  private bringIntoSight(focus: PanelRequest['focus']): void {
    if (this.page !== 'translation') return;
    if (focus === 'translation') scrollTo({ top: 0 });
    else this.renderRoot.querySelector('al-attention')?.scrollIntoView({ block: 'start' });
  }

  private readonly onTab = (page: PanelTab, focus = false): void => {
    this.turnTo(page);
    if (focus) void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(`#tab-${page}`)?.focus());
  };

  private turnTo(page: PanelTab): void {
    this.mechanism = '';
    this.choose({ tab: page });
  }

  private choose(choices: Partial<Choices>): void {
    this.dispatchEvent(new CustomEvent('choices-changed', { detail: { ...this.choices, ...choices } }));
  }
}
