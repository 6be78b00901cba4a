import { css } from 'lit';

export const scoringStyles = css`
  .intro,
  .body,
  .asking {
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
  /* Stays in sight while the rows scroll: it moves them all. */
  .bar {
    position: sticky;
    top: 0;
    z-index: 3;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 2px;
    padding: 8px var(--al-pad);
    border-top: 1px solid var(--al-line);
    border-bottom: 1px solid var(--al-line);
    background: var(--al-paper);
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
