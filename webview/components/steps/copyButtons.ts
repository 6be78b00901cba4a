import { LitElement, css, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { icon } from '../../icons';
import { t } from '../../l10n';
import { sharedStyles } from '../../styles';
import { controlStyles } from '../controlStyles';

type Form = 'json' | 'code';

/** Copies what a stage computed: its numbers, or lines of TensorFlow.js that compute them again. */
@customElement('al-copy-buttons')
export class CopyButtons extends LitElement {
  /** Make the texts when they are wanted: they may be long. */
  @property({ attribute: false }) texts!: Record<Form, () => string>;
  /** What came of the last copy. */
  @state() private said: { form: Form; failed: boolean; text: string } | null = null;

  static override styles = [
    sharedStyles,
    controlStyles,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 2px 6px;
        margin-left: -4px;
      }
      button {
        display: inline-flex;
        align-items: center;
        gap: 4px;
        padding: 2px 5px;
        border-radius: 4px;
        color: var(--al-muted);
        font-size: 11px;
      }
      button:hover {
        background: var(--vscode-toolbar-hoverBackground);
        color: var(--vscode-foreground);
      }
      button .icon {
        width: 13px;
        height: 13px;
      }
      .failed {
        color: var(--vscode-errorForeground);
      }
    `,
  ];

  override render() {
    const button = (form: Form, name: string, title: string) =>
      html`<button title=${title} aria-label=${title} @click=${() => this.copy(form)}>
        ${icon(this.said?.form === form && !this.said.failed ? 'check' : 'copy')}${name}
      </button>`;
    return html`${button('json', 'JSON', t('Copy as JSON'))}
      ${button('code', 'TensorFlow.js', t('Copy as lines of TensorFlow.js that compute it again'))}
      <span class="fine ${this.said?.failed ? 'failed' : ''}" role="status">${this.said?.text ?? ''}</span>`;
  }

  private async copy(form: Form): Promise<void> {
    const text = this.texts[form]();
    try {
      await navigator.clipboard.writeText(text);
      const lines = text.trimEnd().split('\n').length;
      this.said = { form, failed: false, text: lines === 1 ? t('Copied: 1 line') : t('Copied: {0} lines', lines) };
    } catch (thrown) {
      const why = thrown instanceof Error ? thrown.message : String(thrown);
      this.said = { form, failed: true, text: t('Not copied: {0}', why) };
    }
  }
}
