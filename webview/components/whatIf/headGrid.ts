import { LitElement, css, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { AttentionPart, TraceRecord } from '../../../src/shared/trace';
import { t } from '../../l10n';
import { sharedStyles } from '../../styles';
import { noChanges, sameHead, toggleHead, type Changes } from '../../whatIf/changes';
import { controlStyles } from '../controlStyles';
import { emitChanges } from './emitChanges';

const PARTS: AttentionPart[] = ['encoder', 'cross', 'decoder'];

/** All heads of a Transformer, to drop some. */
@customElement('al-head-grid')
export class HeadGrid extends LitElement {
  @property({ attribute: false }) maps: NonNullable<TraceRecord['maps']> = {};
  @property({ attribute: false }) changes: Changes = noChanges;
  /** The head of each part that the Tab key leads to, as layer * heads + head. */
  @state() private reachable: Partial<Record<AttentionPart, number>> = {};

  static override styles = [
    sharedStyles,
    controlStyles,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        gap: 10px 20px;
      }
      .name {
        margin-bottom: 3px;
        color: var(--al-muted);
        font-size: 11px;
      }
      .grid {
        display: grid;
        grid-auto-rows: 22px;
        gap: 2px;
      }
      .line {
        display: flex;
        align-items: center;
        gap: 2px;
      }
      .layer {
        min-width: 20px;
        color: var(--al-muted);
        font-size: 10px;
        font-variant-numeric: tabular-nums;
      }
      button {
        width: 22px;
        height: 22px;
        border: 1px solid var(--al-line);
        border-radius: 4px;
        font-size: 11px;
        font-variant-numeric: tabular-nums;
        line-height: 20px;
        text-align: center;
      }
      button:hover {
        background: var(--vscode-toolbar-hoverBackground);
        border-color: var(--vscode-foreground);
      }
      button[aria-pressed='true'] {
        border: 1.5px solid var(--al-accent);
        color: var(--al-muted);
        text-decoration: line-through;
        text-decoration-thickness: 2px;
      }
    `,
  ];

  override render() {
    return PARTS.map((part) => this.renderPart(part));
  }

  private renderPart(part: AttentionPart) {
    const map = this.maps[part];
    if (!map) return null;
    const names: Record<AttentionPart, string> = {
      encoder: t('Encoder, on the source'),
      cross: t('Decoder, on the source'),
      decoder: t('Decoder, on what it wrote'),
    };
    const { layers, heads } = map;
    const reachable = this.reachable[part] ?? 0;
    return html`<div>
      <p class="name" aria-hidden="true">${names[part]}</p>
      <div
        class="grid"
        role="group"
        aria-label=${names[part]}
        @keydown=${(event: KeyboardEvent) => this.onKey(event, part)}
      >
        ${Array.from(
          { length: layers },
          (_, layer) =>
            html`<div class="line">
              <span class="layer" aria-hidden="true">L${layer + 1}</span>
              ${Array.from({ length: heads }, (__, head) => {
                const at = layer * heads + head;
                const name = t('Layer {0}, head {1}', layer + 1, head + 1);
                return html`<button
                  aria-pressed=${this.changes.drop.some((each) => sameHead(each, { part, layer, head }))}
                  aria-label=${name}
                  title=${name}
                  tabindex=${at === reachable ? 0 : -1}
                  @focus=${() => (this.reachable = { ...this.reachable, [part]: at })}
                  @click=${() => emitChanges(this, toggleHead(this.changes, { part, layer, head }))}
                >
                  ${head + 1}
                </button>`;
              })}
            </div>`,
        )}
      </div>
    </div>`;
  }

  private onKey(event: KeyboardEvent, part: AttentionPart): void {
    const { layers, heads } = this.maps[part]!;
    const at = this.reachable[part] ?? 0;
    const last = layers * heads - 1;
    const to = {
      ArrowLeft: at - 1,
      ArrowRight: at + 1,
      ArrowUp: at - heads,
      ArrowDown: at + heads,
      Home: 0,
      End: last,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    if (to < 0 || to > last) return;
    (event.currentTarget as HTMLElement).querySelectorAll('button')[to]?.focus();
  }
}
