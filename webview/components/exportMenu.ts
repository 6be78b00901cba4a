import { LitElement, css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { EXPORT_FORMATS, type ExportFormat } from '../../src/shared/panelProtocol';
import { emitAsk } from '../events';
import { canExport, exportAsk, type Exported } from '../export/exportFile';
import { resolveLook } from '../export/look';
import { icon } from '../icons';
import { t } from '../l10n';
import { sharedStyles } from '../styles';

/** Least distance of the menu from the edge of the panel, in CSS pixels. */
const MARGIN = 8;

/** A button with a menu of the formats that the translation can leave the panel in. */
@customElement('al-export-menu')
export class ExportMenu extends LitElement {
  @property({ attribute: false }) exported!: Exported;
  /** Whether what was chosen last could not be drawn. */
  @state() private failed = false;
  @state() private open = false;
  @query('.menu') private menu!: HTMLElement | null;
  @query('.opener') private opener!: HTMLElement;

  static override styles = [
    sharedStyles,
    css`
      :host {
        position: relative;
        display: flex; /* as inline text, its button would stand a line's leading higher than its neighbours */
      }
      vscode-button::part(control) {
        padding: 3px 9px;
      }
      @media (max-width: 339px) {
        vscode-button::part(start) {
          display: none;
        }
      }
      .menu {
        position: absolute;
        z-index: 5;
        top: calc(100% + 4px);
        right: 0;
        display: grid;
        width: max-content;
        max-width: min(290px, 100vw - 24px);
        padding: 4px;
        border: 1px solid var(--vscode-menu-border, var(--al-line));
        border-radius: 6px;
        background: var(--vscode-menu-background, var(--al-paper));
        color: var(--vscode-menu-foreground, var(--vscode-foreground));
        box-shadow: 0 2px 10px color-mix(in srgb, black calc(28% * var(--al-fill)), transparent);
      }
      .item {
        display: grid;
        gap: 0 10px;
        padding: 4px 10px;
        border-radius: 4px;
      }
      .item:hover:not([aria-disabled='true']),
      .item:focus-visible {
        background: var(--vscode-menu-selectionBackground, var(--vscode-toolbar-hoverBackground));
        color: var(--vscode-menu-selectionForeground, inherit);
        outline: 1px solid var(--vscode-menu-selectionBorder, var(--al-focus));
        outline-offset: -1px;
      }
      .item[aria-disabled='true'] {
        opacity: 0.5;
        cursor: default;
      }
      .what {
        font-size: 11px;
        opacity: 0.85;
      }
      .failed {
        margin-top: 6px;
        color: var(--vscode-errorForeground);
        font-size: 12px;
      }
      .rule {
        height: 1px;
        margin: 4px 6px;
        background: var(--al-line);
      }
    `,
  ];

  protected override updated(changed: PropertyValues): void {
    if (!changed.has('open') || !this.menu) return;
    // Wherever the button stands, the menu stays in sight.
    const { left } = this.menu.getBoundingClientRect();
    this.menu.style.translate = `${Math.max(0, MARGIN - left)}px`;
  }

  /** Makes the file, and asks for it to be saved or copied. */
  async export(format: ExportFormat): Promise<void> {
    if (!canExport(format, this.exported)) return;
    this.failed = false;
    try {
      emitAsk(this, await exportAsk(format, this.exported, resolveLook(this)));
    } catch {
      this.failed = true;
    }
  }

  override render() {
    return html`
      <vscode-button
        class="opener"
        appearance="secondary"
        aria-haspopup="menu"
        aria-expanded=${this.open}
        title=${t('Save the translation and its alignment, or copy them')}
        @click=${this.toggle}
        @keydown=${this.onOpenerKey}
        >${t('Export')}${icon('export', 'start')}</vscode-button
      >
      ${this.open ? this.renderMenu() : nothing}
      ${this.failed ? html`<p class="failed" role="alert">${t('The picture could not be drawn.')}</p>` : nothing}
    `;
  }

  private renderMenu() {
    const names: Record<ExportFormat, [name: string, what: string]> = {
      svg: [t('SVG'), t('The picture, as lines and text')],
      png: [t('PNG'), t('The picture, as a bitmap')],
      html: [t('Web Page'), t('All sentences, on a page that needs no network')],
      latex: [t('LaTeX'), t('The alignment, drawn by TikZ')],
      csv: [t('CSV'), t('The matrix, for spreadsheets')],
      json: [t('JSON'), t('Everything, for programs')],
      markdown: [t('Copy as Markdown'), t('The translation and its words, on the clipboard')],
    };
    return html`<div
      class="menu"
      role="menu"
      aria-label=${t('Export')}
      @keydown=${this.onKey}
      @focusout=${this.onFocusOut}
    >
      ${EXPORT_FORMATS.map((format) => {
        const off = !canExport(format, this.exported);
        const [name, what] = names[format];
        return html`${format === 'markdown' ? html`<div class="rule" role="separator"></div>` : nothing}<button
            class="item"
            role="menuitem"
            tabindex="-1"
            data-format=${format}
            aria-disabled=${off}
            title=${off ? t('Without attention there is no matrix to export') : nothing}
            @click=${() => this.choose(format)}
          >
            <span>${name}</span><span class="what">${what}</span>
          </button>`;
      })}
    </div>`;
  }

  private toggle(): void {
    if (this.open) this.close();
    else void this.openAt(0);
  }

  private async openAt(index: number): Promise<void> {
    this.open = true;
    await this.updateComplete;
    this.items.at(index)?.focus();
  }

  private close(): void {
    this.open = false;
    this.opener.focus();
  }

  private get items(): HTMLElement[] {
    return [...(this.menu?.querySelectorAll<HTMLElement>('.item') ?? [])];
  }

  private choose(format: ExportFormat): void {
    if (!canExport(format, this.exported)) return;
    this.close();
    void this.export(format);
  }

  private onOpenerKey(event: KeyboardEvent): void {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    void this.openAt(event.key === 'ArrowDown' ? 0 : -1);
  }

  private onKey(event: KeyboardEvent): void {
    const { items } = this;
    const at = items.indexOf(this.shadowRoot!.activeElement as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (event.key === 'Tab') return void (this.open = false);
    if (event.key === 'Escape') this.close();
    else if (to !== undefined) items.at(to % items.length)?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private onFocusOut({ relatedTarget }: FocusEvent): void {
    if (!this.shadowRoot!.contains(relatedTarget as Node | null)) this.open = false;
  }
}
