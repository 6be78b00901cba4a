import { html, nothing } from 'lit';
import type { PanelTab } from '../../src/shared/panelProtocol';
import { icon, type IconName } from '../icons';
import { t } from '../l10n';
import { PANEL_TABS } from '../messages';
import type { TabRow } from './tabRow';

/** Those of the commands that lead to the pages. */
const ICONS: Record<PanelTab, IconName> = {
  translation: 'globe',
  explain: 'listTree',
  steps: 'debugStepOver',
  whatIf: 'gitBranch',
  compare: 'gitCompare',
  scoring: 'beaker',
  lineage: 'typeHierarchy',
};

/** The tabs of the pages: by name, and by icon where the row has no room for the names of those that are not current. */
export function renderPageTabs(current: PanelTab, row: TabRow, turnTo: (page: PanelTab, focus?: boolean) => void) {
  const names: Record<PanelTab, string> = {
    translation: t('Translation'),
    explain: t('Explain'),
    steps: t('Steps'),
    whatIf: t('What If'),
    compare: t('Compare'),
    scoring: t('Scoring'),
    lineage: t('Lineage'),
  };
  const onKey = (event: KeyboardEvent): void => {
    const at = PANEL_TABS.indexOf(current);
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: PANEL_TABS.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    turnTo(PANEL_TABS[(to + PANEL_TABS.length) % PANEL_TABS.length]!, true);
  };
  return html`<div class="pages">
    <div role="tablist" aria-label=${t('Pages')} @keydown=${onKey}>
      ${PANEL_TABS.map(
        (page) =>
          html`<button
            class="page-tab"
            id="tab-${page}"
            role="tab"
            aria-selected=${page === current}
            aria-controls="page"
            tabindex=${page === current ? 0 : -1}
            title=${row.tight ? names[page] : nothing}
            @click=${() => turnTo(page)}
          >
            ${icon(ICONS[page])}<span class="name" data-name=${names[page]}>${names[page]}</span>
          </button>`,
      )}
    </div>
    ${row.before ? renderMore('before', 'chevronLeft', () => row.scroll(-1)) : nothing}
    ${row.after ? renderMore('after', 'chevronRight', () => row.scroll(1)) : nothing}
  </div>`;
}

/** For the pointer alone: the keyboard goes through all tabs as it is. */
const renderMore = (end: 'before' | 'after', which: IconName, scroll: () => void) =>
  html`<button class="more-tabs ${end}" tabindex="-1" aria-hidden="true" title=${t('More pages')} @click=${scroll}>
    ${icon(which)}
  </button>`;
