import { css } from 'lit';

export const scoringStyles = css`
  .intro,
  .body,
  .asking,
  .fault {
    padding: 0 var(--al-pad);
  }
  .intro {
    display: grid;
    gap: 10px;
    padding-top: 16px;
    padding-bottom: 14px;
  }
  .intro p {
    max-width: 70ch;
  }
  .model {
    display: flex;
    align-items: center;
    gap: 8px;
    min-width: 0;
  }
  .asking {
    display: flex;
    align-items: center;
    gap: 8px;
  }
  vscode-progress-ring {
    width: 16px;
    height: 16px;
  }
  .fault {
    display: flex;
    gap: 8px;
    padding-bottom: 12px;
    overflow-wrap: anywhere;
  }
  .fault .icon {
    margin-top: 1px;
    color: var(--vscode-errorForeground);
  }
  /* Stays in sight while the rows scroll: it moves them all. */
  .bar {
    position: sticky;
    top: 0;
    z-index: 3;
    display: grid;
    gap: 2px;
    padding: 8px var(--al-pad);
    border-top: 1px solid var(--al-line);
    border-bottom: 1px solid var(--al-line);
    background: var(--al-paper);
  }
  .target {
    max-height: 4.5em;
    overflow: auto;
    font-size: var(--al-word-size);
    overflow-wrap: anywhere;
  }
  .piece {
    border-radius: 3px;
    cursor: pointer;
  }
  .piece:hover {
    background: var(--vscode-toolbar-hoverBackground);
  }
  .piece.current {
    background: color-mix(in srgb, var(--al-accent) calc(16% * var(--al-fill)), transparent);
    box-shadow: 0 2px 0 var(--al-accent);
  }
  .body {
    position: relative;
    padding-top: 12px;
    padding-bottom: 24px;
  }
  .panel {
    margin: 14px 0 10px;
    padding: 8px 10px;
    border: 1px solid var(--al-line);
    border-radius: 8px;
  }
  .tools {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
    margin-bottom: 10px;
  }
  .legend summary {
    width: fit-content;
    border-radius: 3px;
    cursor: pointer;
  }
  .legend p {
    max-width: 76ch;
    margin-top: 6px;
  }
`;
