import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { directionOf } from '../alignment/direction';
import { labelled } from '../l10n';
import { sharedStyles } from '../styles';

export interface WordButton {
  text: string;
  /** What stands between it and the word before it. */
  before: string;
  /** How it looks; words of the styles below. */
  look?: string;
  /** What its look means, for those who cannot see it. */
  meaning?: string;
  disabled?: boolean;
}

/** Longest word that is drawn whole. */
const MOST = 300;

/** A text whose words can be chosen: with the pointer, or with arrow keys, Home and End, and Enter. */
@customElement('al-word-buttons')
export class WordButtons extends LitElement {
  @property({ attribute: false }) words: WordButton[] = [];
  /** Name of the group. */
  @property() label = '';
  /** Indices of the words that are chosen. */
  @property({ attribute: false }) chosen: readonly number[] = [];
  /** The word that the Tab key leads to. */
  @state() private reachable = 0;

  static override styles = [
    sharedStyles,
    css`
      [role='group'] {
        overflow-wrap: anywhere;
        line-height: 1.75;
      }
      .text {
        white-space: pre-wrap;
      }
      button {
        display: inline-block;
        max-width: 100%;
        padding: 0 1px;
        margin: 0 -1px;
        border-radius: 4px;
        line-height: 1.5;
        overflow-wrap: anywhere;
        white-space: normal;
      }
      button:hover:enabled {
        background: var(--vscode-toolbar-hoverBackground);
        box-shadow: 0 0 0 1px var(--al-hair);
      }
      button:disabled {
        color: var(--al-muted);
        cursor: default;
      }
      .chosen,
      .chosen:hover:enabled {
        background: color-mix(in srgb, var(--al-accent) calc(16% * var(--al-fill)), transparent);
        box-shadow: 0 2px 0 var(--al-accent);
      }
      .masked {
        margin: 0;
        padding: 0 4px;
        border: 1px dashed var(--al-accent);
        color: var(--al-muted);
      }
      .out {
        color: var(--al-muted);
        text-decoration: line-through;
        text-decoration-thickness: 2px;
      }
      .other {
        font-weight: 600;
        text-decoration: underline;
        text-decoration-color: var(--al-accent);
        text-decoration-thickness: 2px;
        text-underline-offset: 3px;
      }
      .end {
        margin-left: 2px;
        color: var(--al-muted);
        font-size: 0.85em;
        font-style: italic;
      }
    `,
  ];

  override render() {
    const text = this.words.map(({ before, text: word }) => before + word).join('');
    const reachable = Math.min(this.reachable, this.words.length - 1);
    const parts = this.words.map((word, index) => [word.before, this.renderWord(word, index, index === reachable)]);
    return html`<div role="group" aria-label=${this.label} dir=${directionOf(text)} @keydown=${this.onKey}>
      <span class="text">${parts}</span>
    </div>`;
  }

  private renderWord({ text, look = '', meaning, disabled = false }: WordButton, index: number, reachable: boolean) {
    const chosen = this.chosen.includes(index);
    const name = text.slice(0, MOST);
    return html`<button
      class="${look} ${chosen ? 'chosen' : ''}"
      aria-pressed=${chosen}
      aria-label=${meaning ? labelled(name, meaning) : nothing}
      title=${meaning ?? nothing}
      tabindex=${reachable ? 0 : -1}
      ?disabled=${disabled}
      @focus=${() => (this.reachable = index)}
      @click=${() => this.choose(index)}
    >
      ${name}
    </button>`;
  }

  /** Puts the keyboard on a word. */
  async focusWord(index: number): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelectorAll('button')[index]?.focus();
  }

  private choose(index: number): void {
    this.reachable = index;
    this.dispatchEvent(new CustomEvent('word-chosen', { detail: index, bubbles: true, composed: true }));
  }

  private onKey(event: KeyboardEvent): void {
    const rtl = (event.currentTarget as HTMLElement).dir === 'rtl';
    const able = this.words.flatMap(({ disabled }, index) => (disabled ? [] : [index]));
    const at = able.indexOf(this.reachable);
    const to = { ArrowLeft: at + (rtl ? 1 : -1), ArrowRight: at + (rtl ? -1 : 1), Home: 0, End: able.length - 1 }[
      event.key
    ];
    if (to === undefined || !able.length) return;
    event.preventDefault();
    void this.focusWord(able[Math.max(0, Math.min(able.length - 1, to))]!);
  }
}
