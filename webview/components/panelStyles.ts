import { css } from 'lit';

export const panelStyles = css`
  :host {
    --al-pad: clamp(12px, 4vw, 24px);
    --al-channel: clamp(22px, 8vw, 52px);
    --al-word-size: calc(var(--vscode-font-size, 13px) + 1px);
    --al-pad-end: max(var(--al-pad), 100% - 1000px);
  }
  @media (min-width: 700px) {
    :host {
      --al-word-size: calc(var(--vscode-font-size, 13px) + 2.5px);
    }
  }
  .pages {
    position: relative;
    border-bottom: 1px solid var(--al-line);
  }
  .pages [role='tablist'] {
    position: relative;
    display: flex;
    gap: clamp(12px, 3vw, 22px);
    padding: 0 var(--al-pad);
    overflow-x: auto;
    scrollbar-width: none;
  }
  /* Over the ends of a row that goes on there. */
  .more-tabs {
    position: absolute;
    inset-block: 0 1px;
    z-index: 1;
    display: flex;
    align-items: center;
    width: 30px;
    color: var(--al-muted);
  }
  .more-tabs:hover {
    color: var(--vscode-foreground);
  }
  .more-tabs.before {
    left: 0;
    padding-left: 2px;
    background: linear-gradient(to right, var(--al-paper) 65%, transparent);
  }
  .more-tabs.after {
    right: 0;
    justify-content: flex-end;
    padding-right: 2px;
    background: linear-gradient(to left, var(--al-paper) 65%, transparent);
  }
  .pages .tight {
    gap: 1px;
    padding: 0 calc(var(--al-pad) - 6px);
  }
  .page-tab {
    position: relative;
    display: flex;
    flex: none;
    align-items: center;
    justify-content: center;
    gap: 4px;
    min-width: 24px;
    padding: 7px 0 6px;
    color: var(--al-muted);
    font-size: 12px;
    line-height: 18px;
    white-space: nowrap;
  }
  .page-tab .icon {
    display: none;
  }
  /* As wide as it is when it is current, so that no tab moves when another page is turned to. */
  .page-tab .name::after {
    display: block;
    height: 0;
    overflow: hidden;
    font-weight: 600;
    content: attr(data-name) / '';
    visibility: hidden;
  }
  .tight .page-tab {
    padding-inline: 5px;
  }
  .tight .page-tab .icon {
    display: inline-flex;
  }
  .tight .page-tab:not([aria-selected='true']) .name {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  .page-tab:hover {
    color: var(--vscode-foreground);
  }
  .page-tab:focus-visible {
    outline-offset: -2px;
  }
  .page-tab[aria-selected='true'] {
    color: var(--vscode-foreground);
    font-weight: 600;
  }
  .page-tab[aria-selected='true']::after {
    position: absolute;
    inset: auto 0 0;
    height: 2px;
    border-radius: 1px;
    background: var(--al-accent);
    content: '';
  }
`;
