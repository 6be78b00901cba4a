import { css } from 'lit';

export const headMapsStyles = css`
  :host {
    container-type: inline-size;
  }
  .parts {
    --tile: 28px;
    --gap: clamp(1px, (100cqi - 252px) / 8, 3px);
    display: flex;
    flex-flow: row wrap;
    gap: 16px 40px;
  }
  section {
    flex: none;
    max-width: 100%;
  }
  .large {
    flex: 1 0 100%;
    min-width: 0;
    margin-top: -8px;
  }
  h3 {
    margin: 0;
    font-size: 12px;
    font-weight: 600;
  }
  .tiles {
    margin: 6px -4px 0;
    color: var(--al-accent);
  }
  .layer {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--gap);
    margin-bottom: var(--gap);
  }
  .layer .name,
  .number {
    color: var(--al-muted);
    font-size: 10px;
    font-variant-numeric: tabular-nums;
    line-height: 13px;
  }
  .layer .name {
    flex: 1 0 100%;
    padding-left: 1px;
  }
  .number {
    width: var(--tile);
    text-align: center;
  }
  .tile {
    position: relative;
    flex: none;
    width: var(--tile);
    height: var(--tile);
    border-radius: 4px;
    overflow: hidden;
    background: color-mix(in srgb, var(--vscode-foreground) calc(6% * var(--al-fill)), transparent);
    box-shadow: inset 0 0 0 calc(1px * (1 - var(--al-fill))) var(--al-hair);
    color: inherit;
  }
  .tile:hover {
    box-shadow: 0 0 0 1px var(--al-muted);
  }
  .tile[aria-pressed='true'] {
    box-shadow: 0 0 0 2px var(--vscode-foreground);
  }
  .tile:focus-visible {
    outline-width: 2px;
    outline-offset: 1px;
  }
  canvas {
    display: block;
    width: 100%;
    height: 100%;
    image-rendering: pixelated;
  }
  /* The head that aligns the words has a mark in its corner. */
  .tile.aligns::before {
    position: absolute;
    top: 0;
    right: 0;
    z-index: 1;
    border: 4px solid;
    border-color: var(--vscode-foreground) var(--vscode-foreground) transparent transparent;
    content: '';
  }
  /* Where the active word is: its row, or its column where it is only attended to. */
  .marked .tile::after {
    position: absolute;
    top: calc(var(--from) * 100%);
    right: 0;
    left: 0;
    height: max(1px, calc(var(--size) * 100%));
    outline: 1px solid var(--vscode-foreground);
    outline-offset: -0.5px;
    opacity: 0.7;
    content: '';
  }
  .marked.column .tile::after {
    top: 0;
    right: auto;
    bottom: 0;
    left: calc(var(--from) * 100%);
    width: max(1px, calc(var(--size) * 100%));
    height: auto;
  }
  .legend {
    margin-top: 2px;
  }
  .ranking {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 4px;
    max-width: 330px;
    margin-top: 4px;
    font-variant-numeric: tabular-nums;
  }
  .ranking .muted {
    font-size: 11px;
  }
  @container (min-width: 378px) {
    .parts {
      --tile: 32px;
      --gap: 3px;
    }
    .tiles {
      margin-inline: 0;
    }
    .layer .name {
      flex: 0 0 46px;
      padding: 0;
    }
    .mean,
    .number:first-child {
      margin-right: 6px;
    }
    .numbers {
      padding-left: calc(46px + var(--gap));
    }
    .large {
      order: 1;
      margin-top: 0;
    }
  }
`;
