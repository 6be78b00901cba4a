import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ModelSummary } from '../../../src/shared/panelProtocol';
import type { StepRecord } from '../../../src/shared/stepRecord';
import { firstChoices, type ScoringChoices } from '../../choices';
import { attends } from '../../compare/families';
import { emitInspect, type InspectWish } from '../../events';
import type { Inspection } from '../../inspections';
import { formatPercent, joinPhrases, t } from '../../l10n';
import { benchRows } from '../../scoring/bench';
import { sharedStyles } from '../../styles';
import { controlStyles } from '../controlStyles';
import { faultStyles, renderFault } from '../faultLine';
import { stepPageStyles } from '../stepPageStyles';
import '../scrubber';
import '../targetPieces';
import './benchTable';
import { pieceName } from './pieceName';
import './scoreRow';
import { scoringStyles } from './scoringStyles';
import './sourcePieces';
import './switches';

/** The model whose folder holds further score functions, learned on its own states. */
const BENCH_MODEL = 'luong-dot';
/** A slider that is drawn along asks once, when it rests. */
const REST_MS = 120;

/** One step of a decoding under every score function: the same query, the same states, other scores. */
@customElement('al-scoring-page')
export class ScoringPage extends LitElement {
  /** The sentence. */
  @property() source = '';
  @property({ attribute: false }) models: ModelSummary[] = [];
  @property({ attribute: false }) inspection: Inspection | null = null;
  @property({ attribute: false }) choices: ScoringChoices = firstChoices.scoring;
  /** The source piece under the pointer or the keyboard; -1 for none. */
  @state() private piece = -1;
  private timer: ReturnType<typeof setTimeout> | undefined;

  static override styles = [sharedStyles, controlStyles, faultStyles, stepPageStyles, scoringStyles];

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('source') || changed.has('models') || changed.has('choices')) this.askIfNeeded();
  }

  /** Asks for the step that is chosen, unless that was what was asked last. */
  private askIfNeeded(): void {
    clearTimeout(this.timer);
    const model = this.model;
    if (!model || !this.source) return;
    const last = this.inspection?.wish;
    const sameSentence = last?.model === model.id && last.source === this.source;
    const step = sameSentence ? this.choices.step : 0;
    if (step !== this.choices.step) this.choose({ step });
    if (sameSentence && last.step === step) return;
    const wish: InspectWish = { model: model.id, source: this.source, target: null, step, bench: true };
    if (sameSentence) this.timer = setTimeout(() => emitInspect(this, wish), REST_MS);
    else emitInspect(this, wish);
  }

  private get model(): ModelSummary | null {
    const attending = this.attending;
    const byId = (id: string | null): ModelSummary | undefined => attending.find((model) => model.id === id);
    return byId(this.choices.model) ?? byId(BENCH_MODEL) ?? attending[0] ?? null;
  }

  private get attending(): ModelSummary[] {
    return this.models.filter(({ id }) => attends(id));
  }

  override render() {
    const record = this.inspection?.record ?? null;
    return html`
      <div class="intro">
        <p class="muted">
          ${t(
            'What the decoder asks (the query) is held against every state of the source. Here, the score functions do so in one step, side by side.',
          )}
        </p>
        ${this.renderModel()}
      </div>
      ${renderFault(this.inspection?.fault, () => emitInspect(this, this.inspection!.wish))}
      ${record ? this.renderRecord(record) : this.inspection?.asking ? this.renderAsking() : nothing}
    `;
  }

  private renderModel() {
    const model = this.model;
    if (!model) return html`<p class="muted">${t('No model with attention is installed.')}</p>`;
    return html`<label class="model">
      <span class="fine">${t('Model')}</span>
      <select @change=${(event: Event) => this.choose({ model: (event.target as HTMLSelectElement).value })}>
        ${this.attending.map(({ id, name }) => html`<option value=${id} ?selected=${id === model.id}>${name}</option>`)}
      </select>
    </label>`;
  }

  private renderAsking() {
    return html`<p class="asking muted" role="status">
      <vscode-progress-ring></vscode-progress-ring>${t('The model is decoding the sentence…')}
    </p>`;
  }

  private renderRecord(record: StepRecord) {
    const { targetPieces, sourcePieces, context } = record;
    const count = targetPieces.text.length;
    const rows = benchRows(record, this.choices);
    const mostContext = Math.max(...rows.flatMap((row) => row.context.map(Math.abs)));
    const table = this.choices.view === 'table';
    const step = Math.min(this.choices.step, count - 1);
    return html`
      <div class="bar">
        <al-target-pieces .pieces=${targetPieces.text} .step=${step}></al-target-pieces>
        <al-scrubber
          .step=${step}
          .count=${count}
          .label=${t('Piece of the translation')}
          .text=${pieceName(targetPieces.text[step] ?? '')}
        ></al-scrubber>
        <p class="fine" role="status">${this.describeStep(record)}</p>
      </div>
      <div class="body" aria-busy=${this.inspection?.asking ?? false} @piece-pointed=${this.onPiece}>
        <al-source-pieces
          .pieces=${sourcePieces.text}
          .weights=${record.weights}
          .active=${this.piece}
        ></al-source-pieces>
        <div class="panel">
          <al-switches .choices=${this.choices}></al-switches>
        </div>
        <div class="tools">
          <div class="segments" role="group" aria-label=${t('View')}>
            ${(['pictures', 'table'] as const).map(
              (view) =>
                html`<button
                  class="segment"
                  aria-pressed=${view === this.choices.view}
                  @click=${() => this.choose({ view })}
                >
                  ${view === 'table' ? t('Table') : t('Pictures')}
                </button>`,
            )}
          </div>
          <button class="link" @click=${this.reset}>${t('Reset Switches')}</button>
        </div>
        ${
          table
            ? nothing
            : rows.map(
                (row) =>
                  html`<al-score-row
                    .row=${row}
                    .pieces=${sourcePieces.text}
                    .own=${context}
                    .mostContext=${mostContext}
                    .active=${this.piece}
                  ></al-score-row>`,
              )
        }
        <al-bench-table .rows=${rows} .pieces=${sourcePieces.text} .shown=${table}></al-bench-table>
        ${record.bench?.length ? this.renderLegend() : html`<p class="fine">${t('This model can be scored in no other way.')}</p>`}
      </div>
    `;
  }

  private describeStep({ targetPieces, step, next, queryIs }: StepRecord): string {
    const piece = pieceName(targetPieces.text[step] ?? '');
    const likeliest = next
      .slice(0, 3)
      .map((each) => `${pieceName(each.piece)} ${formatPercent(each.probability)}`)
      .join(' · ');
    const query = {
      'previous-state': t('the query is the decoder’s state before it'),
      'current-state': t('the query is the decoder’s state at it'),
      projection: t('the query is a projection of the decoder’s state'),
    };
    return joinPhrases(
      t('Step {0} writes “{1}”', step + 1, piece),
      ...(queryIs ? [query[queryIs]] : []),
      t('likeliest: {0}', likeliest),
    );
  }

  private renderLegend() {
    return html`<details class="legend fine">
      <summary>${t('How to read it')}</summary>
      <p>
        ${t(
          'Every row has one column for each source piece. Scores have scales of their own; only their differences within a row count, for the softmax turns differences into ratios. The weighted sum of the states is the context; its strip has one bar for each number, before the pale bars of the context of the model itself.',
        )}
      </p>
      <p>
        ${t(
          'Functions with parameters were trained on the states of this model with all else frozen; the model itself never used them, so their contexts may differ from its own and still be sensible.',
        )}
      </p>
    </details>`;
  }

  private onPiece({ detail }: CustomEvent<number>): void {
    this.piece = detail;
  }

  private reset(): void {
    const { temperature, hard, window, halfWidth } = firstChoices.scoring;
    this.choose({ temperature, hard, window, halfWidth });
  }

  private choose(choices: Partial<ScoringChoices>): void {
    this.dispatchEvent(new CustomEvent('scoring-choices', { detail: choices }));
  }

  constructor() {
    super();
    this.addEventListener('step-chosen', ({ detail }) => this.choose({ step: detail }));
  }
}
