import { css } from 'lit';

export const cardStyles = css`
  :host {
    min-width: 0;
    padding: 8px 10px 9px;
    border: 1px solid var(--al-line);
    border-radius: 8px;
  }
  :host([pinned]) {
    border-color: var(--al-accent);
    box-shadow: inset 0 0 0 1px var(--al-accent);
  }
  header {
    display: flex;
    align-items: center;
    gap: 2px;
    min-height: 22px;
  }
  h3 {
    flex: 1;
    min-width: 0;
    margin: 0;
    overflow: hidden;
    font-size: 12px;
    font-weight: 600;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .pin:last-child {
    margin-right: -4px;
  }
  .pin {
    color: var(--al-muted);
  }
  .pin[aria-pressed='true'] {
    color: var(--al-accent);
  }
  .phase {
    display: flex;
    align-items: center;
    gap: 6px;
    min-height: 22px;
    color: var(--al-muted);
    font-size: 12px;
    overflow-wrap: anywhere;
  }
  .phase.failed {
    align-items: start;
  }
  .failed .icon {
    margin-top: 1px;
    color: var(--vscode-errorForeground);
  }
  vscode-progress-ring {
    width: 14px;
    height: 14px;
  }
  .target {
    margin-top: 2px;
    font-size: var(--al-word-size);
    line-height: 1.45;
    overflow-wrap: anywhere;
  }
  .target .word {
    border-radius: 3px;
    cursor: pointer;
  }
  .target .word:hover {
    background: var(--vscode-toolbar-hoverBackground);
  }
  .target .current {
    background: color-mix(in srgb, var(--al-accent) calc(16% * var(--al-fill)), transparent);
    box-shadow: 0 2px 0 var(--al-accent);
  }
  .matrix {
    display: flex;
    gap: 6px;
    margin-top: 4px;
  }
  .names {
    flex: none;
    width: 74px;
    color: var(--al-muted);
    font-size: 11px;
    text-align: right;
  }
  .names span {
    display: block;
    height: var(--row);
    overflow: hidden;
    line-height: var(--row);
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .names .current {
    color: var(--vscode-foreground);
    font-weight: 600;
  }
  .cells {
    position: relative;
    flex: 1;
    max-width: calc(var(--columns) * 30px);
    height: calc(var(--row) * var(--rows));
    cursor: pointer;
  }
  al-mini-matrix {
    height: 100%;
    border-radius: 3px;
  }
  .cursor {
    position: absolute;
    top: calc(var(--at) * var(--row));
    right: -2px;
    left: -2px;
    height: var(--row);
    border: 1px solid var(--vscode-foreground);
    border-radius: 3px;
    pointer-events: none;
    transition: top var(--al-motion) ease-out;
  }
  .remark {
    display: flex;
    gap: 5px;
    margin-top: 4px;
  }
  .remark .icon {
    width: 13px;
  }
  dl {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 12px;
    margin: 8px 0 0;
    color: var(--al-muted);
    font-size: 11px;
    font-variant-numeric: tabular-nums;
    line-height: 16px;
  }
  dl div {
    display: flex;
    gap: 4px;
  }
  dd {
    margin: 0;
    color: var(--vscode-foreground);
  }
`;
