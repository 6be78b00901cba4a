import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { TraceRecord } from '../../../src/shared/trace';
import type { ShownHead } from '../../alignment/drawn';
import { aerOf, figuresOf, ranked, type HeadAer } from '../../alignment/headFigures';
import { formatFigure, formatPercent, t } from '../../l10n';
import { sharedStyles } from '../../styles';
import { controlStyles } from '../controlStyles';
import { entropyText, fullHeadName, markName, offsetText } from './headNames';

/** What is known of the head that is shown large; the picture of it stands in the slot. */
@customElement('al-head-card')
export class HeadCard extends LitElement {
  @property({ attribute: false }) record!: TraceRecord;
  @property({ attribute: false }) head!: ShownHead;
  @property({ attribute: false }) aer: readonly HeadAer[] = [];
  /** Whether the other pictures draw this head. */
  @property({ type: Boolean }) drawn = false;

  static override styles = [
    sharedStyles,
    controlStyles,
    css`
      :host {
        padding: 10px 12px 12px;
        border: 1px solid var(--al-line);
        border-radius: 8px;
      }
      header {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        justify-content: space-between;
        gap: 2px 12px;
      }
      h4 {
        margin: 0;
        font-size: 12px;
        font-weight: 600;
      }
      dl {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 14px;
        margin: 4px 0 10px;
        font-size: 11px;
        font-variant-numeric: tabular-nums;
      }
      dl div {
        display: flex;
        gap: 4px;
      }
      dt {
        color: var(--al-muted);
      }
      dd {
        margin: 0;
      }
      .link {
        margin-left: -3px;
      }
    `,
  ];

  override render() {
    const maps = this.record.maps?.[this.head.part];
    if (!maps) return nothing;
    const figures = figuresOf(maps, this.head);
    const rows: [string, string][] = [
      ...this.aerRows(),
      [t('mean entropy'), entropyText(figures)],
      [t('mean largest weight'), formatPercent(figures.peak)],
      [markName(this.head.part), formatPercent(figures.mark)],
      ...(figures.offset ? [[t('looks most at'), offsetText(figures)] as [string, string]] : []),
    ];
    return html`<header>
        <h4>${fullHeadName(this.head)}</h4>
        <button type="button" class="link" aria-pressed=${this.drawn} @click=${this.toggle}>
          ${this.drawn ? t('Drawn in all pictures: back to the model’s alignment') : t('Draw it in all pictures')}
        </button>
      </header>
      <dl>
        ${rows.map(
          ([name, value]) =>
            html`<div>
              <dt>${name}</dt>
              <dd>${value}</dd>
            </div>`,
        )}
      </dl>
      <slot></slot>`;
  }

  private aerRows(): [string, string][] {
    const { aer, head } = this;
    if (head.part !== 'cross') return [];
    const value = aerOf(aer, head);
    if (value === null) return [['AER', t('not measured')]];
    const heads = ranked(aer);
    const rank = heads.findIndex((of) => of.layer === head.layer && of.head === head.head) + 1;
    const figure = `${formatFigure(value)} %`;
    return [['AER', rank ? `${figure} · ${t('rank {0} of {1}', rank, heads.length)}` : figure]];
  }

  private toggle(): void {
    const detail = this.drawn ? null : this.head;
    this.dispatchEvent(new CustomEvent('head-drawn', { detail, bubbles: true, composed: true }));
  }
}
