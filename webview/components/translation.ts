import { LitElement, css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { PanelRequest } from '../../src/shared/panelProtocol';
import type { SentenceResult, TargetWord, TranslationResult } from '../../src/shared/result';
import type { Surprise } from '../../src/shared/surprise';
import { directionOf } from '../alignment/direction';
import { emitCommand, emitSentence } from '../events';
import { icon } from '../icons';
import { formatFigure, formatMoment, formatPercent, t } from '../l10n';
import type { Inquiry } from '../questions';
import type { Exported } from '../export/exportFile';
import { sharedStyles } from '../styles';
import './alternatives';
import './exportMenu';
import './surprises';

/** Below these the model was unsure of a word, or very unsure. */
const UNSURE = 0.5;
const VERY_UNSURE = 0.25;
const COPIED_MS = 1600;

/** Source and translation, how sure the model was of each word, and what can be done with the translation. */
@customElement('al-translation')
export class Translation extends LitElement {
  /** The text of the request. */
  @property() text = '';
  @property({ attribute: false }) result!: TranslationResult;
  @property({ type: Boolean }) replaceable = false;
  @property({ type: Boolean }) example = false;
  /** Where it is from, where the model did not make it of a selection just now. */
  @property({ attribute: false }) from: PanelRequest['from'];
  /** What can be exported: it, with the picture of it. */
  @property({ attribute: false }) exported!: Exported;
  /** Index of the sentence that is drawn below. */
  @property({ type: Number }) sentence = 0;
  /** Id of the request. */
  @property({ type: Number }) request = 0;
  /** What the alternatives asked. */
  @property({ attribute: false }) rivals: Inquiry | null = null;
  @property({ attribute: false }) choice: Inquiry | null = null;
  @state() private copied = false;
  /** The word of the sentence whose rivals are shown. */
  @state() private word: number | null = null;
  /** The word that the Tab key leads to. */
  @state() private reachable = 0;

  static override styles = [
    sharedStyles,
    css`
      :host {
        padding: 18px var(--al-pad-end) 20px var(--al-pad);
      }
      .tag {
        display: inline-block;
        margin-bottom: 8px;
        color: var(--al-muted);
        font-size: 11px;
        font-weight: 600;
        letter-spacing: 0.04em;
      }
      .source {
        max-height: 6em;
        overflow: auto;
        color: var(--al-muted);
        overflow-wrap: anywhere;
      }
      .text {
        white-space: pre-wrap;
      }
      .target {
        max-height: 22em;
        margin-top: 8px;
        overflow: auto;
        font-size: 1.3em;
        line-height: 1.5;
        letter-spacing: -0.003em;
        overflow-wrap: anywhere;
      }
      .many .sentence {
        border-radius: 3px;
        cursor: pointer;
      }
      .many .current {
        background: color-mix(in srgb, var(--al-accent) calc(14% * var(--al-fill)), transparent);
        box-shadow: 0 1px 0 var(--al-accent);
      }
      .unsure {
        text-decoration: underline dotted var(--vscode-editorWarning-foreground);
        text-decoration-thickness: 1.5px;
        text-underline-offset: 4px;
      }
      .very {
        text-decoration-style: wavy;
        text-decoration-thickness: 1px;
      }
      .remarks {
        display: grid;
        gap: 4px;
        margin-top: 8px;
        color: var(--al-muted);
        font-size: 12px;
      }
      .remark {
        display: flex;
        gap: 6px;
      }
      .remark .icon {
        margin-top: 1px;
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
        margin-top: 14px;
      }
      .actions vscode-button::part(control) {
        padding: 3px 9px;
      }
      @media (max-width: 339px) {
        .actions vscode-button::part(start) {
          display: none;
        }
      }
      .word {
        border-radius: 3px;
        cursor: pointer;
      }
      .word:hover {
        background: var(--vscode-toolbar-hoverBackground);
        box-shadow: 0 0 0 1px var(--al-hair);
      }
      .word[aria-expanded='true'] {
        background: color-mix(in srgb, var(--al-accent) calc(20% * var(--al-fill)), transparent);
        box-shadow: 0 2px 0 var(--al-accent);
      }
    `,
  ];

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('result') as TranslationResult | undefined;
    if (changed.has('sentence') || (before && before.sentences[this.sentence]?.target !== this.current?.target)) {
      this.word = null;
      this.reachable = 0;
    }
  }

  private get current(): SentenceResult | undefined {
    return this.result.sentences[this.sentence];
  }

  override render() {
    const { sentences } = this.result;
    return html`
      ${this.tag === null ? nothing : html`<span class="tag">${this.tag}</span>`}
      <div class="source" dir="auto" role="group" aria-label=${t('Source text')}>
        <span class="text">${this.text}</span>
      </div>
      <div class="target ${sentences.length > 1 ? 'many' : ''}" dir="auto" role="group" aria-label=${t('Translation')}>
        <span class="text">${this.renderTarget()}</span>
      </div>
      ${this.renderRemarks()} ${this.example ? nothing : this.renderActions()} ${this.renderSurprises()}
      ${this.renderAlternatives()}
    `;
  }

  private get tag(): string | null {
    if (this.example) return t('Example');
    if (this.from?.kind === 'own') return t('Your translation');
    if (this.from?.kind === 'history') return t('From the history, {0}', formatMoment(this.from.time));
    return null;
  }

  private renderSurprises() {
    const surprises = this.surprisesOf(this.sentence);
    if (!surprises) return nothing;
    const sentence = this.result.sentences[this.sentence];
    return html`<al-surprises .sentence=${sentence} .surprises=${surprises}></al-surprises>`;
  }

  /** What the model makes of each word of a translation that the user wrote. */
  private surprisesOf(index: number): Surprise[] | null {
    const surprises = this.from?.kind === 'own' ? this.from.surprises[index] : undefined;
    return surprises?.length === this.result.sentences[index]?.targetWords.length ? (surprises ?? null) : null;
  }

  private renderTarget() {
    const parts: unknown[] = [];
    let at = 0;
    this.result.sentences.forEach((sentence, index) => {
      const current = index === this.sentence ? 'current' : '';
      parts.push(
        this.text.slice(at, sentence.span.start),
        html`<span class="sentence ${current}" @click=${() => emitSentence(this, index)}
          >${current && !this.example ? this.renderWords(sentence, this.surprisesOf(index)) : words(sentence, this.surprisesOf(index))}</span
        >`,
      );
      at = sentence.span.end;
    });
    parts.push(this.text.slice(at));
    return parts;
  }

  private renderRemarks() {
    const { sentences } = this.result;
    const unsure = sentences.some(({ targetWords }) => targetWords.some(({ confidence }) => confidence < UNSURE));
    const truncated = sentences.some((sentence) => sentence.truncated);
    if (!unsure && !truncated) return nothing;
    return html`<div class="remarks">
      ${
        truncated
          ? html`<div class="remark">
              ${icon('warning')}<span>${t('Cut short: the model was stopped before it ended the sentence.')}</span>
            </div>`
          : nothing
      }
      ${
        unsure
          ? html`<div class="remark">
              <span
                ><span class="unsure">${t('Underlined')}</span>${t(': ')}${t('the model was unsure of the word.')}</span
              >
            </div>`
          : nothing
      }
    </div>`;
  }

  private renderActions() {
    const placed = !this.from;
    return html`<div class="actions">
      ${placed ? this.renderPlacing() : nothing}
      <vscode-button appearance="secondary" title=${t('Copy the translation')} @click=${this.copy}
        >${this.copied ? t('Copied') : t('Copy')}${icon(this.copied ? 'check' : 'copy', 'start')}</vscode-button
      >
      <al-export-menu .exported=${this.exported}></al-export-menu>
    </div>`;
  }

  /** What puts the translation into its document. */
  private renderPlacing() {
    return html`<vscode-button
        ?disabled=${!this.replaceable}
        title=${
          this.replaceable
            ? t('Replace the selection with the translation')
            : t('The selection can no longer be replaced: the document changed or was closed')
        }
        @click=${() => emitCommand(this, 'replaceSelection')}
        >${t('Replace')}${icon('replace', 'start')}</vscode-button
      >
      <vscode-button
        appearance="secondary"
        title=${t('Insert the translation below the selection')}
        @click=${() => emitCommand(this, 'insertBelow')}
        >${t('Insert Below')}${icon('insert', 'start')}</vscode-button
      > `;
  }

  private renderAlternatives() {
    const { current } = this;
    if (!current) return nothing;
    return html`<al-alternatives
      .sentence=${current}
      .request=${this.request}
      .index=${this.sentence}
      .model=${this.result.model}
      .word=${this.word}
      .rivals=${this.rivals}
      .choice=${this.choice}
      ?choosable=${!this.example && !this.from}
      @word-closed=${() => {
        this.word = null;
        this.focusWord(this.reachable);
      }}
    ></al-alternatives>`;
  }

  /** The sentence that is drawn, word by word: each shows what else could have stood in its place. */
  private renderWords(sentence: SentenceResult, surprises: Surprise[] | null) {
    return words(sentence, surprises, (word, surprise, index) => {
      const open = this.word === index;
      const { look, title } = confidenceOf(word, surprise);
      return html`<span
        class="word ${look}"
        role="button"
        tabindex=${index === Math.min(this.reachable, sentence.targetWords.length - 1) ? 0 : -1}
        aria-expanded=${open}
        title=${title ?? t('Show what else could have stood here')}
        @focus=${() => (this.reachable = index)}
        @click=${() => (this.word = open ? null : index)}
        @keydown=${this.onWordKey}
        >${word.text}</span
      >`;
    });
  }

  private onWordKey(event: KeyboardEvent): void {
    const last = this.current!.targetWords.length - 1;
    const forward = directionOf(this.current!.target) === 'rtl' ? -1 : 1;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      this.word = this.word === this.reachable ? null : this.reachable;
      return;
    }
    if (event.key === 'Escape') this.word = null;
    const to = {
      ArrowLeft: this.reachable - forward,
      ArrowRight: this.reachable + forward,
      Home: 0,
      End: last,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.focusWord(Math.max(0, Math.min(last, to)));
  }

  private focusWord(index: number): void {
    void this.updateComplete.then(() => this.renderRoot.querySelectorAll<HTMLElement>('.target .word')[index]?.focus());
  }

  private copy(): void {
    emitCommand(this, 'copyTranslation');
    this.copied = true;
    setTimeout(() => (this.copied = false), COPIED_MS);
  }
}

/** A translated sentence, words of low confidence marked. */
function words(
  { target, targetWords }: SentenceResult,
  surprises: Surprise[] | null,
  draw: (word: TargetWord, surprise: Surprise | undefined, index: number) => unknown = drawWord,
) {
  let at = 0;
  const parts = targetWords.map((word, index) => {
    const before = target.slice(at, word.start);
    at = word.end;
    return [before, draw(word, surprises?.[index], index)];
  });
  return [...parts, target.slice(at)];
}

function drawWord(word: TargetWord, surprise: Surprise | undefined) {
  const { look, title } = confidenceOf(word, surprise);
  return look ? html`<span class=${look} title=${title}>${word.text}</span>` : word.text;
}

/** How a word is marked whose confidence is low. */
function confidenceOf({ confidence }: TargetWord, surprise: Surprise | undefined): { look: string; title?: string } {
  if (confidence >= UNSURE) return { look: '' };
  const look = confidence < VERY_UNSURE ? 'unsure very' : 'unsure';
  const sure = formatPercent(confidence);
  const title = surprise ? t('Confidence {0}, {1} bits', sure, formatFigure(surprise.bits)) : t('Confidence {0}', sure);
  return { look, title };
}
