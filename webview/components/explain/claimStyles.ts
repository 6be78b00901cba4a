import { css } from 'lit';

export const claimStyles = css`
  .claim {
    display: flex;
    gap: 8px;
    width: 100%;
    padding: 6px 6px 6px 8px;
    border-radius: 6px;
    line-height: 1.45;
  }
  .claim:hover {
    background: color-mix(in srgb, var(--vscode-foreground) calc(6% * var(--al-fill)), transparent);
    box-shadow: inset 0 0 0 calc(1px * (1 - var(--al-fill))) var(--al-line);
  }
  .claim .icon {
    margin-top: 2px;
    color: var(--al-muted);
  }
  .endMark .icon:first-child,
  .spread .icon:first-child,
  .uncovered .icon:first-child,
  .repeated .icon:first-child,
  .newNumber .icon:first-child,
  .lostNumber .icon:first-child,
  .truncated .icon:first-child,
  .unsure .icon:first-child {
    color: var(--vscode-editorWarning-foreground);
  }
  .text {
    flex: 1;
    min-width: 0;
    overflow-wrap: anywhere;
  }
  #evidence:not([hidden]) {
    margin: 2px 6px 10px 16px;
    padding: 4px 0 4px 15px;
    border-left: 2px solid var(--al-accent);
    font-size: 12px;
  }
  .words {
    max-height: 11em;
    margin-bottom: 8px;
    overflow: auto;
  }
  .line {
    color: var(--al-muted);
    line-height: 1.7;
    overflow-wrap: anywhere;
  }
  mark {
    padding: 1px 3px;
    border-radius: 3px;
    background: color-mix(in srgb, var(--al-accent) calc(24% * var(--al-fill)), transparent);
    box-shadow: inset 0 -2px 0 var(--al-accent);
    color: var(--vscode-foreground);
    font-weight: 600;
  }
  mark.end {
    border: 1px dashed var(--al-accent);
    background: none;
    box-shadow: none;
    font-weight: 400;
  }
  .scroll {
    max-height: 280px;
    overflow: auto;
  }
  table {
    width: 100%;
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }
  th {
    padding: 3px 10px 3px 0;
    font-weight: 400;
    text-align: left;
    overflow-wrap: anywhere;
  }
  td {
    width: 1%;
    padding: 3px 2px;
    font-weight: 600;
    text-align: right;
    vertical-align: top;
    white-space: nowrap;
  }
  .bar {
    display: block;
    width: 100%;
    max-width: 260px;
    height: calc(6px - 3px * var(--al-fill));
    margin-top: 2px;
    border-radius: 2px;
    background: linear-gradient(var(--al-accent), var(--al-accent)) left / calc(var(--share) * 100%) 100% no-repeat
      color-mix(in srgb, var(--vscode-foreground) calc(9% * var(--al-fill)), transparent);
    box-shadow: inset 0 0 0 calc(1px * (1 - var(--al-fill))) var(--al-line);
  }
  .limit {
    margin-top: 6px;
    color: var(--al-muted);
    font-size: 11px;
  }
`;
