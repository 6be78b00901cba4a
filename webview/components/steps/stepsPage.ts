import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ModelSummary } from '../../../src/shared/panelProtocol';
import type { StepRecord } from '../../../src/shared/stepRecord';
import { firstChoices, type StepsChoices } from '../../choices';
import { emitInspect, type InspectWish } from '../../events';
import type { Inspection } from '../../inspections';
import { formatWeight, t } from '../../l10n';
import { sharedStyles } from '../../styles';
import { controlStyles } from '../controlStyles';
import { faultStyles, renderFault } from '../faultLine';
import { pieceName } from '../scoring/pieceName';
import '../scrubber';
import '../targetPieces';
import { stepsStyles } from './stepsStyles';

/** A slider that is drawn along asks once, when it rests. */
const REST_MS = 120;

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
  private timer: ReturnType<typeof setTimeout> | undefined;

  static override styles = [sharedStyles, controlStyles, faultStyles, stepsStyles];

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  protected override updated(): void {
    this.askIfNeeded();
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
    return html`<div class="bar">
        <al-target-pieces .pieces=${text} .step=${step}></al-target-pieces>
        <al-scrubber
          .step=${step}
          .count=${text.length}
          .label=${t('Piece of the translation')}
          .text=${pieceName(text[step] ?? '')}
        ></al-scrubber>
      </div>
      <div class="body" aria-busy=${this.inspection?.asking ?? false}>
        <p>${pieceName(text[record.step] ?? '')} ${formatWeight(record.probability)}</p>
      </div>`;
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
