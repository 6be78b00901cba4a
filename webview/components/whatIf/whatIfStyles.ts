import { css } from 'lit';

/** What the parts of the page share. */
export const whatIfStyles = css`
  h2,
  h3,
  .link {
    overflow-wrap: anywhere;
  }
  h2 {
    margin: 0 0 6px;
    font-size: 12px;
    font-weight: 600;
  }
  h3 {
    margin: 0 0 4px;
    font-size: 12px;
    font-weight: 600;
  }
  .tray {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 8px;
    margin-top: 6px;
    padding: 8px 10px 10px;
    border: 1px solid var(--al-line);
    border-radius: 8px;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px 8px;
  }
  .between {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    justify-content: space-between;
    gap: 2px 10px;
  }
  .push {
    display: inline-flex;
    flex: none;
    align-items: center;
    gap: 4px;
    padding: 2px 9px;
    border: 1px solid var(--vscode-button-border, var(--al-line));
    border-radius: 4px;
    background: var(--vscode-button-secondaryBackground, transparent);
    color: var(--vscode-button-secondaryForeground, var(--vscode-foreground));
    font-size: 12px;
    line-height: 18px;
  }
  .push:hover:enabled {
    background: var(--vscode-button-secondaryHoverBackground, var(--vscode-toolbar-hoverBackground));
  }
  .push:disabled {
    opacity: 0.5;
    cursor: default;
  }
  .push[aria-pressed='true'] {
    box-shadow: inset 0 0 0 1.5px var(--al-accent);
    font-weight: 600;
  }
  input[type='text'] {
    flex: 1 1 90px;
    min-width: 0;
    padding: 2px 6px;
    border: 1px solid var(--vscode-input-border, var(--al-line));
    border-radius: 4px;
    background: var(--vscode-input-background, var(--al-paper));
    color: var(--vscode-input-foreground, var(--vscode-foreground));
    font: inherit;
    font-size: 12px;
    line-height: 18px;
  }
  .asking {
    display: flex;
    align-items: center;
    gap: 8px;
    color: var(--al-muted);
    font-size: 12px;
  }
  vscode-progress-ring {
    flex: none;
    width: 14px;
    height: 14px;
  }
  .fault {
    display: flex;
    gap: 8px;
    overflow-wrap: anywhere;
  }
  .fault .icon {
    margin-top: 1px;
    color: var(--vscode-errorForeground);
  }
`;
