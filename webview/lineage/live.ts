import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { describeFault, type EngineFault } from '../../src/shared/faults';
import type { ShownHead, StepRecord } from '../../src/shared/stepRecord';
import { cssVars } from '../cssVars';
import { icon } from '../icons';
import { formatDecimal, formatWeight, t } from '../l10n';
import { sharedStyles } from '../styles';
import { checked } from './checked';
import { emitInspect } from './events';
import { formulaStyles } from './formulaStyles';
import { liveEquations } from './liveEquations';
import { liveStyles } from './liveStyles';
import { display } from './maths';
import { largestDifference, lengthOf, strongest, takesPart, total, weightedSum, windowOf } from './numbers';
import { partsOf, type MechanismId } from './parts';

/** What is known of a step: its numbers, that they are on their way, why there are none, or nothing yet. */
export type LiveRecord = StepRecord | 'loading' | EngineFault | null;

const FIRST_NUMBERS = 8;

const isRecord = (record: LiveRecord): record is StepRecord =>
  record !== null && typeof record === 'object' && 'targetPieces' in record;

/** One step of the user's own sentence under one mechanism, in numbers. */
@customElement('al-lineage-live')
export class LineageLive extends LitElement {
  @property({ attribute: false }) mechanism!: MechanismId;
  @property({ attribute: false }) record: LiveRecord = null;
  @property({ type: Boolean }) installed = false;
  /** The last record that came: it stays in sight while the next one is made. */
  @state() private shown: StepRecord | null = null;
  /** A fixed context seen at another step of the same sentence. */
  private elsewhere: { step: number; context: number[] } | null = null;

  static override styles = [sharedStyles, formulaStyles, liveStyles];

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('record')) return;
    if (this.record === null) this.shown = this.elsewhere = null;
    if (!isRecord(this.record)) return;
    const before = this.shown;
    if (!before || before.source !== this.record.source || before.model !== this.record.model) this.elsewhere = null;
    else if (before.step !== this.record.step) this.elsewhere = { step: before.step, context: before.context };
    this.shown = this.record;
  }

  override render() {
    const { record, shown } = this;
    if (!this.installed)
      return html`<p class="quiet">${t('This model is not installed, so there is nothing to measure.')}</p>`;
    const fault = record !== null && record !== 'loading' && !isRecord(record) ? record : null;
    return html`
      ${
        record === null
          ? html`<button class="ask" @click=${() => this.inspect(0)}>
              ${icon('chevronRight')}${t('Show on my sentence')}
            </button>`
          : nothing
      }
      ${record === 'loading' && !shown ? html`<p class="quiet" role="status">${t('Computing…')}</p>` : nothing}
      ${fault ? this.renderFault(fault) : nothing}
      ${shown && !fault ? this.renderRecord(shown, record === 'loading') : nothing}
    `;
  }

  private inspect(step: number): void {
    emitInspect(this, { model: this.mechanism, step });
  }

  private renderFault(fault: EngineFault) {
    return html`<div class="fault" role="alert">
      ${icon('error')}
      <span>${describeFault(fault, t)}</span>
      <button class="ask" @click=${() => this.inspect(this.shown?.step ?? 0)}>${t('Try Again')}</button>
    </div>`;
  }

  private renderRecord(record: StepRecord, busy: boolean) {
    const parts = partsOf(this.mechanism);
    const equations = liveEquations(parts, record);
    return html`<div class="record" aria-busy=${busy}>
      <p class="source" dir="auto">${record.source}</p>
      ${record.head ? this.renderHead(record.head) : nothing} ${this.renderSteps(record)}
      ${record.weights.length ? this.renderWeights(record) : this.renderPieces(record)} ${this.renderFigures(record)}
      ${equations.length ? html`<div class="equations">${equations.map((maths) => display(maths))}</div>` : nothing}
      ${this.renderContext(record)} ${this.renderNext(record)}
    </div>`;
  }

  /** The pieces of the translation; the one that this step writes can be changed. */
  private renderSteps({ targetPieces, step }: StepRecord) {
    const count = targetPieces.text.length;
    const move = (to: number, name: string, which: 'chevronLeft' | 'chevronRight') =>
      html`<button title=${name} aria-label=${name} ?disabled=${to < 0 || to >= count} @click=${() => this.inspect(to)}>
        ${icon(which)}
      </button>`;
    return html`<div class="steps">
        ${move(step - 1, t('Previous step'), 'chevronLeft')}
        <span role="status">${t('Step {0} of {1}', step + 1, count)}</span>
        ${move(step + 1, t('Next step'), 'chevronRight')}
      </div>
      <div class="pieces" role="group" aria-label=${t('Pieces of the translation')} @keydown=${this.onPieceKey}>
        ${targetPieces.text.map(
          (piece, index) =>
            html`<button
              class="piece"
              aria-current=${index === step ? 'step' : nothing}
              tabindex=${index === step ? 0 : -1}
              @click=${() => this.inspect(index)}
            >
              ${shownPiece(piece)}
            </button>`,
        )}
      </div>`;
  }

  private onPieceKey(event: KeyboardEvent): void {
    const count = this.shown?.targetPieces.text.length ?? 0;
    const pieces = [...this.renderRoot.querySelectorAll<HTMLElement>('.piece')];
    const from = pieces.indexOf(event.target as HTMLElement);
    const to = { ArrowLeft: from - 1, ArrowRight: from + 1, Home: 0, End: count - 1 }[event.key];
    if (to === undefined || from < 0) return;
    event.preventDefault();
    pieces[Math.min(count - 1, Math.max(0, to))]?.focus();
  }

  private renderHead({ layer, head, layers, heads }: ShownHead) {
    return html`<p class="quiet">
      ${t('From decoder to source, layer {0} of {1}, head {2} of {3}.', layer + 1, layers, head + 1, heads)}
    </p>`;
  }

  private renderPieces({ sourcePieces }: StepRecord) {
    return html`<p class="quiet">${t('No scores and no weights: the source is read once, into one vector.')}</p>
      <p class="chips" aria-label=${t('Pieces of the source')}>
        ${sourcePieces.text.map((piece) => html`<span>${shownPiece(piece)}</span>`)}
      </p>`;
  }

  private renderWeights(record: StepRecord) {
    const { sourcePieces, scores, weights } = record;
    const parts = partsOf(this.mechanism);
    const most = strongest(weights);
    return html`<div class="scroll" role="group" tabindex="0" aria-label=${t('Scores and weights')}>
      <table>
        <thead>
          <tr>
            <th scope="col">${t('Source piece')}</th>
            <th scope="col" class="number">${t('score')}</th>
            <th scope="col" class="number">${t('weight')}</th>
            <th class="bars"><span class="hidden">${t('weight')}</span></th>
          </tr>
        </thead>
        <tbody>
          ${sourcePieces.text.map((piece, j) => {
            const weight = weights[j] ?? 0;
            const inside = takesPart(parts, record, j);
            return html`<tr class="${j === most ? 'most' : ''} ${inside ? '' : 'outside'}">
              <th scope="row"><span class="index">${j + 1}</span> ${shownPiece(piece)}</th>
              <td class="number"><data value=${scores[j] ?? 0}>${formatDecimal(scores[j] ?? 0, 2)}</data></td>
              <td class="number"><data value=${weight}>${formatWeight(weight)}</data></td>
              <td class="bars" aria-hidden="true"><i ${cssVars({ '--share': weight })}></i></td>
            </tr>`;
          })}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">${t('Sum')}</th>
            <td></td>
            <td class="number"><data class="sum" value=${total(weights)}>${formatWeight(total(weights))}</data></td>
            <td></td>
          </tr>
        </tfoot>
      </table>
    </div>`;
  }

  /** Numbers that only this mechanism has. */
  private renderFigures(record: StepRecord) {
    const { centre, rate, sharpness } = record.figures;
    const window = windowOf(partsOf(this.mechanism), record);
    const lines: string[] = [];
    if (centre !== undefined && window) {
      const last = record.scores.length;
      const from = Math.max(1, Math.ceil(centre + 1 - window.half));
      const to = Math.min(last, Math.floor(centre + 1 + window.half));
      const shown = Number.isInteger(centre) ? String(centre + 1) : formatDecimal(centre + 1, 2);
      lines.push(t('Centre of the window: {0}, so pieces {1} to {2} of {3} take part.', shown, from, to, last));
    }
    if (rate !== undefined) {
      lines.push(t('Learned rate b = {0}: so much of the average of earlier steps stays.', formatDecimal(rate, 3)));
    }
    if (sharpness !== undefined) {
      lines.push(t('Learned sharpness β = {0}: no score can be larger.', formatDecimal(sharpness, 2)));
    }
    return lines.length
      ? html`<ul class="figures">
          ${lines.map((line) => html`<li>${line}</li>`)}
        </ul>`
      : nothing;
  }

  private renderContext(record: StepRecord) {
    const { context, weights, states } = record;
    const first = context.slice(0, FIRST_NUMBERS);
    const widest = Math.max(...first.map(Math.abs), 1e-9);
    return html`<section class="context">
      <h4>${weights.length ? t('Context vector') : t('Fixed context C')}</h4>
      <ol class="vector" aria-label=${t('The first {0} of {1} numbers', first.length, context.length)}>
        ${first.map(
          (value) =>
            html`<li>
              <i
                aria-hidden="true"
                class=${value < 0 ? 'below' : ''}
                ${cssVars({ '--share': Math.abs(value) / widest })}
              ></i>
              <data value=${value}>${formatDecimal(value, 2)}</data>
            </li>`,
        )}
      </ol>
      <p class="quiet">
        ${t('The first {0} of {1} numbers', first.length, context.length)} ·
        ${t('length {0}', formatDecimal(lengthOf(context), 2))}
      </p>
      ${weights.length ? checked(largestDifference(weightedSum(weights, states), context)) : this.renderSameness(record)}
    </section>`;
  }

  /** Of a fixed context: that it is the same elsewhere, as soon as two steps have been seen. */
  private renderSameness({ context, step }: StepRecord) {
    if (!this.elsewhere) {
      return html`<p class="quiet">${t('Go to another step: these numbers will not change, whatever is written.')}</p>`;
    }
    const difference = largestDifference(this.elsewhere.context, context);
    const steps = [step + 1, this.elsewhere.step + 1] as const;
    return html`<p class="check">
      ${
        difference === 0
          ? [icon('check'), t('The same numbers at step {0} as at step {1}.', ...steps)]
          : t('Step {0} differs from step {1} by up to {2}.', ...steps, difference.toExponential(1))
      }
    </p>`;
  }

  private renderNext({ next }: StepRecord) {
    return html`<section class="next">
      <h4>${t('The next piece')}</h4>
      <ol>
        ${next.map(
          ({ piece, probability }) =>
            html`<li>
              <span class="word">${shownPiece(piece)}</span>
              <i aria-hidden="true" ${cssVars({ '--share': probability })}></i>
              <data value=${probability}>${formatWeight(probability)}</data>
            </li>`,
        )}
      </ol>
    </section>`;
  }
}

/** A piece, its leading space made visible; the end mark in words. */
function shownPiece(piece: string) {
  if (piece === '</s>') return html`<span class="mark">${t('end')}</span>`;
  return piece.startsWith(' ') ? html`<span class="space" aria-hidden="true">·</span>${piece.slice(1)}` : piece;
}
