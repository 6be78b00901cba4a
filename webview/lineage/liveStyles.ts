import { css } from 'lit';

export const liveStyles = css`
  :host {
    container-type: inline-size;
    font-size: 12px;
    font-variant-numeric: tabular-nums;
  }
  .quiet {
    color: var(--al-muted);
    font-size: 11px;
  }
  .ask {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    padding: 4px 12px 4px 8px;
    border-radius: 6px;
    background: var(--vscode-button-background);
    box-shadow: 0 0 0 1px var(--vscode-button-border, transparent);
    color: var(--vscode-button-foreground);
  }
  .ask:hover {
    background: var(--vscode-button-hoverBackground, var(--vscode-button-background));
  }
  .fault {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }
  .fault span {
    flex: 1 1 160px;
  }
  .fault .icon {
    color: var(--vscode-errorForeground);
  }
  .record {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 10px;
    transition: opacity var(--al-motion);
  }
  .record[aria-busy='true'] {
    opacity: 0.6;
  }
  .source {
    overflow-wrap: anywhere;
    font-size: 13px;
  }
  .steps {
    display: flex;
    align-items: center;
    gap: 2px;
    margin-bottom: -6px;
    color: var(--al-muted);
  }
  .steps button {
    display: flex;
    padding: 3px;
    border-radius: 5px;
  }
  .steps button:hover:enabled,
  .piece:hover {
    background: var(--vscode-toolbar-hoverBackground);
  }
  .steps button:disabled {
    opacity: 0.4;
    cursor: default;
  }
  .pieces,
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 3px;
    max-height: 130px;
    overflow-y: auto;
    padding: 2px;
  }
  .piece,
  .chips span:not(.space, .mark) {
    padding: 1px 6px;
    border: 1px solid var(--al-line);
    border-radius: 5px;
  }
  .piece[aria-current] {
    border-color: var(--al-accent);
    box-shadow: inset 0 0 0 1px var(--al-accent);
    font-weight: 600;
  }
  .space {
    color: var(--al-muted);
  }
  .mark {
    font-style: italic;
  }
  .scroll {
    max-height: 300px;
    overflow: auto;
    border: 1px solid var(--al-line);
    border-radius: 6px;
  }
  table {
    width: 100%;
    table-layout: fixed;
    border-collapse: separate;
    border-spacing: 0;
  }
  th,
  td {
    padding: 2px 6px;
    font-weight: 400;
    text-align: left;
  }
  tbody th {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  thead th {
    position: sticky;
    top: 0;
    z-index: 1;
    border-bottom: 1px solid var(--al-line);
    background: var(--al-paper);
    color: var(--al-muted);
    font-size: 11px;
  }
  tfoot th,
  tfoot td {
    position: sticky;
    bottom: 0;
    border-top: 1px solid var(--al-line);
    background: var(--al-paper);
    color: var(--al-muted);
  }
  .number {
    text-align: right;
    white-space: nowrap;
  }
  th.bars {
    width: 32%;
  }
  thead .number {
    width: 54px;
  }
  i {
    display: block;
    height: 8px;
    border-radius: 2px;
    background: color-mix(in srgb, var(--al-accent) 75%, transparent);
    transform: scaleX(var(--share));
    transform-origin: left;
    transition: transform var(--al-motion);
  }
  tr.most th,
  tr.most td {
    font-weight: 700;
  }
  tr.outside {
    color: var(--al-muted);
  }
  tr.outside th {
    text-decoration: line-through;
  }
  .index {
    display: inline-block;
    min-width: 1.4em;
    color: var(--al-muted);
    font-size: 10px;
    font-weight: 400;
  }
  .figures {
    display: grid;
    gap: 3px;
    margin: 0;
    padding: 6px 10px;
    border-inline-start: 3px solid var(--al-accent);
    list-style: none;
  }
  h4 {
    margin: 0 0 4px;
    color: var(--al-muted);
    font-size: 11px;
    font-weight: 600;
  }
  .vector {
    display: grid;
    grid-template-columns: repeat(8, minmax(0, 1fr));
    gap: 2px;
    margin: 0 0 4px;
    padding: 0;
    list-style: none;
  }
  .vector li {
    display: grid;
    grid-template-rows: 36px auto;
    font-size: 10px;
    text-align: center;
  }
  .vector i {
    position: relative;
    top: 0;
    width: 60%;
    height: 18px;
    margin: 0 auto;
    border-radius: 2px 2px 0 0;
    transform: scaleY(var(--share));
    transform-origin: bottom;
  }
  .vector i.below {
    top: 18px;
    border: 1px solid var(--al-accent);
    border-radius: 0 0 2px 2px;
    background: none;
    transform-origin: top;
  }
  .check {
    display: flex;
    gap: 5px;
    color: var(--al-muted);
    font-size: 11px;
  }
  .next ol {
    display: grid;
    gap: 2px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .next li {
    display: grid;
    grid-template-columns: minmax(60px, 30%) 1fr 52px;
    align-items: center;
    gap: 8px;
  }
  .next .word {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .next data {
    text-align: right;
  }
  @container (max-width: 300px) {
    .equations {
      --al-formula: 12.5px;
    }
    .vector {
      grid-template-columns: repeat(4, minmax(0, 1fr));
      row-gap: 6px;
    }
  }
`;
