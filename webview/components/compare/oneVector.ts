import { css, html, svg } from 'lit';
import { t } from '../../l10n';

export const oneVectorStyles = css`
  .one-vector {
    position: relative;
    height: 62px;
    margin-top: 2px;
  }
  .one-vector svg {
    display: block;
    width: 100%;
    height: 100%;
  }
  .one-vector path {
    fill: none;
    stroke: var(--al-accent);
    stroke-opacity: calc(0.75 - 0.4 * var(--al-fill));
    stroke-width: 1;
    vector-effect: non-scaling-stroke;
  }
  .one-vector .active {
    stroke-opacity: 1;
    stroke-width: 2;
  }
  .one-vector .name {
    position: absolute;
    top: 50%;
    left: 50%;
    padding: 0 8px;
    border: 1px solid var(--al-accent);
    border-radius: 9px;
    background: var(--al-paper);
    font-size: 11px;
    line-height: 16px;
    white-space: nowrap;
    transform: translate(-50%, -50%);
  }
`;

/** What a model without attention does: all source words flow into one vector, and all target words out of it. */
export function oneVector(sources: number, targets: number, active: number) {
  const at = (index: number, count: number): number => ((index + 0.5) / count) * 100;
  const lines = (count: number) => Array.from({ length: count }, (_, index) => index);
  return html`<div class="one-vector" aria-hidden="true">
      <svg viewBox="0 0 100 100" preserveAspectRatio="none">
        ${lines(sources).map((index) => svg`<path d="M${at(index, sources)} 0 C${at(index, sources)} 34 50 20 50 44" />`)}
        ${lines(targets).map(
          (index) =>
            svg`<path class=${index === active ? 'active' : ''} d="M50 56 C50 80 ${at(index, targets)} 66 ${at(index, targets)} 100" />`,
        )}
      </svg>
      <span class="name">${t('one vector')}</span>
    </div>
    <p class="fine">${t('No attention: the whole sentence passes through one vector of fixed size.')}</p>`;
}
