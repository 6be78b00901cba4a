import { LitElement, css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { TraceRecord } from '../../../src/shared/trace';
import { formatWeight, t } from '../../l10n';
import { sharedStyles } from '../../styles';
import { noChanges, outOfReach, setForce, setPick, type Changes } from '../../whatIf/changes';
import { inPlace, isTransformer, stepsOf, writingRow, type Side } from '../../whatIf/rows';
import { controlStyles } from '../controlStyles';
import '../stepPieces';
import { shownPiece } from '../nextPieces';
import '../pairedBars';
import type { PairedRow } from '../pairedBars';
import { pieceName } from '../scoring/pieceName';
import '../wordButtons';
import { emitChanges } from './emitChanges';
import { whatIfStyles } from './whatIfStyles';

/** One word of the translation: what it attended to before and after, and what else the step that writes it can do. */
@customElement('al-what-if-focus')
export class WhatIfFocus extends LitElement {
  @property({ attribute: false }) plain!: TraceRecord;
  @property({ attribute: false }) edited: TraceRecord | null = null;
  /** For each word of the sentence, the words that stand in its place in the source of `edited`. */
  @property({ attribute: false }) place: number[][] = [];
  /** What `edited` is the answer to. */
  @property({ attribute: false }) answered: Changes = noChanges;
  @property({ attribute: false }) changes: Changes = noChanges;
  @property({ attribute: false }) focused!: Record<Side, number | null>;
  /** Whether another answer is on its way: the steps that are shown may be others soon. */
  @property({ type: Boolean }) asking = false;
  /** Which of the word's pieces, counted within it. */
  @state() private pieceAt = 0;
  /** Source words to force the step onto; null where that is not being chosen. */
  @state() private onto: number[] | null = null;

  static override styles = [
    sharedStyles,
    controlStyles,
    whatIfStyles,
    css`
      .step {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 12px;
      }
      .onto {
        display: grid;
        gap: 6px;
      }
    `,
  ];

  protected override willUpdate(changed: PropertyValues<this>): void {
    const was = changed.get('focused') as Record<Side, number | null> | undefined;
    if (was && (was.before !== this.focused.before || was.after !== this.focused.after)) {
      this.pieceAt = 0;
      this.onto = null;
    }
  }

  override render() {
    const { plain, edited, focused } = this;
    const names: [string | null, string | null] = [
      wordName(plain, focused.before),
      edited ? wordName(edited, focused.after) : null,
    ];
    const title = [...new Set(names.filter((name) => name !== null))].map((name) => `“${name}”`).join(' → ');
    return html`<h2>${t('The word in focus: {0}', title)}</h2>
      ${this.renderStep()}`;
  }

  /** The step of a record that writes the piece in focus; null where no word of it is in focus. */
  private stepIn(record: TraceRecord | null, word: number | null): number | null {
    const steps = record && word !== null ? stepsOf(record, word) : [];
    return steps[Math.min(this.pieceAt, steps.length - 1)] ?? null;
  }

  private renderAttention() {
    const { plain, edited, focused } = this;
    const [stepBefore, stepAfter] = [this.stepIn(plain, focused.before), this.stepIn(edited, focused.after)];
    const rowBefore = stepBefore === null ? null : writingRow(plain, [stepBefore]);
    const raw = edited && stepAfter !== null ? writingRow(edited, [stepAfter]) : null;
    const rowAfter = raw && inPlace(raw, this.place);
    if (!plain.maps?.cross) {
      return html`<p class="muted">${t('This model has no attention: it reads the source into one vector.')}</p>`;
    }
    const value = (row: number[] | null, at: number) => row && { value: row[at]!, text: formatWeight(row[at]!) };
    const words = plain.sentence.sourceWords;
    const rows: PairedRow[] = [...words.map(({ text }) => text), t('end')].map((name, at) => ({
      name,
      remark: this.remark(at),
      values: [value(rowBefore, at), value(rowAfter, at)],
    }));
    return html`<al-paired-bars
      .caption=${
        isTransformer(plain)
          ? t('Attention on the source while the piece is written: the mean of all layers and heads')
          : t('Attention on the source while the piece is written')
      }
      .word=${t('Source word')}
      .heads=${[
        stepBefore === null ? t('Before') : t('Before: {0}', pieceAt(plain, stepBefore)),
        edited === null ? '' : stepAfter === null ? t('After') : t('After: {0}', pieceAt(edited, stepAfter)),
      ]}
      .rows=${rows}
      together
    ></al-paired-bars>`;
  }

  private remark(word: number): string | undefined {
    const swap = this.answered.swaps.find((each) => each.word === word);
    if (swap) return swap.text ? `→ ${swap.text.slice(0, 40)}` : t('left out');
    return this.answered.mask.includes(word) ? t('masked') : undefined;
  }

  /** What is known of the step, and what can be done at it: of what is decoded by now. */
  private renderStep() {
    const record = this.edited ?? this.plain;
    const word = this.edited ? this.focused.after : this.focused.before;
    const step = this.stepIn(record, word);
    if (step === null) {
      return html`<div class="step">
        <p class="muted">${t('No word stands in its place in the translation after the changes.')}</p>
        ${this.renderAttention()}
      </div>`;
    }
    const steps = stepsOf(record, word!);
    return html`<div class="step">
      <al-step-pieces
        .record=${record}
        .steps=${steps}
        .at=${steps.indexOf(step)}
        ?disabled=${this.asking}
        @part-chosen=${(event: CustomEvent<number>) => {
          this.pieceAt = event.detail;
          this.onto = null;
        }}
        @rival-chosen=${({ detail: { id, piece } }: HTMLElementEventMap['rival-chosen']) =>
          emitChanges(this, setPick(this.changes, record, step, id, piece))}
      ></al-step-pieces>
      ${this.renderAttention()}
      ${this.plain.maps?.cross ? this.renderForce(step, record.targetPieces.text[step]!) : nothing}
    </div>`;
  }

  private renderForce(step: number, piece: string) {
    const { onto } = this;
    const forced = this.changes.force.find((each) => each.step === step);
    if (!onto) {
      return html`<div class="row">
        <button class="push" @click=${() => (this.onto = forced?.words ?? [])}>${t('Force its attention…')}</button>
        ${
          forced
            ? html`<button class="link" @click=${() => emitChanges(this, setForce(this.changes, step, []))}>
                ${t('Let the step attend by itself again')}
              </button>`
            : nothing
        }
      </div>`;
    }
    const barred = outOfReach(this.changes);
    const { source, sourceWords } = this.plain.sentence;
    let at = 0;
    const words = sourceWords.map(({ text, start, end }, index) => {
      const before = source.slice(at, start);
      at = end;
      return { text, before, disabled: barred.has(index), look: barred.has(index) ? 'out' : '' };
    });
    return html`<div
      class="tray"
      role="group"
      aria-label=${t('What step {0} attends to', step + 1)}
      @keydown=${(event: KeyboardEvent) => {
        if (event.key === 'Escape') this.onto = null;
      }}
    >
      <p class="muted">
        ${t('Choose the source words that the step which writes “{0}” attends to, in equal parts.', pieceName(piece))}
      </p>
      <al-word-buttons
        .words=${words}
        .label=${t('Source words to attend to')}
        .chosen=${onto}
        @word-chosen=${(event: CustomEvent<number>) => {
          event.stopPropagation();
          const word = event.detail;
          this.onto = onto.includes(word) ? onto.filter((each) => each !== word) : [...onto, word];
        }}
      ></al-word-buttons>
      <div class="row">
        <button
          class="push"
          ?disabled=${onto.length === 0}
          @click=${() => {
            this.onto = null;
            emitChanges(this, setForce(this.changes, step, onto));
          }}
        >
          ${t('Force')}
        </button>
        <button class="link" @click=${() => (this.onto = null)}>${t('Cancel')}</button>
      </div>
    </div>`;
  }
}

function wordName({ sentence }: TraceRecord, word: number | null): string | null {
  if (word === null) return null;
  return sentence.targetWords[word]?.text.slice(0, 60) ?? t('end');
}

const pieceAt = ({ targetPieces }: TraceRecord, step: number): string => shownPiece(targetPieces.text[step]!);
