import { css } from 'lit';

export const heatMapStyles = css`
  :host {
    padding-top: 2px;
    overflow: hidden;
  }
  .axes {
    display: flex;
    justify-content: space-between;
    gap: 8px;
    min-height: 18px;
    margin-bottom: 8px;
    color: var(--al-muted);
    font-size: 11px;
  }
  .value {
    overflow: hidden;
    color: var(--vscode-foreground);
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .plot {
    display: grid;
    grid-template-columns: var(--labels) minmax(0, 1fr);
    border-radius: 4px;
    outline-offset: 4px;
  }
  .heads {
    position: relative;
    grid-column: 2;
    height: calc(var(--levels) * 15px + 4px);
  }
  .head {
    position: absolute;
    left: calc(var(--at) * var(--column));
    bottom: calc(var(--level) * 15px + 4px);
    z-index: 1;
    max-width: calc(var(--room) - 3px);
    overflow: hidden;
    background: var(--al-paper);
    color: var(--al-muted);
    font-size: 11px;
    line-height: 15px;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .head.current {
    z-index: 2;
    max-width: none;
    padding-right: 4px;
    color: var(--vscode-foreground);
    font-weight: 600;
  }
  .head.current.late {
    right: calc(100% - (var(--at) + 1) * var(--column));
    left: auto;
    padding-right: 0;
    padding-left: 4px;
  }
  .leader {
    position: absolute;
    bottom: 0;
    left: calc((var(--at) + 0.5) * var(--column));
    width: 1px;
    height: calc(var(--level) * 15px + 4px);
    background: var(--al-hair);
  }
  .names {
    display: grid;
    grid-auto-rows: var(--row);
  }
  .name {
    padding-right: 6px;
    overflow: hidden;
    color: var(--al-muted);
    font-size: 12px;
    line-height: var(--row);
    text-align: right;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .name.current {
    color: var(--vscode-foreground);
    font-weight: 600;
  }
  svg {
    display: block;
    overflow: visible;
  }
  .ground {
    fill: color-mix(in srgb, var(--vscode-foreground) calc(4% * var(--al-fill)), transparent);
    stroke: var(--al-line);
    stroke-width: calc(1 - var(--al-fill));
  }
  /* Opaque as the weight; in high contrast, large as the weight instead. */
  .cell {
    fill: var(--al-accent);
    fill-opacity: calc(1 - var(--al-fill) * (1 - var(--w)));
    transform: scale(calc(1 - (1 - var(--al-fill)) * (1 - var(--side))));
    transform-box: fill-box;
    transform-origin: center;
    pointer-events: none;
  }
  .peak {
    fill: var(--vscode-foreground);
    pointer-events: none;
  }
  .cross {
    fill: none;
    stroke: var(--al-accent);
    stroke-width: 1;
    pointer-events: none;
  }
  .focus {
    fill: none;
    stroke: var(--vscode-foreground);
    stroke-width: 2;
    pointer-events: none;
  }
`;
