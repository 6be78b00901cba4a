import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { TraceRecord } from '../../src/shared/trace';
import { t } from '../l10n';
import { sharedStyles } from '../styles';
import { controlStyles } from './controlStyles';
import './nextPieces';
import { shownPiece } from './nextPieces';

/** What could have come at the steps that write a word, one piece at a time; a piece that is chosen is a `rival-chosen`. */
@customElement('al-step-pieces')
export class StepPieces extends LitElement {
  @property({ attribute: false }) record!: TraceRecord;
  /** The steps that write the word; at least one. */
  @property({ attribute: false }) steps: number[] = [];
  /** Which of them is shown. */
  @property({ type: Number }) at = 0;
  @property({ type: Boolean }) disabled = false;

  static override styles = [
    sharedStyles,
    controlStyles,
    css`
      .head {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 4px 10px;
        margin-bottom: 6px;
      }
      h3 {
        margin: 0;
        font-size: 12px;
        font-weight: 600;
      }
      .segments {
        flex-wrap: wrap;
        flex-shrink: 1;
      }
      .segment {
        overflow-wrap: anywhere;
        white-space: normal;
      }
    `,
  ];

  override render() {
    const { record, steps, at } = this;
    const step = steps[at]!;
    return html`<div class="head">
        <h3>${t('Step {0}: what could have come', step + 1)}</h3>
        ${
          steps.length > 1
            ? html`<div class="segments" role="group" aria-label=${t('Piece of the word')}>
                ${steps.map(
                  (each, index) =>
                    html`<button class="segment" aria-pressed=${index === at} @click=${() => this.turnTo(index)}>
                      ${shownPiece(record.targetPieces.text[each]!)}
                    </button>`,
                )}
              </div>`
            : nothing
        }
      </div>
      <al-next-pieces
        .next=${record.steps[step]!.next}
        .came=${record.targetIds[step]!}
        .label=${t('Likeliest pieces at step {0}', step + 1)}
        ?disabled=${this.disabled}
      ></al-next-pieces>`;
  }

  private turnTo(index: number): void {
    this.dispatchEvent(new CustomEvent('part-chosen', { detail: index }));
  }
}
