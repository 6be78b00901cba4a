import { css } from 'lit';

export const explainStyles = css`
  :host {
    padding: 14px var(--al-pad-end) 24px var(--al-pad);
  }
  .intro {
    max-width: 68ch;
  }
  al-sentence-list {
    max-width: 76ch;
    margin-top: 12px;
  }
  .pair {
    max-width: 76ch;
    max-height: 16em;
    margin: 12px 0 4px;
    padding: 8px 12px;
    overflow: auto;
    border: 1px solid var(--al-line);
    border-radius: 8px;
  }
  .source {
    color: var(--al-muted);
    font-size: 12px;
    overflow-wrap: anywhere;
  }
  .target {
    margin-top: 2px;
    font-size: var(--al-word-size);
    overflow-wrap: anywhere;
  }
  .asking,
  .fault {
    display: flex;
    gap: 8px;
    margin-top: 10px;
  }
  vscode-progress-ring {
    width: 16px;
    height: 16px;
  }
  .fault > .icon {
    margin-top: 1px;
    color: var(--vscode-errorForeground);
  }
  .fault .link {
    margin-left: -3px;
  }
  section {
    max-width: 76ch;
    margin-top: 16px;
  }
  h2 {
    margin: 0 0 4px;
    color: var(--al-muted);
    font-size: 11px;
    font-weight: 600;
    letter-spacing: 0.02em;
  }
  ul {
    display: grid;
    gap: 1px;
    margin: 0 -6px 0 -8px;
    padding: 0;
    list-style: none;
  }
  .more {
    margin: 4px 0 0 21px;
  }
  .every {
    max-width: 76ch;
    margin-top: 18px;
    font-size: 12px;
  }
  summary {
    width: fit-content;
    border-radius: 3px;
    color: var(--al-muted);
    cursor: pointer;
  }
  .every[open] summary {
    margin-bottom: 8px;
  }
  .every table {
    width: 100%;
  }
  .every th,
  .every td {
    padding-inline: 7px;
  }
  .every td.text {
    max-width: none;
    white-space: normal;
  }
  .notes {
    display: grid;
    gap: 4px;
    max-width: 76ch;
    margin-top: 18px;
    padding-top: 10px;
    border-top: 1px solid var(--al-line);
  }
`;
