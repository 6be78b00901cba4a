import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { PanelRequest } from '../../src/shared/panelProtocol';
import type { SentenceResult, TargetWord, TranslationResult } from '../../src/shared/result';
import type { Surprise } from '../../src/shared/surprise';
import { emitCommand, emitSentence } from '../events';
import { icon } from '../icons';
import { formatFigure, formatMoment, formatPercent, formatScore, t } from '../l10n';
import { sharedStyles } from '../styles';
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
  /** Index of the sentence that is drawn below. */
  @property({ type: Number }) sentence = 0;
  @state() private copied = false;

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
        gap: 6px;
        margin: 8px 0 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: flex;
        justify-content: space-between;
        gap: 12px;
      }
      li span:first-child {
        overflow-wrap: anywhere;
      }
      .score {
        flex: none;
        color: var(--al-muted);
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

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
          >${words(sentence, this.surprisesOf(index))}</span
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
              <span><span class="unsure">${t('Underlined')}</span>: ${t('the model was unsure of the word.')}</span>
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
    const alternatives = this.result.sentences[this.sentence]?.alternatives ?? [];
    if (alternatives.length < 2) return nothing;
    return html`<details>
      <summary>${t('Candidates of the beam search ({0})', alternatives.length)}</summary>
      <ol>
        ${alternatives.map(
          ({ target, score }) =>
            html`<li>
              <span dir="auto">${target}</span
              ><span class="score" title=${t('Log-probability per piece: nearer to 0 is likelier')}
                >${formatScore(score)}</span
              >
            </li>`,
        )}
      </ol>
    </details>`;
  }

  private copy(): void {
    emitCommand(this, 'copyTranslation');
    this.copied = true;
    setTimeout(() => (this.copied = false), COPIED_MS);
  }
}

/** A translated sentence, words of low confidence marked. */
function words({ target, targetWords }: SentenceResult, surprises: Surprise[] | null) {
  let at = 0;
  const parts = targetWords.map((word, index) => {
    const before = target.slice(at, word.start);
    at = word.end;
    return [before, confident(word, surprises?.[index])];
  });
  return [...parts, target.slice(at)];
}

function confident({ text, confidence }: TargetWord, surprise: Surprise | undefined) {
  if (confidence >= UNSURE) return text;
  const degree = confidence < VERY_UNSURE ? 'very' : '';
  const sure = formatPercent(confidence);
  const title = surprise ? t('Confidence {0}, {1} bits', sure, formatFigure(surprise.bits)) : t('Confidence {0}', sure);
  return html`<span class="unsure ${degree}" title=${title}>${text}</span>`;
}
