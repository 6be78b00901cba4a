import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatPercent, formatScore, t } from '../../l10n';
import { strongestPieces, type BenchRow } from '../../scoring/bench';
import { FORMULAS } from '../../scoring/formulas';
import { sharedStyles } from '../../styles';
import { controlStyles } from '../controlStyles';
import './contextStrip';
import { pieceName } from './pieceName';
import './pieceBars';

const MOST_LABELS = 10;

/** One score function: its scores, the weights that come of them, and the weighted sum of the states. */
@customElement('al-score-row')
export class ScoreRow extends LitElement {
  @property({ attribute: false }) row!: BenchRow;
  @property({ attribute: false }) pieces: readonly string[] = [];
  /** The model's own context. */
  @property({ attribute: false }) own: readonly number[] = [];
  /** Largest number of all contexts shown, so that they can be held against each other. */
  @property({ type: Number }) mostContext = 1;
  /** Index of the piece that is marked; -1 for none. */
  @property({ type: Number }) active = -1;

  static override styles = [
    sharedStyles,
    controlStyles,
    css`
      :host {
        padding: 10px 0 12px;
        border-top: 1px solid var(--al-line);
      }
      header {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 0 10px;
      }
      h2 {
        margin: 0;
        font-size: 13px;
        font-weight: 600;
      }
      .formula {
        color: var(--al-muted);
        font-family: var(--vscode-editor-font-family, monospace);
        font-size: 11px;
      }
      sub {
        font-size: 9px;
        line-height: 0;
      }
      .parts {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 8px 20px;
        margin-top: 6px;
      }
      @media (min-width: 620px) {
        .parts {
          grid-template-columns: repeat(3, minmax(0, 1fr));
        }
      }
      .caption {
        display: flex;
        justify-content: space-between;
        gap: 8px;
        margin-bottom: 3px;
        color: var(--al-muted);
        font-size: 11px;
        line-height: 15px;
      }
      .caption b {
        flex: none;
        font-weight: 400;
      }
      .labels {
        display: flex;
        margin-top: 1px;
        color: var(--al-muted);
        font-size: 10px;
        line-height: 13px;
      }
      .labels span {
        flex: 1;
        min-width: 0;
        overflow: hidden;
        text-align: center;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .labels .active {
        color: var(--vscode-foreground);
        font-weight: 600;
      }
      .value {
        min-width: 0;
        overflow: hidden;
        color: var(--vscode-foreground);
        font-variant-numeric: tabular-nums;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
    `,
  ];

  override render() {
    const { score, scores, weights, context, similarity, learned, own } = this.row;
    const name = score ?? t('The model itself');
    const most = Math.max(...scores.map(Math.abs));
    return html`<section aria-label=${name}>
      <header>
        <h2>${name}</h2>
        ${score && FORMULAS[score] ? html`<span class="formula" aria-hidden="true">${formula(FORMULAS[score])}</span>` : nothing}
      </header>
      <p class="fine">
        ${score ? provenance(learned, own) : t('As it was in the decoding; the switches leave it alone.')}
      </p>
      <div class="parts">
        ${this.renderPart(
          t('scores'),
          this.scoreText(),
          html`<al-piece-bars signed .values=${scores} .most=${most} .active=${this.active}></al-piece-bars
            >${this.renderLabels()}`,
        )}
        ${this.renderPart(
          t('weights'),
          this.weightText(),
          html`<al-piece-bars .values=${weights} .most=${1} .active=${this.active}></al-piece-bars
            >${this.renderLabels()}`,
        )}
        ${this.renderPart(
          t('context'),
          score === null || similarity === null ? '' : t('cosine with the model’s own {0}', formatScore(similarity)),
          html`<al-context-strip
            .values=${context}
            .own=${score === null ? [] : this.own}
            .most=${this.mostContext}
          ></al-context-strip>`,
        )}
      </div>
    </section>`;
  }

  /** Names of the columns, where they have room; else the pieces above the rows and the captions name them. */
  private renderLabels() {
    if (this.pieces.length > MOST_LABELS) return nothing;
    return html`<div class="labels" aria-hidden="true">
      ${this.pieces.map(
        (piece, index) => html`<span class=${index === this.active ? 'active' : ''}>${pieceName(piece)}</span>`,
      )}
    </div>`;
  }

  private renderPart(name: string, value: string, picture: unknown) {
    return html`<div>
      <div class="caption"><b>${name}</b><span class="value" title=${value}>${value}</span></div>
      ${picture}
    </div>`;
  }

  private scoreText(): string {
    const { scores } = this.row;
    if (this.active >= 0) return `${this.nameOf(this.active)} ${formatScore(scores[this.active] ?? 0)}`;
    return t('from {0} to {1}', formatScore(Math.min(...scores)), formatScore(Math.max(...scores)));
  }

  private weightText(): string {
    const { weights } = this.row;
    const shown = this.active >= 0 ? [this.active] : strongestPieces(weights, 3);
    return shown.map((index) => `${this.nameOf(index)} ${formatPercent(weights[index] ?? 0)}`).join(' · ');
  }

  private nameOf(index: number): string {
    return pieceName(this.pieces[index] ?? '');
  }
}

/** Writes `_j` as an index. */
const formula = (text: string) =>
  text.split(/_(\w)/).map((part, index) => (index % 2 ? html`<sub>${part}</sub>` : part));

/** Where the parameters of a score function come from. */
export function provenance(learned: boolean | null, own: boolean): string {
  if (own) return t('What the model itself was trained with.');
  if (learned === null) return t('No parameters: nothing to learn.');
  return learned
    ? t('Parameters learned on these very states.')
    : t('Parameters not learned on these states: read it with care.');
}
