import { LitElement, css, html, type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { SentenceResult } from '../../src/shared/result';
import { cssVars } from '../cssVars';
import { emitSentence } from '../events';
import { formatPercent, t } from '../l10n';
import { sharedStyles } from '../styles';

/** All sentences of the text, to choose the one that is drawn: how each begins, and how sure the model was of it. */
@customElement('al-sentence-list')
export class SentenceList extends LitElement {
  @property({ attribute: false }) sentences: SentenceResult[] = [];
  @property({ type: Number }) sentence = 0;

  static override styles = [
    sharedStyles,
    css`
      [role='listbox'] {
        max-height: 148px;
        padding: 2px;
        overflow-y: auto;
        border: 1px solid var(--al-line);
        border-radius: 6px;
        font-size: 12px;
      }
      [role='option'] {
        display: grid;
        grid-template-columns: minmax(16px, auto) minmax(0, 1fr) 40px 34px;
        align-items: center;
        gap: 6px;
        padding: 0 6px;
        border-radius: 4px;
        line-height: 24px;
        cursor: pointer;
      }
      [role='option']:hover {
        background: var(--vscode-toolbar-hoverBackground);
      }
      [aria-selected='true'] {
        box-shadow: inset 2px 0 0 var(--al-accent);
        font-weight: 600;
      }
      [role='option']:focus-visible {
        outline-offset: -1px;
      }
      .number,
      .sure {
        color: var(--al-muted);
        font-size: 11px;
        font-variant-numeric: tabular-nums;
        text-align: right;
      }
      .text {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .bar {
        height: 4px;
        border-radius: 2px;
        background: color-mix(in srgb, var(--vscode-foreground) calc(10% * var(--al-fill)), transparent);
        box-shadow: inset 0 0 0 calc(1px * (1 - var(--al-fill))) var(--al-line);
      }
      .bar::before {
        display: block;
        width: calc(var(--sure) * 100%);
        height: 100%;
        border-radius: 2px;
        background: var(--al-accent);
        content: '';
      }
    `,
  ];

  override render() {
    return html`<div role="listbox" aria-label=${t('Sentences')} @keydown=${this.onKey}>
      ${this.sentences.map((sentence, index) => {
        const sure = meanConfidence(sentence);
        const told = t('mean confidence {0}', formatPercent(sure));
        const beginning = sentence.source.slice(0, 160);
        return html`<div
          role="option"
          aria-selected=${index === this.sentence}
          aria-description=${told}
          title=${beginning}
          tabindex=${index === this.sentence ? 0 : -1}
          @click=${() => emitSentence(this, index)}
        >
          <span class="number">${index + 1}</span>
          <span class="text" dir="auto">${beginning}</span>
          <span class="bar" ${cssVars({ '--sure': sure.toFixed(3) })}></span>
          <span class="sure" title=${told}>${formatPercent(sure)}</span>
        </div>`;
      })}
    </div>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    const list = this.renderRoot.querySelector('[role="listbox"]');
    const option = this.option(this.sentence);
    if (!changed.has('sentence') || !list || !option) return;
    // by hand: scrollIntoView would move the page as well
    const [box, row] = [list.getBoundingClientRect(), option.getBoundingClientRect()];
    list.scrollTop += Math.max(0, row.bottom - box.bottom) + Math.min(0, row.top - box.top);
  }

  private option(index: number): HTMLElement | undefined {
    return this.renderRoot.querySelectorAll<HTMLElement>('[role="option"]')[index];
  }

  private onKey(event: KeyboardEvent): void {
    const last = this.sentences.length - 1;
    const to = { ArrowUp: this.sentence - 1, ArrowDown: this.sentence + 1, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(last, to));
    emitSentence(this, next);
    void this.updateComplete.then(() => this.option(next)?.focus());
  }
}

/** Mean of the confidences of the words, 0 to 1; 0 where there are none. */
export function meanConfidence({ targetWords }: SentenceResult): number {
  return targetWords.length ? targetWords.reduce((sum, { confidence }) => sum + confidence, 0) / targetWords.length : 0;
}
