import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { firstChoices, type AttentionChoices } from '../choices';
import { t } from '../l10n';
import { sharedStyles } from '../styles';
import { controlStyles } from './controlStyles';

/** How all pictures draw: words or the pieces that the model reads, and what sums to 100%. */
@customElement('al-picture-options')
export class PictureOptions extends LitElement {
  @property({ attribute: false }) choices: AttentionChoices = firstChoices.attention;

  static override styles = [
    sharedStyles,
    controlStyles,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        gap: 8px 12px;
        margin-bottom: 14px;
      }
      .segment {
        padding: 2px clamp(4px, 1.8vw, 10px);
      }
    `,
  ];

  override render() {
    return html`
      ${this.renderSegments('unit', t('What is drawn'), { words: t('Words'), pieces: t('Pieces') })}
      ${this.renderSegments('normalised', t('What sums to 100%'), { rows: t('By row'), columns: t('By column') })}
    `;
  }

  private renderSegments<K extends keyof AttentionChoices>(
    key: K,
    label: string,
    names: Record<AttentionChoices[K], string>,
  ) {
    return html`<div class="segments" role="group" aria-label=${label} title=${label}>
      ${Object.entries<string>(names).map(
        ([value, name]) =>
          html`<button
            type="button"
            class="segment"
            aria-pressed=${this.choices[key] === value}
            @click=${() => this.choose({ [key]: value })}
          >
            ${name}
          </button>`,
      )}
    </div>`;
  }

  private choose(detail: Partial<AttentionChoices>): void {
    this.dispatchEvent(new CustomEvent('attention-choices', { detail, bubbles: true, composed: true }));
  }
}
