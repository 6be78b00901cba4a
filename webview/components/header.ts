import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { EngineStatus, ModelSummary } from '../../src/shared/panelProtocol';
import type { BackendName } from '../../src/shared/result';
import { cssVars } from '../cssVars';
import { emitCommand } from '../events';
import { icon } from '../icons';
import { formatPercent, t } from '../l10n';
import { sharedStyles } from '../styles';

const BACKENDS: Record<BackendName, string> = { webgl: 'WebGL', wasm: 'WASM', cpu: 'CPU' };

/** Model and backend in use, and how far the model's loading has come. */
@customElement('al-header')
export class Header extends LitElement {
  @property({ attribute: false }) model: ModelSummary | null = null;
  @property({ attribute: false }) engine: EngineStatus = { phase: 'idle' };
  @state() private explained = false;

  static override styles = [
    sharedStyles,
    css`
      :host {
        position: relative;
        border-bottom: 1px solid var(--al-line);
      }
      .row {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: 8px;
        min-height: 38px;
        padding: 0 var(--al-pad);
      }
      .model {
        display: flex;
        align-items: center;
        gap: 4px;
        min-width: 0;
        margin-left: -6px;
        padding: 3px 6px;
        border-radius: 5px;
      }
      .model .name {
        overflow: hidden;
        font-weight: 600;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .languages {
        flex: none;
        color: var(--al-muted);
      }
      button:hover {
        background: var(--vscode-toolbar-hoverBackground);
      }
      .backend {
        display: flex;
        flex: none;
        align-items: center;
        gap: 5px;
        padding: 1px 8px;
        border: 1px solid var(--al-line);
        border-radius: 10px;
        color: var(--al-muted);
        font-size: 11px;
        line-height: 16px;
      }
      .backend .icon {
        width: 12px;
        height: 12px;
      }
      /* The narrowest side bar: room for the longest of our models' names. */
      @media (max-width: 320px) {
        .row {
          gap: 4px;
        }
        .model {
          gap: 2px;
        }
        .backend {
          padding: 1px 6px;
        }
      }
      .phase {
        flex: none;
        color: var(--al-muted);
        font-size: 11px;
        font-variant-numeric: tabular-nums;
      }
      .why {
        padding: 0 var(--al-pad) 10px;
        color: var(--al-muted);
        font-size: 12px;
        overflow-wrap: anywhere;
      }
      .track {
        position: absolute;
        inset: auto 0 -1px;
        height: 2px;
        overflow: hidden;
      }
      .bar {
        height: 100%;
        background: var(--vscode-progressBar-background);
        transform: scaleX(var(--done));
        transform-origin: left;
        transition: transform var(--al-motion) linear;
      }
      .bar.unknown {
        opacity: 0.6;
        transform: none;
      }
    `,
  ];

  override render() {
    return html`
      <div class="row">
        <button class="model" title=${t('Select Model')} @click=${() => emitCommand(this, 'selectModel')}>
          <span class="name">${this.model?.name ?? t('Select Model')}</span>
          ${this.model ? html`<span class="languages">${this.model.source} → ${this.model.target}</span>` : nothing}
          ${icon('chevronDown')}
        </button>
        ${this.renderStatus()}
      </div>
      ${this.explained && this.engine.phase === 'ready' ? html`<p class="why" id="why">${this.why()}</p>` : nothing}
      ${this.renderProgress()}
    `;
  }

  private renderStatus() {
    const { engine } = this;
    if (engine.phase === 'loading') {
      return html`<span class="phase">
        ${engine.progress === null ? t('Loading…') : t('Loading {0}', formatPercent(engine.progress))}
      </span>`;
    }
    if (engine.phase !== 'ready') return nothing;
    return html`<button
      class="backend"
      title=${this.why()}
      aria-expanded=${this.explained}
      aria-controls="why"
      @click=${() => (this.explained = !this.explained)}
    >
      ${engine.webglFault ? icon('info') : nothing}${BACKENDS[engine.backend]}
    </button>`;
  }

  private why(): string {
    if (this.engine.phase !== 'ready') return '';
    const { backend, webglFault } = this.engine;
    if (webglFault)
      return t('Runs on {0}, on this machine, because WebGL cannot be used: {1}', BACKENDS[backend], webglFault);
    return backend === 'webgl'
      ? t('Runs on the graphics device of this machine through WebGL.')
      : t('Runs on the processor of this machine ({0}).', BACKENDS[backend]);
  }

  private renderProgress() {
    if (this.engine.phase !== 'loading') return nothing;
    const { progress } = this.engine;
    return html`<div
      class="track"
      role="progressbar"
      aria-label=${t('Loading the model')}
      aria-valuemin="0"
      aria-valuemax="100"
      aria-valuenow=${progress === null ? nothing : Math.round(progress * 100)}
    >
      <div class="bar ${progress === null ? 'unknown' : ''}" ${cssVars({ '--done': progress ?? 1 })}></div>
    </div>`;
  }
}
