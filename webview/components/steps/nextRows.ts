import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { StepRecord } from '../../../src/shared/stepRecord';
import { cssVars } from '../../cssVars';
import { icon } from '../../icons';
import { formatDecimal, formatWeight, t } from '../../l10n';
import { sharedStyles } from '../../styles';
import { pieceName } from '../scoring/pieceName';
import { rowStyles } from './rowStyles';

/** The likeliest next pieces, that which came marked; where it is not among them, it stands below. */
@customElement('al-next-rows')
export class NextRows extends LitElement {
  @property({ attribute: false }) record!: StepRecord;

  static override styles = [
    sharedStyles,
    rowStyles,
    css`
      .rank {
        width: 26px;
        color: var(--al-muted);
      }
      .piece {
        position: relative;
        width: 34%;
        overflow: hidden;
        text-align: left;
        text-overflow: ellipsis;
      }
      .value {
        width: 58px;
      }
      .came :is(th, td) {
        background: color-mix(in srgb, var(--al-accent) calc(13% * var(--al-fill)), transparent);
        font-weight: 600;
      }
      .came td:first-child {
        box-shadow: inset 2px 0 0 var(--al-accent);
      }
      .came .rank .icon {
        width: 14px;
        height: 14px;
        vertical-align: -3px;
      }
      i {
        position: absolute;
        inset: 6px 0;
        border-radius: 2px;
        background: var(--al-accent);
        transform: scaleX(var(--share));
        transform-origin: left;
        transition: transform var(--al-motion);
      }
      tbody + tbody :is(th, td) {
        border-top: 1px dashed var(--al-muted);
      }
    `,
  ];

  override render() {
    const { next, targetPieces, step, probability, logSum } = this.record;
    const came = targetPieces.text[step] ?? '';
    const logits = next.every(({ logit }) => logit !== undefined);
    const among = next.some(({ piece }) => piece === came);
    const row = (rank: string, piece: string, p: number, logit: number | undefined, marked: boolean) =>
      html`<tr class=${marked ? 'came' : ''}>
        <td class="rank">${marked ? icon('check') : rank}</td>
        <th scope="row" class="piece" title=${pieceName(piece)}>
          ${pieceName(piece)}${marked ? html`<span class="hidden">${t(', ')}${t('written')}</span>` : nothing}
        </th>
        ${logits ? html`<td class="value">${logit === undefined ? '' : html`<data value=${logit}>${formatDecimal(logit, 2)}</data>`}</td>` : nothing}
        <td class="value"><data value=${p}>${formatWeight(p)}</data></td>
        <td class="bar" aria-hidden="true"><i ${cssVars({ '--share': p.toFixed(4) })}></i></td>
      </tr>`;
    return html`<table>
      <caption class="hidden">
        ${t('The likeliest next pieces')}
      </caption>
      <thead>
        <tr>
          <td class="rank"></td>
          <th scope="col" class="piece">${t('piece')}</th>
          ${logits ? html`<th scope="col" class="value">${t('logit')}</th>` : nothing}
          <th scope="col" class="value">p</th>
          <td></td>
        </tr>
      </thead>
      <tbody>
        ${next.map(({ piece, probability: p, logit }, at) => row(String(at + 1), piece, p, logit, piece === came))}
      </tbody>
      ${
        among
          ? nothing
          : html`<tbody>
              ${row('', came, probability, logSum === undefined || probability <= 0 ? undefined : Math.log(probability) + logSum, true)}
            </tbody>`
      }
    </table>`;
  }
}
