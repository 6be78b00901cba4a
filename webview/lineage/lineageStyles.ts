import { css } from 'lit';

export const lineageStyles = css`
  :host {
    --pad: var(--al-pad, clamp(12px, 4vw, 24px));
    container-type: inline-size;
  }
  nav {
    position: sticky;
    top: var(--al-lineage-top, 0);
    z-index: 3;
    display: flex;
    align-items: center;
    gap: 4px;
    padding: 8px var(--pad);
    border-bottom: 1px solid var(--al-line);
    background: var(--al-paper);
  }
  nav button {
    display: flex;
    padding: 4px;
    border-radius: 5px;
  }
  nav button:hover:enabled {
    background: var(--vscode-toolbar-hoverBackground);
  }
  nav button:disabled {
    opacity: 0.4;
    cursor: default;
  }
  select {
    flex: 1;
    min-width: 0;
    max-width: 420px;
    padding: 3px 6px;
    border: 1px solid var(--vscode-dropdown-border, var(--al-line));
    border-radius: 5px;
    background: var(--vscode-dropdown-background, var(--al-paper));
    color: var(--vscode-dropdown-foreground, var(--vscode-foreground));
    font: inherit;
    font-size: 12px;
    text-overflow: ellipsis;
  }
  .page {
    max-width: 1080px;
    padding: 14px var(--pad) 40px;
  }
  h2,
  h3,
  h4,
  h5 {
    margin: 0;
    font-weight: 600;
    line-height: 1.3;
  }
  h2 {
    font-size: 17px;
  }
  header p {
    max-width: 68ch;
    margin-top: 6px;
    color: var(--al-muted);
  }
  .chapter {
    margin-top: 24px;
  }
  h3 {
    font-size: 14px;
  }
  .lead {
    max-width: 68ch;
    margin: 2px 0 8px;
    color: var(--al-muted);
    font-size: 12px;
  }
  .mechanism {
    position: relative;
    scroll-margin-top: calc(var(--al-lineage-top, 0px) + 46px);
  }
  /* the line that joins the mechanisms */
  .mechanism::before {
    content: '';
    position: absolute;
    top: 0;
    bottom: 0;
    left: 11px;
    width: 1px;
    background: var(--al-line);
  }
  summary {
    position: relative;
    display: grid;
    grid-template-columns: 23px minmax(0, 1fr) auto 16px;
    align-items: center;
    gap: 8px;
    padding: 5px 6px 5px 0;
    border-radius: 6px;
    cursor: pointer;
    list-style: none;
  }
  summary::-webkit-details-marker {
    display: none;
  }
  summary:hover {
    background: var(--vscode-toolbar-hoverBackground);
  }
  summary .icon {
    transform: rotate(-90deg);
    transition: transform var(--al-motion);
  }
  details[open] > summary .icon {
    transform: none;
  }
  .number {
    display: grid;
    place-items: center;
    width: 23px;
    height: 23px;
    border: 1px solid var(--al-muted);
    border-radius: 50%;
    background: var(--al-paper);
    font-size: 11px;
    font-variant-numeric: tabular-nums;
  }
  details[open] > summary .number {
    border-color: var(--al-accent);
    box-shadow: inset 0 0 0 1px var(--al-accent);
    font-weight: 700;
  }
  summary h4 {
    font-size: 13px;
    overflow-wrap: anywhere;
  }
  .year {
    color: var(--al-muted);
    font-size: 11px;
    font-variant-numeric: tabular-nums;
  }
  summary:hover .year {
    color: var(--vscode-foreground);
  }
  .body {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 18px;
    padding: 6px 0 26px 31px;
  }
  .tale,
  .numbers {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    gap: 12px;
  }
  h5 {
    margin-bottom: 3px;
    color: var(--al-muted);
    font-size: 11px;
  }
  .measured h4 {
    margin-bottom: 3px;
    color: var(--al-muted);
    font-size: 11px;
  }
  .tale p {
    max-width: 66ch;
    line-height: 1.55;
    overflow-wrap: break-word;
  }
  .quiet {
    color: var(--al-muted);
    font-size: 11px;
  }
  .papers ul {
    display: grid;
    gap: 6px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .papers p {
    margin-bottom: 6px;
  }
  .papers .quiet {
    display: block;
  }
  cite {
    font-style: normal;
  }
  a {
    color: var(--vscode-textLink-foreground);
  }
  figure {
    max-width: 400px;
    margin: 0;
    padding: 12px 10px;
    border: 1px solid var(--al-line);
    border-radius: 8px;
    background: color-mix(in srgb, var(--vscode-foreground) calc(3% * var(--al-fill)), transparent);
  }
  svg {
    display: block;
    width: 100%;
    height: auto;
    overflow: visible;
  }
  svg text {
    fill: var(--vscode-foreground);
    font-size: 11px;
  }
  svg .symbol,
  svg .formula {
    font-family: math, 'Cambria Math', 'STIX Two Math', serif;
  }
  svg .symbol {
    font-size: 13px;
    font-style: italic;
  }
  svg .formula {
    font-size: 11px;
  }
  svg .script {
    font-size: 75%;
  }
  svg .caption {
    fill: var(--al-muted);
    font-size: 10px;
  }
  svg rect,
  svg circle {
    fill: var(--al-paper);
    stroke: var(--al-muted);
    stroke-width: 1;
  }
  svg .band rect {
    fill: color-mix(in srgb, var(--al-accent) calc(13% * var(--al-fill)), var(--al-paper));
    stroke: color-mix(in srgb, var(--al-accent) 60%, var(--al-paper));
  }
  svg .strong rect,
  svg .strong circle {
    stroke: var(--al-accent);
    stroke-width: 2;
  }
  svg .ghost rect {
    stroke-dasharray: 3 2;
  }
  svg .weight {
    fill: color-mix(in srgb, var(--al-accent) 75%, var(--al-paper));
    stroke: none;
  }
  svg .line {
    fill: none;
    stroke: var(--al-muted);
    stroke-width: 1;
  }
  svg .head {
    fill: var(--al-muted);
  }
  svg .query .line {
    stroke: var(--al-accent);
    stroke-width: 1.6;
  }
  svg .query .head {
    fill: var(--al-accent);
  }
  svg .feed .line {
    stroke-dasharray: 3 2;
  }
  svg .value .line {
    stroke-width: 1.6;
  }
  svg .rule,
  svg .window,
  svg .centre,
  svg .mesh,
  svg .sheet {
    fill: none;
    stroke: var(--al-muted);
    stroke-width: 1;
  }
  svg .rule {
    stroke: var(--al-line);
  }
  svg .window {
    stroke: var(--vscode-foreground);
  }
  svg path.centre {
    stroke: var(--vscode-foreground);
    stroke-dasharray: 2 2;
  }
  svg .mesh {
    opacity: 0.4;
  }
  svg .near {
    opacity: 1;
  }
  svg .sheet {
    fill: var(--al-paper);
  }
  ol.equations {
    display: grid;
    gap: 8px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .equations li {
    padding: 6px 10px;
    border-inline-start: 3px solid var(--al-line);
  }
  .equations .key {
    border-color: var(--al-accent);
    background: color-mix(in srgb, var(--al-accent) calc(7% * var(--al-fill)), transparent);
  }
  .equations p {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 0 12px;
    font-size: 12px;
  }
  .numbers > section {
    padding: 12px;
    border: 1px solid var(--al-line);
    border-radius: 8px;
  }
  dl {
    display: grid;
    gap: 3px;
    margin: 0;
    font-size: 12px;
    font-variant-numeric: tabular-nums;
  }
  dl div {
    display: grid;
    grid-template-columns: 90px minmax(0, 1fr);
  }
  dt {
    color: var(--al-muted);
  }
  dd {
    margin: 0;
  }
  .lengths {
    width: 100%;
    max-width: 380px;
    margin-top: 10px;
    border-collapse: collapse;
    font-size: 10px;
    font-variant-numeric: tabular-nums;
    table-layout: fixed;
  }
  .lengths caption {
    padding-bottom: 2px;
    color: var(--al-muted);
    font-size: 11px;
    text-align: start;
  }
  .lengths td,
  .lengths th {
    padding: 1px 2px;
    font-weight: 400;
    text-align: center;
  }
  .lengths th {
    color: var(--al-muted);
    border-top: 1px solid var(--al-muted);
  }
  .lengths td {
    display: table-cell;
    vertical-align: bottom;
  }
  .column {
    height: 40px;
  }
  .column i {
    display: block;
    height: 100%;
    margin: 0 15%;
    border-radius: 2px 2px 0 0;
    background: color-mix(in srgb, var(--al-accent) 75%, var(--al-paper));
    transform: scaleY(var(--share));
    transform-origin: bottom;
  }
  .verdict {
    display: flex;
    gap: 6px;
    margin-top: 10px;
    font-size: 12px;
  }
  .verdict b {
    font-weight: 600;
  }
  .equations {
    --al-formula: 15px;
  }
  @container (max-width: 420px) {
    .body {
      padding-left: 0;
    }
    /* the line that joins the mechanisms makes room for the text */
    .mechanism[open]::before {
      bottom: auto;
      height: 20px;
    }
    .equations li {
      padding: 5px 0 5px 8px;
    }
    .equations {
      --al-formula: 12.5px;
    }
    figure {
      padding: 10px 4px;
    }
    .numbers > section {
      padding: 10px 8px;
    }
  }
  @container (min-width: 720px) {
    .body {
      grid-template-columns: minmax(0, 1fr) minmax(300px, 400px);
      gap: 20px 32px;
    }
    .maths {
      grid-column: 1;
    }
    .numbers {
      grid-column: 2;
    }
  }
`;
