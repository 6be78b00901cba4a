import { css, html, nothing } from 'lit';
import { describeFault, type EngineFault } from '../../src/shared/faults';
import { icon } from '../icons';
import { t } from '../l10n';

export const faultStyles = css`
  .fault {
    display: flex;
    gap: 8px;
    padding: 0 var(--al-pad) 12px;
    overflow-wrap: anywhere;
  }
  .fault .icon {
    margin-top: 1px;
    color: var(--vscode-errorForeground);
  }
`;

/** What went wrong with a page's question, and a way to ask again. Looks as faultStyles and controlStyles say. */
export function renderFault(fault: EngineFault | null | undefined, retry: () => void) {
  if (!fault) return nothing;
  return html`<div class="fault" role="alert">
    ${icon('error')}
    <div>
      <p>${describeFault(fault, t)}</p>
      <button class="link" @click=${retry}>${t('Try Again')}</button>
    </div>
  </div>`;
}
