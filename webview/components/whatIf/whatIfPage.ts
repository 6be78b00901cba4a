import { LitElement, css, html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { t } from '../../l10n';
import { sharedStyles } from '../../styles';
import { controlStyles } from '../controlStyles';

/** A decoding before and after a change of what the model reads, attends to or writes. */
@customElement('al-what-if-page')
export class WhatIfPage extends LitElement {
  static override styles = [
    sharedStyles,
    controlStyles,
    css`
      :host {
        padding: 14px var(--al-pad-end) 20px var(--al-pad);
      }
    `,
  ];

  override render() {
    return html`<p class="muted">
      ${t('Change what the model reads, attends to or writes, and see what comes of it.')}
    </p>`;
  }
}
