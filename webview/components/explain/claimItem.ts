import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Claim, ClaimKind } from '../../../src/explain/claim';
import type { SentenceResult } from '../../../src/shared/result';
import { cssVars } from '../../cssVars';
import { sayClaim, sayFigure, sayLimit } from '../../explain/wording';
import { icon } from '../../icons';
import { t } from '../../l10n';
import { sharedStyles } from '../../styles';
import { claimStyles } from './claimStyles';
import { wordLine } from './wordLine';

const ICONS: Record<ClaimKind, Parameters<typeof icon>[0]> = {
  followed: 'listOrdered',
  order: 'arrowSwap',
  oneToMany: 'typeHierarchySub',
  manyToOne: 'typeHierarchySuper',
  copied: 'copy',
  unsure: 'question',
  sure: 'check',
  endMark: 'warning',
  spread: 'warning',
  supported: 'check',
  uncovered: 'warning',
  covered: 'check',
  repeated: 'warning',
  newNumber: 'warning',
  lostNumber: 'warning',
  truncated: 'warning',
};

/** A claim as a sentence to click, and what it stands on: the words concerned, the figures, and the threshold. */
@customElement('al-claim')
export class ClaimItem extends LitElement {
  @property({ attribute: false }) claim!: Claim;
  @property({ attribute: false }) sentence!: SentenceResult;
  @property({ type: Boolean, reflect: true }) open = false;

  static override styles = [sharedStyles, claimStyles];

  override render() {
    const { claim, sentence } = this;
    return html`<button
        class="claim ${claim.kind}"
        aria-expanded=${this.open}
        aria-controls="evidence"
        @click=${() => this.dispatchEvent(new CustomEvent('claim-toggled'))}
      >
        ${icon(ICONS[claim.kind])}<span class="text">${sayClaim(claim, sentence)}</span>${icon(
          this.open ? 'chevronDown' : 'chevronRight',
        )}
      </button>
      <div id="evidence" ?hidden=${!this.open}>${this.open ? this.renderEvidence() : nothing}</div>`;
  }

  private renderEvidence() {
    const { claim, sentence } = this;
    const limit = sayLimit(claim);
    return html`<div class="words" role="group" aria-label=${t('The words concerned')}>
        ${wordLine(sentence, 'source', claim.source)} ${wordLine(sentence, 'target', claim.target)}
      </div>
      <div class="scroll" role="region" tabindex="0" aria-label=${t('Figures')}>
        <table>
          <caption class="hidden">
            ${t('Figures')}
          </caption>
          ${claim.figures.map((figure) => {
            const { label, value, share } = sayFigure(figure, claim, sentence);
            return html`<tr>
              <th scope="row">
                <bdi>${label}</bdi>${
                  share === undefined ? nothing : html`<span class="bar" ${cssVars({ '--share': share })}></span>`
                }
              </th>
              <td><data value=${figure.value}>${value}</data></td>
            </tr>`;
          })}
        </table>
      </div>
      ${limit ? html`<p class="limit">${limit}</p>` : nothing}`;
  }
}
