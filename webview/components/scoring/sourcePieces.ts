import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { cssVars } from '../../cssVars';
import { formatWeight, t } from '../../l10n';
import { sharedStyles } from '../../styles';
import { pieceName } from './pieceName';

/** The source in pieces, tinted as the model attends to them. The one pointed at or focused is marked in all pictures. */
@customElement('al-source-pieces')
export class SourcePieces extends LitElement {
  @property({ attribute: false }) pieces: readonly string[] = [];
  @property({ attribute: false }) weights: readonly number[] = [];
  /** Index of the piece that is marked; -1 for none. */
  @property({ type: Number }) active = -1;
  /** The piece that Tab reaches. */
  private reachable = 0;

  static override styles = [
    sharedStyles,
    css`
      div {
        display: flex;
        flex-wrap: wrap;
        gap: 3px 2px;
      }
      button {
        position: relative;
        max-width: 100%;
        padding: 1px 4px 3px;
        overflow: hidden;
        border-radius: 4px;
        background: color-mix(in srgb, var(--al-accent) calc(var(--w, 0) * var(--al-tint)), transparent);
        font-size: 12px;
        line-height: 18px;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      button::after {
        position: absolute;
        bottom: 0;
        left: 0;
        width: calc(var(--w, 0) * 100%);
        height: 2px;
        background: var(--al-accent);
        content: '';
      }
      button.active {
        box-shadow: inset 0 0 0 1px var(--vscode-foreground);
      }
    `,
  ];

  override render() {
    const reachable = Math.min(this.reachable, this.pieces.length - 1);
    return html`<div
      role="group"
      aria-label=${t('Source pieces, with the attention of the model itself')}
      dir="auto"
      @keydown=${this.onKey}
      @pointerleave=${() => this.point(-1)}
      @focusout=${() => this.point(-1)}
    >
      ${this.pieces.map((piece, index) => {
        const weight = this.weights[index];
        return html`<button
          class=${index === this.active ? 'active' : ''}
          tabindex=${index === reachable ? 0 : -1}
          aria-description=${weight === undefined ? nothing : formatWeight(weight)}
          ${cssVars({ '--w': weight ? weight.toFixed(3) : undefined })}
          @pointerenter=${() => this.point(index)}
          @focus=${() => {
            this.reachable = index;
            this.point(index);
          }}
        >
          <span>${pieceName(piece)}</span>
        </button>`;
      })}
    </div>`;
  }

  private onKey(event: KeyboardEvent): void {
    const last = this.pieces.length - 1;
    const to = {
      ArrowLeft: this.reachable - 1,
      ArrowRight: this.reachable + 1,
      Home: 0,
      End: last,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.renderRoot.querySelectorAll('button')[Math.max(0, Math.min(last, to))]?.focus();
  }

  private point(index: number): void {
    if (index === this.active) return;
    this.dispatchEvent(new CustomEvent('piece-pointed', { detail: index, bubbles: true, composed: true }));
  }
}
