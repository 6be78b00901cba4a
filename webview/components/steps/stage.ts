import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { StepRecord } from '../../../src/shared/stepRecord';
import type { Stage } from '../../choices';
import { formatDecimal, formatWeight, t } from '../../l10n';
import { checked } from '../../lineage/checked';
import { formulaStyles } from '../../lineage/formulaStyles';
import { display, prose } from '../../lineage/maths';
import { largestDifference, strongest, total, weightedSum } from '../../lineage/numbers';
import { codeOf, jsonOf } from '../../steps/code';
import { formulaOf } from '../../steps/formulas';
import { maskedScores, maskOf, scoreTerms, shares } from '../../steps/record';
import { sharedStyles } from '../../styles';
import { controlStyles } from '../controlStyles';
import { pieceName } from '../scoring/pieceName';
import './copyButtons';
import './nextRows';
import './numberTable';
import type { NumberColumn } from './numberTable';
import './pieceRows';
import { stageStyles } from './stageStyles';
import { stageTale } from './stageTexts';
import './vectorBars';
import './vectorStrip';

const two = (value: number): string => (Number.isFinite(value) ? formatDecimal(value, 2) : '−∞');
const widest = (...vectors: readonly (readonly number[])[]): number =>
  Math.max(...vectors.flatMap((vector) => vector.map(Math.abs)), 1e-9);

/** A share of a thousandth or less is written as 0, without a sign. */
const shareOf = (value: number): string => formatWeight(Math.abs(value) < 0.0005 ? 0 : value).replace('-', '−');

/** One stage of a step: its formula with the step's numbers, the picture of them, and copies to take away. */
@customElement('al-step-stage')
export class StepStage extends LitElement {
  @property({ attribute: false }) record!: StepRecord;
  @property() stage: Stage = 'query';
  /** Index of the source piece that is looked at; -1 for the one that weighs most. */
  @property({ type: Number }) piece = -1;
  /** Index into the vectors, where one was chosen; it stays the same from one piece to the next. */
  @state() private number: number | null = null;

  static override styles = [sharedStyles, controlStyles, formulaStyles, stageStyles];

  override render() {
    const { record, stage } = this;
    const tale = stageTale(stage, record);
    const formula = formulaOf(record, stage, { piece: this.chosen, number: this.numberLooked }, pieceName);
    return html`<div class="words">
        <p>${prose(tale)}</p>
        <div class="equation">
          ${formula.letters.map(display)}
          ${formula.source ? html`<p class="fine cited">${formula.source}</p>` : nothing}
        </div>
        <div class="equation live" aria-live="polite">${formula.numbers.map(display)}</div>
      </div>
      <div class="picture" @number-chosen=${({ detail }: CustomEvent<number>) => (this.number = detail)}>
        ${this.renderPicture()}
        <al-copy-buttons
          .texts=${{ json: () => jsonOf(record, stage), code: () => codeOf(record, stage) }}
        ></al-copy-buttons>
      </div>`;
  }

  private get chosen(): number {
    const { weights } = this.record;
    return this.piece >= 0 && this.piece < weights.length ? this.piece : Math.max(0, strongest(weights));
  }

  /** The number that was chosen, or else the one that counts most. */
  private get numberLooked(): number {
    const { record, stage } = this;
    const { query, context } = record;
    const added = (): number[] => scoreTerms(record, this.chosen)?.map(({ value }) => value) ?? query;
    const vector = stage === 'query' ? query : stage === 'scores' ? added() : context;
    if (this.number !== null && this.number < vector.length) return this.number;
    const sizes = vector.map(Math.abs);
    return Math.max(0, sizes.indexOf(Math.max(...sizes)));
  }

  private renderPicture() {
    const { record } = this;
    switch (this.stage) {
      case 'query':
        return this.renderStrips([{ name: t('Query'), values: record.query }]);
      case 'scores':
        return this.renderScores();
      case 'mask':
        return this.renderRows(t('Mask'), [
          { name: t('score'), values: record.scores, format: two },
          { name: t('mask'), values: maskOf(record), format: two },
          { name: t('masked'), values: maskedScores(record), format: two },
        ]);
      case 'softmax':
        return this.renderRows(
          t('Weights'),
          [
            {
              name: maskOf(record).every((mask) => mask === 0) ? t('score') : t('masked'),
              values: maskedScores(record),
              format: two,
            },
            { name: t('weight'), values: record.weights, format: formatWeight },
          ],
          { most: 1, total: formatWeight(total(record.weights)) },
        );
      case 'sum':
        return this.renderSum();
      case 'context':
        return [this.renderStrips([{ name: this.contextName, values: record.context }]), this.renderCheck()];
      case 'next':
        return html`<al-next-rows .record=${record}></al-next-rows>`;
    }
  }

  private get contextName(): string {
    return this.record.weights.length ? t('Context vector') : t('Fixed context C');
  }

  private renderRows(
    name: string,
    columns: readonly { name: string; values: readonly number[]; format: (value: number) => string }[],
    { most = 0, signed = false, total: sum = '' } = {},
  ) {
    const { sourcePieces, weights } = this.record;
    return html`<al-piece-rows
      .name=${name}
      .pieces=${sourcePieces.text}
      .columns=${columns}
      .most=${most}
      .signed=${signed}
      .rank=${weights}
      .chosen=${this.chosen}
      .total=${sum}
    ></al-piece-rows>`;
  }

  /** Strips of one length under each other, each with its own scale unless one is given, and all their numbers. */
  private renderStrips(strips: readonly NumberColumn[], most = 0) {
    return html`${strips.map(
        ({ name, values }) =>
          html`<al-vector-strip
            .name=${name}
            .values=${values}
            .most=${most}
            .chosen=${this.numberLooked}
          ></al-vector-strip>`,
      )} <al-number-table .columns=${strips}></al-number-table>`;
  }

  private renderScores() {
    const { record, chosen } = this;
    const piece = pieceName(record.sourcePieces.text[chosen] ?? '');
    const terms = scoreTerms(record, chosen);
    const projected = record.terms !== undefined;
    return [
      this.renderRows(t('Scores'), [{ name: t('score'), values: record.scores, format: two }], {
        most: widest(record.scores),
        signed: record.scores.some((score) => score < 0),
      }),
      terms
        ? html`<h3>${t('The score of “{0}”, number by number', piece)}</h3>
            ${this.renderStrips([
              { name: projected ? t('Query, projected') : t('Query'), values: terms.map(({ query }) => query) },
              { name: projected ? t('Key, projected') : t('Key'), values: terms.map(({ key }) => key) },
              { name: t('What each adds to the score'), values: terms.map(({ value }) => value) },
            ])}`
        : html`<p class="fine">${t('This score function is no sum over numbers that could be drawn.')}</p>`,
    ];
  }

  private renderSum() {
    const { record, chosen } = this;
    const { weights, states, context, sourcePieces } = record;
    const parts = shares(record);
    const added = states[chosen]!.map((value) => weights[chosen]! * value);
    const piece = pieceName(sourcePieces.text[chosen] ?? '');
    return [
      this.renderRows(
        t('Weighted sum'),
        [
          { name: t('weight'), values: weights, format: formatWeight },
          { name: t('share'), values: parts, format: shareOf },
        ],
        {
          most: Math.max(1, widest(parts)),
          signed: parts.some((share) => share < -0.001),
          total: formatWeight(total(parts)),
        },
      ),
      html`<h3>${t('“{0}” and the whole, on one scale', piece)}</h3>`,
      this.renderStrips(
        [
          { name: t('What “{0}” adds', piece), values: added },
          { name: t('Context vector'), values: context },
        ],
        widest(added, context),
      ),
    ];
  }

  private renderCheck() {
    const { weights, states, context } = this.record;
    return weights.length ? checked(largestDifference(weightedSum(weights, states), context)) : nothing;
  }
}
