import { css } from 'lit';

/** The controls that the pages share: choices of a view, lists to choose from, boxes to tick, sliders, small buttons. */
export const controlStyles = css`
  .segments {
    display: inline-flex;
    flex: none;
    gap: 2px;
    padding: 2px;
    border-radius: 7px;
    background: color-mix(in srgb, var(--vscode-foreground) calc(7% * var(--al-fill)), transparent);
    box-shadow: inset 0 0 0 calc(1px * (1 - var(--al-fill))) var(--al-line);
  }
  .segment {
    padding: 2px 10px;
    border-radius: 5px;
    color: var(--al-muted);
    font-size: 12px;
    line-height: 18px;
    white-space: nowrap;
  }
  .segment:hover {
    color: var(--vscode-foreground);
  }
  .segment[aria-pressed='true'],
  .segment[aria-selected='true'] {
    background: var(--al-paper);
    /* in high contrast the group has a line of its own */
    box-shadow: 0 0 0 1px color-mix(in srgb, var(--al-line) calc(100% * var(--al-fill)), var(--al-accent));
    color: var(--vscode-foreground);
    font-weight: 600;
  }
  select {
    min-width: 0;
    max-width: 100%;
    padding: 3px 4px;
    border: 1px solid var(--vscode-dropdown-border, var(--al-line));
    border-radius: 4px;
    background: var(--vscode-dropdown-background, var(--al-paper));
    color: var(--vscode-dropdown-foreground, var(--vscode-foreground));
    font: inherit;
    font-size: 12px;
  }
  select:focus-visible {
    outline-offset: 0;
  }
  input {
    accent-color: var(--al-accent);
  }
  input[type='range'] {
    display: block;
    width: 100%;
    min-width: 0;
    height: 18px;
    margin: 0;
    cursor: pointer;
  }
  input[type='checkbox'],
  input[type='radio'] {
    flex: none;
    width: 14px;
    height: 14px;
    margin: 0;
  }
  .small-button {
    display: inline-flex;
    flex: none;
    align-items: center;
    padding: 3px;
    border-radius: 5px;
  }
  .small-button:hover:enabled {
    background: var(--vscode-toolbar-hoverBackground);
  }
  .small-button:disabled {
    opacity: 0.4;
    cursor: default;
  }
  .link {
    padding: 1px 3px;
    border-radius: 3px;
    color: var(--vscode-textLink-foreground);
    font-size: 12px;
  }
  .link:hover {
    text-decoration: underline;
  }
  .muted {
    color: var(--al-muted);
    font-size: 12px;
  }
  .fine {
    color: var(--al-muted);
    font-size: 11px;
  }
`;

/** Tables that stand in for a picture. */
export const tableStyles = css`
  .scroll {
    width: fit-content;
    max-width: 100%;
    max-height: 70vh;
    overflow: auto;
    border: 1px solid var(--al-line);
    border-radius: 6px;
  }
  table {
    border-collapse: separate;
    border-spacing: 0;
    font-size: 12px;
    font-variant-numeric: tabular-nums;
  }
  caption {
    padding: 4px 10px;
    text-align: left;
  }
  th,
  td {
    max-width: clamp(150px, 24vw, 220px);
    padding: 3px 10px;
    overflow: hidden;
    border-bottom: 1px solid var(--al-line);
    font-weight: 400;
    text-align: right;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  thead th {
    position: sticky;
    top: 0;
    z-index: 1;
    border-bottom-color: var(--al-muted);
    background: var(--al-paper);
    color: var(--al-muted);
  }
  tbody th {
    position: sticky;
    left: 0;
    background: var(--al-paper);
    color: var(--vscode-foreground);
    text-align: left;
  }
  thead th:first-child {
    left: 0;
    z-index: 2;
    text-align: left;
  }
  tbody tr:last-child > * {
    border-bottom: 0;
  }
  thead th.text,
  td.text {
    max-width: clamp(260px, 40vw, 520px);
    text-align: left;
  }
  .peak {
    font-weight: 700;
  }
`;

/** Of a component whose table is a picture's twin: without its attribute `shown` it is there for screen readers alone. */
export const twinStyles = css`
  :host(:not([shown])) {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  /* Nothing to scroll, and so nothing to be reached by the keyboard. */
  :host(:not([shown])) .scroll {
    max-height: none;
    overflow: visible;
  }
`;
