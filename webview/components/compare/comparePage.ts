import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { CompareState } from '../../../src/shared/compare';
import type { ModelSummary } from '../../../src/shared/panelProtocol';
import { firstChoices, VIEWS, type CompareChoices } from '../../choices';
import { defaultSelection, familyOf } from '../../compare/families';
import {
  isRunning,
  rowsOf,
  sentenceCount,
  sentenceOf,
  SORTS,
  stepCount,
  type CompareRow,
  type Sort,
} from '../../compare/rows';
import { COMPARED } from '../../../src/shared/limits';
import { emitAsk } from '../../events';
import { icon } from '../../icons';
import { joinParts, t } from '../../l10n';
import { sharedStyles } from '../../styles';
import { controlStyles } from '../controlStyles';
import '../scrubber';
import './compareCard';
import './compareDiff';
import './compareTable';
import { familyName } from './modelPicker';
import { pageStyles } from './pageStyles';

/** One text through many models: what each made of it, side by side, at one step of the decoding. */
@customElement('al-compare-page')
export class ComparePage extends LitElement {
  /** What a new comparison would be of. */
  @property() text = '';
  /** Whether `text` is the panel's own example. */
  @property({ type: Boolean }) example = false;
  @property({ attribute: false }) models: ModelSummary[] = [];
  @property({ attribute: false }) compare: CompareState | null = null;
  @property({ attribute: false }) choices: CompareChoices = firstChoices.compare;

  static override styles = [sharedStyles, controlStyles, pageStyles];

  override render() {
    return html`${this.renderAsk()} ${this.compare ? this.renderComparison(this.compare) : this.renderNothingYet()}`;
  }

  /** What is compared, by whom, and the button that starts or stops it. */
  private renderAsk() {
    const chosen = this.chosen;
    const running = this.compare !== null && isRunning(this.compare);
    return html`<div class="ask">
      <span class="tag">${this.example ? t('Example') : t('Your text')}</span>
      <p class="source" dir="auto">${this.text}</p>
      ${this.renderShortened()}
      <al-model-picker
        .models=${this.models}
        .chosen=${chosen}
        @models-chosen=${({ detail }: CustomEvent<string[]>) => this.choose({ models: detail })}
      ></al-model-picker>
      <div class="actions">
        ${
          running
            ? html`<vscode-button appearance="secondary" @click=${() => emitAsk(this, { kind: 'cancelCompare' })}
                >${t('Cancel')}</vscode-button
              >`
            : html`<vscode-button ?disabled=${chosen.length === 0} @click=${() => this.run(chosen)}
                >${chosen.length === 1 ? t('Run 1 Model') : t('Compare {0} Models', chosen.length)}</vscode-button
              >`
        }
        <span class="muted" role="status">${this.progress()}</span>
      </div>
    </div>`;
  }

  private renderShortened() {
    if (!this.compare?.shortened || this.compare.text !== this.text) return nothing;
    const { sentences, characters } = COMPARED;
    return html`<p class="fine">
      ${t('The beginning alone: a comparison takes at most {0} sentences and {1} characters.', sentences, characters)}
    </p>`;
  }

  private get chosen(): string[] {
    if (!this.choices.models) return defaultSelection(this.models);
    const wanted = this.choices.models;
    return this.models.map(({ id }) => id).filter((id) => wanted.includes(id));
  }

  private progress(): string {
    if (!this.compare) return '';
    const { runs } = this.compare;
    const count = (phase: string): number => runs.filter((run) => run.phase === phase).length;
    if (isRunning(this.compare))
      return t('{0} of {1} done', runs.length - count('waiting') - count('running') - count('loading'), runs.length);
    const failed = count('failed');
    const cancelled = count('cancelled');
    return [
      t('{0} of {1} done', count('done'), runs.length),
      ...(failed ? [t('{0} failed', failed)] : []),
      ...(cancelled ? [t('{0} cancelled', cancelled)] : []),
    ].join(' · ');
  }

  private renderNothingYet() {
    return html`<p class="about muted">
      ${t(
        'Every mechanism is a small model of its own, trained on the same sentences. Compare them to see what each makes of the text, where each looks while it writes, and what was gained from one to the next.',
      )}
    </p>`;
  }

  private renderComparison(compare: CompareState) {
    const sentence = Math.max(0, Math.min(this.choices.sentence, sentenceCount(compare) - 1));
    const steps = stepCount(compare, sentence);
    const step = Math.max(0, Math.min(this.choices.step, steps - 1));
    const rows = rowsOf(compare, this.models, this.choices.sort);
    const pair = this.pairOf(rows);
    const table = this.choices.view === 'table';
    return html`
      ${
        compare.text === this.text
          ? nothing
          : html`<p class="stale muted">
              ${icon('info')}<span>${t('Below, the comparison of: {0}', compare.text.slice(0, 200))}</span>
            </p>`
      }
      <div class="bar">
        ${this.renderStep(rows, sentence, step, steps)}
        <div class="tools">
          ${this.renderSort()} ${this.renderViews()} ${this.renderSentences(sentence, sentenceCount(compare))}
        </div>
      </div>
      <div class="body">
        ${
          pair
            ? html`<al-compare-diff
                .pair=${pair}
                .sentence=${sentence}
                .step=${step}
                @unpinned=${() => this.choose({ pins: [] })}
              ></al-compare-diff>`
            : nothing
        }
        ${table ? nothing : this.renderCards(rows, sentence, step)}
        <al-compare-table
          .rows=${rows}
          .text=${compare.text}
          .sentence=${sentence}
          .step=${step}
          .shown=${table}
        ></al-compare-table>
        ${this.renderLegend()}
      </div>
    `;
  }

  private renderStep(rows: CompareRow[], sentence: number, step: number, steps: number) {
    if (!steps) return nothing;
    const written = rows.flatMap(({ run }) => sentenceOf(run, sentence)?.targetWords[step]?.text ?? []);
    const words = joinParts(...[...new Set(written)].slice(0, 4));
    return html`<al-scrubber
      .step=${step}
      .count=${steps}
      .label=${t('Word of the translations')}
      .text=${words}
      playable
      @step-chosen=${({ detail }: CustomEvent<number>) => this.choose({ step: detail })}
    ></al-scrubber>`;
  }

  private renderSort() {
    const names: Record<Sort, string> = {
      lineage: t('Lineage'),
      bleu: 'BLEU',
      aer: 'AER',
      agreement: t('Agreement'),
      time: t('Time'),
    };
    return html`<label class="sort">
      <span class="fine">${t('Sort by')}</span>
      <select
        .value=${this.choices.sort}
        @change=${(event: Event) => this.choose({ sort: (event.target as HTMLSelectElement).value as Sort })}
      >
        ${SORTS.map((sort) => html`<option value=${sort} ?selected=${sort === this.choices.sort}>${names[sort]}</option>`)}
      </select>
    </label>`;
  }

  private renderViews() {
    const names = { cards: t('Cards'), table: t('Table') };
    return html`<div class="segments" role="group" aria-label=${t('View')}>
      ${VIEWS.map(
        (view) =>
          html`<button class="segment" aria-pressed=${view === this.choices.view} @click=${() => this.choose({ view })}>
            ${names[view]}
          </button>`,
      )}
    </div>`;
  }

  private renderSentences(sentence: number, count: number) {
    if (count < 2) return nothing;
    const button = (to: number, name: string, which: 'chevronLeft' | 'chevronRight') =>
      html`<button
        class="small-button"
        title=${name}
        aria-label=${name}
        ?disabled=${to < 0 || to >= count}
        @click=${() => this.choose({ sentence: to, step: 0 })}
      >
        ${icon(which)}
      </button>`;
    return html`<div class="sentences fine" role="group" aria-label=${t('Sentence')}>
      ${button(sentence - 1, t('Previous sentence'), 'chevronLeft')}
      <span role="status">${t('Sentence {0} of {1}', sentence + 1, count)}</span>
      ${button(sentence + 1, t('Next sentence'), 'chevronRight')}
    </div>`;
  }

  private renderCards(rows: CompareRow[], sentence: number, step: number) {
    const grouped = this.choices.sort === 'lineage';
    return html`<div class="cards">
      ${repeat(
        rows,
        ({ run }) => run.model,
        (row, index) => {
          const family = familyOf(row.run.model);
          const first = grouped && (index === 0 || familyOf(rows[index - 1]!.run.model) !== family);
          return html`${first ? html`<h2>${familyName(family)}</h2>` : nothing}
            <al-compare-card
              .row=${row}
              .sentence=${sentence}
              .step=${step}
              .pinned=${this.choices.pins.includes(row.run.model)}
              @pin-toggled=${({ detail }: CustomEvent<string>) => this.togglePin(detail)}
              @step-chosen=${({ detail }: CustomEvent<number>) => this.choose({ step: detail })}
            ></al-compare-card>`;
        },
      )}
    </div>`;
  }

  private renderLegend() {
    return html`<details class="legend fine">
      <summary>${t('What the figures mean')}</summary>
      <p>
        ${t(
          'BLEU (translation, higher is better) and AER (alignment error rate in percent, lower is better) were measured once for each model on sentences that no model was trained on; they do not speak of this text.',
        )}
      </p>
      <p>
        ${t(
          'Every model searches greedily here, whatever the beam width of the settings: a wider beam would tell more of the search than of the mechanism.',
        )}
      </p>
      <p>
        ${t(
          'Agreement is the mean F1 of a translation’s words, case ignored, with those of every other translation here: how usual it is among these models, not how good.',
        )}
      </p>
      <p>
        ${t(
          'Score is the log-probability per piece that the model gave its own translation; scores of different models do not compare. Time is that of the translation alone, on this machine.',
        )}
      </p>
    </details>`;
  }

  /** The two pinned models, where both have finished. */
  private pairOf(rows: CompareRow[]): [CompareRow, CompareRow] | null {
    const [a, b] = this.choices.pins.map((id) => rows.find(({ run }) => run.model === id && run.phase === 'done'));
    return a && b ? [a, b] : null;
  }

  /** Pins a model, in place of the one pinned longest where there are two; or unpins it. */
  private togglePin(model: string): void {
    const { pins } = this.choices;
    this.choose({ pins: pins.includes(model) ? pins.filter((id) => id !== model) : [...pins, model].slice(-2) });
  }

  private run(models: string[]): void {
    this.choose({ step: 0, sentence: 0 });
    emitAsk(this, { kind: 'compare', text: this.text, models });
  }

  private choose(choices: Partial<CompareChoices>): void {
    this.dispatchEvent(new CustomEvent('compare-choices', { detail: choices }));
  }
}
