import { LitElement, css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { emitStep } from '../events';
import { t } from '../l10n';
import { sharedStyles } from '../styles';
import { pieceName } from './scoring/pieceName';

/** A translation in pieces, of which one is chosen. */
@customElement('al-target-pieces')
export class TargetPieces extends LitElement {
  /** As in PieceList. */
  @property({ attribute: false }) pieces: readonly string[] = [];
  @property({ type: Number }) step = 0;

  static override styles = [
    sharedStyles,
    css`
      .target {
        position: relative;
        max-height: 4.5em;
        margin: -2px;
        padding: 2px;
        overflow: auto;
        font-size: var(--al-word-size);
        overflow-wrap: anywhere;
      }
      /* no line begins with the full stop of the one above; what no line could hold breaks all the same */
      .word {
        display: inline-block;
        max-width: 100%;
      }
      .piece {
        max-width: 100%;
        border-radius: 3px;
        overflow-wrap: anywhere;
      }
      .piece:hover {
        background: var(--vscode-toolbar-hoverBackground);
      }
      .piece.current {
        background: color-mix(in srgb, var(--al-accent) calc(16% * var(--al-fill)), transparent);
        box-shadow: 0 2px 0 var(--al-accent);
      }
      .piece.end {
        color: var(--al-muted);
        font-style: italic;
      }
    `,
  ];

  override render() {
    return html`<div
      class="target"
      dir="auto"
      role="group"
      aria-label=${t('Pieces of the translation')}
      @keydown=${this.onKey}
    >
      ${this.words().map((word) => html` <span class="word">${word.map((index) => this.renderPiece(index))}</span>`)}
    </div>`;
  }

  private renderPiece(index: number) {
    const piece = this.pieces[index]!;
    return html`<button
      class="piece ${index === this.step ? 'current' : ''} ${piece === '</s>' ? 'end' : ''}"
      aria-current=${index === this.step ? 'step' : nothing}
      tabindex=${index === this.step ? 0 : -1}
      @click=${() => emitStep(this, index)}
    >
      ${pieceName(piece)}
    </button>`;
  }

  /** The places of the pieces of each word; the last piece, the end mark, is one of its own. */
  private words(): number[][] {
    const words: number[][] = [];
    for (const [index, piece] of this.pieces.entries()) {
      const apart = piece.startsWith(' ') || index === 0 || index === this.pieces.length - 1;
      if (apart) words.push([]);
      words.at(-1)!.push(index);
    }
    return words;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('step') && !changed.has('pieces')) return;
    const box = this.renderRoot.querySelector<HTMLElement>('.target');
    const piece = this.renderRoot.querySelector<HTMLElement>('.current');
    if (!box || !piece) return;
    const { offsetTop: top, offsetHeight: height } = piece;
    if (top < box.scrollTop || top + height > box.scrollTop + box.clientHeight) {
      box.scrollTop = top - (box.clientHeight - height) / 2;
    }
  }

  private onKey(event: KeyboardEvent): void {
    const last = this.pieces.length - 1;
    const to = { ArrowLeft: this.step - 1, ArrowRight: this.step + 1, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    emitStep(this, Math.max(0, Math.min(last, to)));
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('.current')?.focus());
  }
}
