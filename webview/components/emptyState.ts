import { LitElement, css, html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { emitCommand } from '../events';
import { t } from '../l10n';
import { sharedStyles } from '../styles';

/** What to do first. */
@customElement('al-empty-state')
export class EmptyState extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      :host {
        padding: 20px var(--al-pad-end) 20px var(--al-pad);
        border-bottom: 1px solid var(--al-line);
      }
      p {
        max-width: 46ch;
        margin-bottom: 12px;
        color: var(--al-muted);
      }
    `,
  ];

  override render() {
    return html`
      <p>
        ${t(
          'Select text in an editor and run "Attention Lens: Translate Selection", or rest the pointer on the selection. Nothing leaves this machine.',
        )}
      </p>
      <vscode-button @click=${() => emitCommand(this, 'translateSelection')}>${t('Translate Selection')}</vscode-button>
    `;
  }
}
