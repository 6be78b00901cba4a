import { html } from 'lit';
import { icon } from '../icons';
import { t } from '../l10n';

/** What the document's own sum says of the context that the model gave; `difference` is the largest of their numbers. */
export function checked(difference: number) {
  return difference < 1e-3
    ? html`<p class="check">${icon('check')}${t('Summed up again here from weights and states: the same vector.')}</p>`
    : html`<p class="check">
        ${icon('warning')}${t('Summed up again here, it differs by up to {0}.', difference.toExponential(1))}
      </p>`;
}
