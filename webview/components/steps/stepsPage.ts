import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ModelSummary } from '../../../src/shared/panelProtocol';
import type { ShownHead, StepRecord } from '../../../src/shared/stepRecord';
import { firstChoices, type Stage, type StepsChoices } from '../../choices';
import { emitInspect, type InspectWish } from '../../events';
import type { Inspection } from '../../inspections';
import { icon } from '../../icons';
import { formatFigure, t } from '../../l10n';
import { prose } from '../../lineage/maths';
import { stagesOf } from '../../steps/record';
import { sharedStyles } from '../../styles';
import { controlStyles } from '../controlStyles';
import { faultStyles, renderFault } from '../faultLine';
import { stepPageStyles } from '../stepPageStyles';
import { pieceName } from '../scoring/pieceName';
import '../scrubber';
import '../targetPieces';
import './stage';
import { stageName, stageSummary } from './stageTexts';
import { stepsStyles } from './stepsStyles';

/** A slider that is drawn along asks once, when it rests. */
const REST_MS = 120;
/** A stage has a formula and a picture to be read. */
const STAGE_MS = 2400;

/** One step of the decoder, laid open: from its query to the next piece, as it was for the translation shown. */
@customElement('al-steps-page')
export class StepsPage extends LitElement {
  /** The sentence. */
  @property() source = '';
  /** Its translation as it is shown; the decoder is led along it. */
  @property() target = '';
  @property({ attribute: false }) model: ModelSummary | null = null;
  @property({ attribute: false }) inspection: Inspection | null = null;
  @property({ attribute: false }) choices: StepsChoices = firstChoices.steps;
  /** Index of the source piece that is looked at; -1 for the one that weighs most. */
  @state() private piece = -1;
  private timer: ReturnType<typeof setTimeout> | undefined;

  static override styles = [sharedStyles, controlStyles, faultStyles, stepPageStyles, stepsStyles];

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  protected override updated(changed: PropertyValues<this>): void {
    this.askIfNeeded();
    const before = changed.get('choices') as StepsChoices | undefined;
    if (!before || before.stage === this.choices.stage) return;
    // Only by the second frame has the stage been drawn.
    requestAnimationFrame(() => requestAnimationFrame(() => this.bringIntoSight()));
  }

  /** The stage that is open, as much of it as there is room for below the bar. */
  private bringIntoSight(): void {
    const section = this.renderRoot.querySelector('section.open')?.getBoundingClientRect();
    const bar = this.renderRoot.querySelector('.bar')?.getBoundingClientRect();
    if (!section || !bar) return;
    const above = section.top - bar.height - 8;
    const below = section.bottom - innerHeight + 12;
    if (above < 0) scrollBy({ top: above });
    else if (below > 0) scrollBy({ top: Math.min(above, below) });
  }

  /** Asks for the step that is chosen, unless that was what was asked last. */
  private askIfNeeded(): void {
    clearTimeout(this.timer);
    if (!this.model || !this.source) return;
    const last = this.inspection?.wish;
    const sameText = last?.source === this.source && last.target === this.target;
    // Another sentence is begun at its first step; the first question goes on where the last document stood.
    const step = sameText || !last ? this.choices.step : 0;
    if (step !== this.choices.step) return this.choose({ step });
    const { layer, head } = this.choices;
    const wish: InspectWish = {
      model: this.model.id,
      source: this.source,
      target: this.target,
      step,
      bench: false,
      ...(layer === null ? {} : { layer }),
      ...(head === null ? {} : { head }),
    };
    if (last && sameWish(last, wish)) return;
    if (last) this.timer = setTimeout(() => emitInspect(this, wish), REST_MS);
    else emitInspect(this, wish);
  }

  override render() {
    const record = this.inspection?.record ?? null;
    return html`
      <p class="intro muted">
        ${t('How the decoder came to write each piece of this translation: every number is the one it computed with.')}
      </p>
      ${this.model ? nothing : html`<p class="intro muted">${t('No model is installed.')}</p>`}
      ${renderFault(this.inspection?.fault, () => emitInspect(this, this.inspection!.wish))}
      ${record ? this.renderRecord(record) : this.inspection?.asking ? this.renderAsking() : nothing}
    `;
  }

  private renderAsking() {
    return html`<p class="asking muted" role="status">
      <vscode-progress-ring></vscode-progress-ring>${t('The model is decoding the sentence…')}
    </p>`;
  }

  private renderRecord(record: StepRecord) {
    const { text } = record.targetPieces;
    const step = Math.min(this.choices.step, text.length - 1);
    const stages = stagesOf(record);
    const stage = stages.includes(this.choices.stage) ? this.choices.stage : stages[0]!;
    return html`<div class="bar">
        <al-target-pieces .pieces=${text} .step=${step}></al-target-pieces>
        <div class="movers">
          <span class="fine" aria-hidden="true">${t('Piece')}</span>
          <al-scrubber
            .step=${step}
            .count=${text.length}
            .label=${t('Piece of the translation')}
            .text=${pieceName(text[step] ?? '')}
          ></al-scrubber>
          <span class="fine" aria-hidden="true">${t('Stage')}</span>
          <al-scrubber
            playable
            still
            .pace=${STAGE_MS}
            .more=${step < text.length - 1}
            .step=${stages.indexOf(stage)}
            .count=${stages.length}
            .label=${t('Stage of the step')}
            .text=${stageName(stage, record)}
            @step-chosen=${(event: CustomEvent<number>) => {
              event.stopPropagation();
              this.turnTo(stages, event.detail);
            }}
          ></al-scrubber>
        </div>
      </div>
      <div
        class="body"
        aria-busy=${this.busy}
        @piece-chosen=${({ detail }: CustomEvent<number>) => (this.piece = detail)}
      >
        ${record.head ? this.renderHead(record.head) : nothing}
        ${record.weights.length ? nothing : html`<p class="note">${prose(t('No query, no scores and no weights: this model reads the source once, into one vector C, and writes with nothing else.'))}</p>`}
        <div class="stages" @keydown=${this.onStageKey}>
          ${stages.map((each, index) => this.renderStage(record, each, index, each === stage))}
        </div>
      </div>`;
  }

  private get busy(): boolean {
    return this.inspection?.asking ?? false;
  }

  private renderStage(record: StepRecord, stage: Stage, index: number, open: boolean) {
    return html`<section class=${open ? 'open' : ''}>
      <h2>
        <button
          id="head-${stage}"
          aria-expanded=${open}
          aria-controls="stage-${stage}"
          @click=${() => this.choose({ stage })}
        >
          <span class="number" aria-hidden="true">${index + 1}</span>
          <span class="name">${stageName(stage, record)}</span>
          <span class="summary">${stageSummary(stage, record)}</span>
          ${icon('chevronDown')}
        </button>
      </h2>
      <div id="stage-${stage}" role="region" aria-labelledby="head-${stage}" ?hidden=${!open}>
        ${open ? html`<al-step-stage .record=${record} .stage=${stage} .piece=${this.piece}></al-step-stage>` : nothing}
      </div>
    </section>`;
  }

  /** Which head of a Transformer is laid open. */
  private renderHead({ layer, head, layers, heads }: ShownHead) {
    const rates = this.model?.figures?.headAer?.[layer];
    const measured = (index: number): string => {
      const rate = rates?.[index]?.emitting;
      return rate === undefined ? '' : ` · AER ${formatFigure(rate)}`;
    };
    const select = (
      name: string,
      at: number,
      count: number,
      choose: (to: number) => void,
      more: (index: number) => string = () => '',
    ) =>
      html`<label>
        <span class="fine">${name}</span>
        <select @change=${(event: Event) => choose(Number((event.target as HTMLSelectElement).value))}>
          ${Array.from(
            { length: count },
            (_, index) =>
              html`<option value=${index} ?selected=${index === at}>
                ${t('{0} of {1}', index + 1, count)}${more(index)}
              </option>`,
          )}
        </select>
      </label>`;
    return html`<div class="heads" role="group" aria-label=${t('Attention from the decoder to the source')}>
      ${select(t('Layer'), layer, layers, (to) => this.choose({ layer: to, head }))}
      ${select(t('Head'), head, heads, (to) => this.choose({ layer, head: to }), measured)}
      ${rates ? html`<p class="fine">${t('AER: how badly the head aligns words at the step that writes them, in percent, measured once.')}</p>` : nothing}
    </div>`;
  }

  /** To a stage; beyond the last one, to the first of the next piece, once the piece that is asked for is there. */
  private turnTo(stages: readonly Stage[], index: number): void {
    const stage = stages[index];
    if (stage) this.choose({ stage });
    else if (!this.busy) this.choose({ stage: stages[0]!, step: this.choices.step + 1 });
  }

  /** Arrow keys move between the stages, as between the items of a list. */
  private onStageKey(event: KeyboardEvent): void {
    const heads = [...this.renderRoot.querySelectorAll<HTMLElement>('h2 button')];
    const from = heads.indexOf(event.target as HTMLElement);
    const to = { ArrowDown: from + 1, ArrowUp: from - 1, Home: 0, End: heads.length - 1 }[event.key];
    if (to === undefined || from < 0) return;
    event.preventDefault();
    heads[Math.max(0, Math.min(heads.length - 1, to))]?.focus();
  }

  private choose(choices: Partial<StepsChoices>): void {
    this.dispatchEvent(new CustomEvent('steps-choices', { detail: choices }));
  }

  constructor() {
    super();
    this.addEventListener('step-chosen', ({ detail }) => this.choose({ step: detail }));
  }
}

const sameWish = (a: InspectWish, b: InspectWish): boolean =>
  a.model === b.model &&
  a.source === b.source &&
  a.target === b.target &&
  a.step === b.step &&
  a.layer === b.layer &&
  a.head === b.head;
