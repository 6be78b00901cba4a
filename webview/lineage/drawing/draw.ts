import { html, svg, type TemplateResult } from 'lit';
import { t } from '../../l10n';
import type { Parts } from '../parts';
import { describe } from './describe';
import { drawFixed } from './fixed';
import { drawRecurrent } from './recurrent';
import { WIDTH, type Drawing } from './shapes';
import { drawTransformer } from './transformer';

function drawingOf(parts: Parts): Drawing {
  switch (parts.kind) {
    case 'fixed':
      return drawFixed(parts);
    case 'recurrent':
      return drawRecurrent(parts);
    case 'transformer':
      return drawTransformer(parts);
  }
}

/** A mechanism's flow of data as a picture, and the same in words for those who listen. */
export function draw(parts: Parts, name: string): TemplateResult {
  const { height, shapes } = drawingOf(parts);
  return html`<figure>
    <svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label=${t('Data flow: {0}', name)}>
      ${shapes.map((shape) => svg`${shape}`)}
    </svg>
    <figcaption class="hidden">
      <ol>
        ${describe(parts).map((step) => html`<li>${step}</li>`)}
      </ol>
    </figcaption>
  </figure>`;
}
