import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { describeFault, type EngineFault } from '../../src/shared/faults';
import type { PanelRequest } from '../../src/shared/panelProtocol';
import { cssVars } from '../cssVars';
import { emitCommand } from '../events';
import { icon } from '../icons';
import { t } from '../l10n';
import { sharedStyles } from '../styles';

/** What is going on with the last request: under way (with Cancel), or failed (with what to do about it). */
@customElement('al-notice')
export class Notice extends LitElement {
  @property({ attribute: false }) request: PanelRequest | null = null;
  /** A fault of the engine as a whole. */
  @property({ attribute: false }) fault: EngineFault | null = null;

  static override styles = [
    sharedStyles,
    css`
      .card {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: 8px 10px;
        max-width: 1000px;
        margin: 14px var(--al-pad) 0;
        padding: 10px 12px;
        border: 1px solid var(--al-line);
        border-radius: 8px;
        background: color-mix(in srgb, var(--vscode-foreground) calc(4% * var(--al-fill)), transparent);
      }
      .error .icon {
        margin-top: 1px;
        color: var(--vscode-errorForeground);
      }
      .info .icon {
        margin-top: 1px;
        color: var(--al-muted);
      }
      .sentence {
        overflow-wrap: anywhere;
      }
      .quote {
        display: -webkit-box;
        overflow: hidden;
        color: var(--al-muted);
        font-size: 12px;
        overflow-wrap: anywhere;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 2;
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        grid-column: 2;
        gap: 6px;
      }
      .track {
        grid-column: 1 / -1;
        height: 2px;
        border-radius: 1px;
        overflow: hidden;
        background: var(--al-line);
      }
      .bar {
        height: 100%;
        background: var(--vscode-progressBar-background);
        transform: scaleX(var(--done));
        transform-origin: left;
        transition: transform var(--al-motion) linear;
      }
      vscode-progress-ring {
        width: 16px;
        height: 16px;
        margin-top: 2px;
      }
    `,
  ];

  override render() {
    const outcome = this.request?.outcome;
    if (this.fault) return this.renderFault(this.fault);
    if (outcome?.phase === 'running') return this.renderRunning(outcome.done, outcome.total);
    if (outcome?.phase === 'failed') return this.renderFault(outcome.fault);
    if (outcome?.phase === 'done' && !outcome.result.sentences.length) return this.renderFault({ code: 'emptyText' });
    return nothing;
  }

  private renderRunning(done: number, total: number) {
    return html`<div class="card" role="status">
      <vscode-progress-ring></vscode-progress-ring>
      <div>
        <div class="sentence">
          ${total > 1 ? t('Translating sentence {0} of {1}…', Math.min(done + 1, total), total) : t('Translating…')}
        </div>
        <div class="quote" dir="auto">${this.request!.text.slice(0, 300)}</div>
      </div>
      <div class="actions">
        <vscode-button appearance="secondary" @click=${() => emitCommand(this, 'cancel')}>${t('Cancel')}</vscode-button>
      </div>
      ${
        total > 1
          ? html`<div class="track"><div class="bar" ${cssVars({ '--done': Math.min(1, done / total) })}></div></div>`
          : nothing
      }
    </div>`;
  }

  private renderFault(fault: EngineFault) {
    const serious = fault.code !== 'cancelled' && fault.code !== 'emptyText';
    return html`<div class="card ${serious ? 'error' : 'info'}" role=${serious ? 'alert' : 'status'}>
      ${icon(serious ? 'error' : 'info')}
      <div class="sentence">${describeFault(fault, t)}</div>
      <div class="actions">
        <vscode-button appearance="secondary" @click=${() => emitCommand(this, 'translateSelection')}>
          ${t('Try Again')}
        </vscode-button>
        ${
          serious
            ? html`<vscode-button appearance="secondary" @click=${() => emitCommand(this, 'showLog')}>
                ${t('Show Log')}
              </vscode-button>`
            : nothing
        }
      </div>
    </div>`;
  }
}
