import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { NextPiece } from '../../src/shared/trace';
import { cssVars } from '../cssVars';
import { icon } from '../icons';
import { formatWeight, t } from '../l10n';
import { sharedStyles } from '../styles';
import { pieceName } from './scoring/pieceName';

/** The likeliest pieces of a step, to choose one of. */
@customElement('al-next-pieces')
export class NextPieces extends LitElement {
  @property({ attribute: false }) next: NextPiece[] = [];
  /** Id of the piece that came. */
  @property({ type: Number }) came = -1;
  @property() label = '';
  @property({ type: Boolean }) disabled = false;

  static override styles = [
    sharedStyles,
    css`
      ol {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 220px), 1fr));
        gap: 1px 16px;
        max-width: 640px;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      button {
        display: grid;
        grid-template-columns: 14px minmax(0, 1fr) 46px 60px;
        align-items: center;
        gap: 6px;
        width: 100%;
        padding: 2px 4px;
        border-radius: 4px;
        font-size: 12px;
        font-variant-numeric: tabular-nums;
      }
      button:hover:enabled {
        background: var(--vscode-toolbar-hoverBackground);
        box-shadow: 0 0 0 1px var(--al-hair);
      }
      button:disabled {
        cursor: default;
      }
      .icon {
        display: flex;
        width: 14px;
        height: 14px;
      }
      .piece {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: pre;
      }
      .came .piece {
        font-weight: 600;
      }
      .number {
        text-align: right;
      }
      .bar {
        width: calc(var(--d) * 100%);
        min-width: 1px;
        height: 8px;
        border-radius: 0 2px 2px 0;
        background: var(--al-accent);
      }
    `,
  ];

  override render() {
    return html`<ol aria-label=${this.label}>
      ${this.next.map((piece) => {
        const came = piece.id === this.came;
        const name = shownPiece(piece.piece);
        return html`<li>
          <button
            class=${came ? 'came' : ''}
            aria-current=${came ? 'true' : nothing}
            title=${came ? t('This came') : t('Write “{0}” here and decode on', name)}
            ?disabled=${came || this.disabled}
            @click=${() => this.choose(piece)}
          >
            <span>${came ? icon('check') : nothing}</span>
            <span class="piece" dir="auto">${name}</span>
            <span class="number">${formatWeight(piece.probability)}</span>
            <span aria-hidden="true"
              ><span class="bar" ${cssVars({ '--d': piece.probability.toFixed(4), display: 'block' })}></span
            ></span>
          </button>
        </li>`;
      })}
    </ol>`;
  }

  private choose(piece: NextPiece): void {
    this.dispatchEvent(new CustomEvent('rival-chosen', { detail: piece, bubbles: true, composed: true }));
  }
}

/** A piece that goes on with the word before it has a mark in front. */
export const shownPiece = (piece: string): string =>
  piece.startsWith(' ') || piece === '</s>' ? pieceName(piece) : `·${pieceName(piece)}`;

declare global {
  interface HTMLElementEventMap {
    'rival-chosen': CustomEvent<NextPiece>;
    'word-chosen': CustomEvent<number>;
  }
}
