import { LitElement, css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { describeFault } from '../../src/shared/faults';
import type { Question } from '../../src/shared/panelProtocol';
import type { SentenceResult } from '../../src/shared/result';
import type { NextPiece, TraceRecord } from '../../src/shared/trace';
import { adoption, type Adoption } from '../adopt';
import { emitAsk, emitQuestion } from '../events';
import { icon } from '../icons';
import { formatScore, joinParts, t } from '../l10n';
import type { Inquiry } from '../questions';
import { sharedStyles } from '../styles';
import { stepsOf } from '../whatIf/rows';
import { controlStyles } from './controlStyles';
import './stepPieces';

/** Keys of its questions. */
export const ALTERNATIVE_KEYS = { rivals: 'alternatives.rivals', choice: 'alternatives.choice' } as const;

/** Which sentence of which request a choice was made for. */
interface Place {
  request: number;
  sentence: number;
}

/** Choices that the engine was asked to decode and that are not yet adopted; the page may be turned meanwhile. */
const choices = new WeakMap<Question, Place>();

/** What else the sentence could have become: the candidates of the search, and the pieces that a word could have had. */
@customElement('al-alternatives')
export class Alternatives extends LitElement {
  @property({ attribute: false }) sentence!: SentenceResult;
  /** Where it stands: id of the request, and index. */
  @property({ type: Number }) request = 0;
  @property({ type: Number }) index = 0;
  /** Id of the model that translated it. */
  @property() model = '';
  /** The target word whose rivals are shown; null for none. */
  @property({ attribute: false }) word: number | null = null;
  @property({ attribute: false }) rivals: Inquiry | null = null;
  @property({ attribute: false }) choice: Inquiry | null = null;
  /** Whether the translation can be chosen anew: a stored example, or one that is of no selection, cannot. */
  @property({ type: Boolean }) choosable = false;
  @state() private pieceAt = 0;
  /** A choice that would lose what has to stay: the user is asked. */
  @state() private doubtful: Adoption | null = null;

  static override styles = [
    sharedStyles,
    controlStyles,
    css`
      .tray {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 8px;
        margin-top: 12px;
        padding: 8px 10px 10px;
        border: 1px solid var(--al-line);
        border-radius: 8px;
      }
      .head {
        display: flex;
        align-items: start;
        justify-content: space-between;
        gap: 8px;
      }
      h2 {
        min-width: 0;
        margin: 0;
        font-size: 12px;
        font-weight: 600;
        overflow-wrap: anywhere;
      }
      .asking,
      .fault,
      .row {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px;
        font-size: 12px;
      }
      .asking {
        margin-top: 8px;
        color: var(--al-muted);
      }
      .fault {
        flex-wrap: nowrap;
        align-items: start;
        margin-top: 8px;
        overflow-wrap: anywhere;
      }
      .fault .icon {
        color: var(--vscode-errorForeground);
      }
      .warning {
        display: flex;
        gap: 6px;
        font-size: 12px;
        overflow-wrap: anywhere;
      }
      li .icon {
        margin-top: 2px;
        vertical-align: top;
      }
      .doubt .icon {
        margin-top: 1px;
        color: var(--vscode-editorWarning-foreground);
      }
      vscode-progress-ring {
        flex: none;
        width: 14px;
        height: 14px;
      }
      details {
        margin-top: 14px;
        font-size: 12px;
      }
      summary {
        width: fit-content;
        border-radius: 3px;
        color: var(--al-muted);
        cursor: pointer;
      }
      ol {
        display: grid;
        gap: 2px;
        margin: 6px 0 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: grid;
        grid-template-columns: 16px minmax(0, 1fr) auto;
        gap: 6px;
        align-items: start;
        padding: 2px 0;
      }
      li button {
        grid-column: 1 / -1;
        display: grid;
        grid-template-columns: subgrid;
        padding: 1px 0;
        border-radius: 4px;
      }
      li button:hover:enabled {
        background: var(--vscode-toolbar-hoverBackground);
      }
      li button:disabled {
        cursor: default;
      }
      .candidate {
        overflow-wrap: anywhere;
      }
      .shown .candidate {
        font-weight: 600;
      }
      .score {
        color: var(--al-muted);
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('word') || changed.has('sentence')) this.pieceAt = 0;
    if (changed.has('request') || changed.has('index')) this.doubtful = null;
  }

  protected override updated(): void {
    this.askForRivals();
    this.settle();
  }

  override render() {
    return html`${this.word === null ? nothing : this.renderWord(this.word)} ${this.renderChoice()}
    ${this.renderCandidates()}`;
  }

  private get rivalsQuestion(): Question {
    return { kind: 'trace', model: this.model, source: this.sentence.source, target: this.sentence.target };
  }

  private askForRivals(): void {
    if (this.word === null || this.pinned(this.word)) return;
    const question = this.rivalsQuestion;
    if (JSON.stringify(this.rivals?.question) !== JSON.stringify(question)) {
      emitQuestion(this, ALTERNATIVE_KEYS.rivals, question);
    }
  }

  /** Whether the word is kept from being translated. */
  private pinned(word: number): boolean {
    const { targetWords, pinned = [] } = this.sentence;
    const at = targetWords[word];
    return !!at && pinned.some(({ target }) => at.start < target.end && at.end > target.start);
  }

  /** The translation laid open, where that is known. */
  private get trace(): TraceRecord | null {
    const { rivals } = this;
    const current = rivals && JSON.stringify(rivals.answered) === JSON.stringify(this.rivalsQuestion);
    return current && rivals.answer?.kind === 'trace' ? rivals.answer.record : null;
  }

  private renderWord(word: number) {
    const text = this.sentence.targetWords[word]?.text.slice(0, 60) ?? '';
    return html`<section class="tray" aria-label=${t('What could have stood for “{0}”', text)} @keydown=${this.onKey}>
      <div class="head">
        <h2>${t('What could have stood for “{0}”', text)}</h2>
        <button class="small-button" title=${t('Close')} aria-label=${t('Close')} @click=${this.close}>
          ${icon('close')}
        </button>
      </div>
      ${this.renderRivals(word)}
    </section>`;
  }

  private renderRivals(word: number) {
    if (this.pinned(word)) {
      return html`<p class="muted">
        ${t('It stands here as in the source, or as your glossary has it: the model was not to change it.')}
      </p>`;
    }
    const { trace } = this;
    if (trace) {
      const { start, end } = this.sentence.targetWords[word]!;
      const own = trace.targetPieces.words.flatMap((each, at) => (each.start < end && each.end > start ? [at] : []));
      const steps = trace.sentence.target === this.sentence.target ? own.flatMap((each) => stepsOf(trace, each)) : [];
      if (!steps.length)
        return html`<p class="muted">
          ${t('The model writes this sentence in other pieces: no step is known to have written the word.')}
        </p>`;
      const at = Math.min(this.pieceAt, steps.length - 1);
      return html`<al-step-pieces
          .record=${trace}
          .steps=${steps}
          .at=${at}
          ?disabled=${this.choosing || !this.choosable}
          @part-chosen=${({ detail }: CustomEvent<number>) => (this.pieceAt = detail)}
          @rival-chosen=${({ detail }: CustomEvent<NextPiece>) =>
            this.choose({
              kind: 'trace',
              model: this.model,
              source: this.sentence.source,
              target: null,
              prefix: [...trace.targetIds.slice(0, steps[at]), detail.id],
            })}
        ></al-step-pieces>
        <p class="fine" ?hidden=${!this.choosable}>
          ${t('A piece that you choose takes the place; what stands before it is kept, the rest is decoded anew.')}
        </p>`;
    }
    const fault = this.rivals?.fault;
    if (fault) return this.renderFault(this.rivals!, ALTERNATIVE_KEYS.rivals);
    return html`<p class="asking" role="status">
      <vscode-progress-ring></vscode-progress-ring>${t('The model is laying the sentence open…')}
    </p>`;
  }

  /** What becomes of the choice made last. */
  private renderChoice() {
    if (this.doubtful) return this.renderDoubt(this.doubtful);
    if (!this.isOurs(this.choice)) return nothing;
    if (this.choice!.asking) {
      return html`<p class="asking" role="status">
        <vscode-progress-ring></vscode-progress-ring>${t('The model is decoding the sentence…')}
      </p>`;
    }
    return this.choice!.fault ? this.renderFault(this.choice!, ALTERNATIVE_KEYS.choice) : nothing;
  }

  private renderFault({ fault, question }: Inquiry, key: string) {
    return html`<div class="fault" role="alert">
      ${icon('error')}
      <div>
        <p>${describeFault(fault!, t)}</p>
        <button class="link" @click=${() => emitQuestion(this, key, question)}>${t('Try Again')}</button>
      </div>
    </div>`;
  }

  private renderDoubt({ result, lost }: Adoption) {
    return html`<div class="tray doubt" role="alert">
      <p dir="auto">${result.target}</p>
      <p class="warning">
        ${icon('warning')}
        <span
          >${t('It leaves out what has to stay as it is, which will be put back where the attention suggests: {0}', joinParts(...lost.map((text) => `“${text.slice(0, 60)}”`)))}</span
        >
      </p>
      <div class="row">
        <button class="link" @click=${() => this.adopt(result)}>${t('Use It')}</button>
        <button class="link" @click=${() => (this.doubtful = null)}>${t('Keep What Is Shown')}</button>
      </div>
    </div>`;
  }

  private renderCandidates() {
    const alternatives = this.sentence.alternatives ?? [];
    if (alternatives.length < 2) return nothing;
    return html`<details>
      <summary>${t('Candidates ({0})', alternatives.length)}</summary>
      <ol>
        ${alternatives.map(({ target, score }) => {
          const shown = target === this.sentence.target;
          return html`<li class=${shown ? 'shown' : ''}>
            <button
              aria-current=${shown ? 'true' : nothing}
              title=${shown ? t('The translation that is shown') : t('Make it the translation')}
              ?disabled=${shown || !this.choosable || this.choosing}
              @click=${() => this.choose({ kind: 'trace', model: this.model, source: this.sentence.source, target })}
            >
              <span>${shown ? icon('check') : nothing}</span>
              <span class="candidate" dir="auto">${target}</span>
              <span class="score" title=${t('Log-probability per piece: nearer to 0 is likelier')}
                >${formatScore(score)}</span
              >
            </button>
          </li>`;
        })}
      </ol>
    </details>`;
  }

  private get choosing(): boolean {
    return this.isOurs(this.choice) && this.choice!.asking;
  }

  /** Whether an inquiry is about a choice for the sentence that is shown. */
  private isOurs(inquiry: Inquiry | null): boolean {
    const place = inquiry && choices.get(inquiry.question);
    return !!place && place.request === this.request && place.sentence === this.index;
  }

  private choose(question: Question): void {
    this.doubtful = null;
    choices.set(question, { request: this.request, sentence: this.index });
    emitQuestion(this, ALTERNATIVE_KEYS.choice, question);
  }

  /** Adopts what a choice was decoded to, once, unless something that has to stay would be lost. */
  private settle(): void {
    const { choice } = this;
    if (!choice || choice.asking || choice.answered !== choice.question || !this.isOurs(choice)) return;
    choices.delete(choice.question);
    if (choice.answer?.kind !== 'trace') return;
    const adopted = adoption(this.sentence, choice.answer.record.sentence);
    if (adopted.lost.length) this.doubtful = adopted;
    else this.adopt(adopted.result);
  }

  private adopt(result: SentenceResult): void {
    this.doubtful = null;
    emitAsk(this, { kind: 'adopt', request: this.request, sentence: this.index, result });
    this.close();
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key === 'Escape') this.close();
  }

  private close(): void {
    if (this.word !== null) this.dispatchEvent(new CustomEvent('word-closed'));
  }
}
