import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { TraceRecord } from '../../../src/shared/trace';
import { aerOf, figuresOf, headsOf, partsOf, type HeadAer } from '../../alignment/headFigures';
import { formatFigure, formatPercent, formatWeight, t } from '../../l10n';
import { sharedStyles } from '../../styles';
import { tableStyles } from '../controlStyles';
import { entropyText, markName, offsetText, partName } from './headNames';

/** The grid's twin: a line for each head with what was measured of it, and what it does in this sentence. */
@customElement('al-head-table')
export class HeadTable extends LitElement {
  @property({ attribute: false }) record!: TraceRecord;
  @property({ attribute: false }) aer: readonly HeadAer[] = [];

  static override styles = [
    sharedStyles,
    tableStyles,
    css`
      tbody th {
        max-width: 110px;
      }
    `,
  ];

  override render() {
    const name = t('All heads, with their figures');
    return html`<div class="scroll" role="region" tabindex="0" aria-label=${name}>
      <table>
        <caption class="hidden">
          ${name}
        </caption>
        <thead>
          <tr>
            ${[
              t('attention'),
              t('layer'),
              t('head'),
              'AER',
              t('mean entropy'),
              t('mean largest weight'),
              t('mean on its mark'),
              t('looks most at'),
            ].map((head) => html`<th scope="col">${head}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${partsOf(this.record).flatMap(({ part, maps }) =>
            Array.from({ length: maps.layers }, (_, layer) => headsOf(part, layer, maps))
              .flat()
              .map((head) => {
                const figures = figuresOf(maps, head);
                const aer = aerOf(this.aer, head);
                return html`<tr>
                  <th scope="row" title=${partName(part)}>${partName(part)}</th>
                  <td>${head.layer + 1}</td>
                  <td>${head.head === null ? t('mean') : head.head + 1}</td>
                  <td>${aer === null ? '–' : `${formatFigure(aer)} %`}</td>
                  <td><data value=${figures.entropy}>${entropyText(figures)}</data></td>
                  <td><data value=${figures.peak}>${formatWeight(figures.peak)}</data></td>
                  <td>${markName(part)} ${formatPercent(figures.mark)}</td>
                  <td>${offsetText(figures) || '–'}</td>
                </tr>`;
              }),
          )}
        </tbody>
      </table>
    </div>`;
  }
}
