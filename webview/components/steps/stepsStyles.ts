import { css } from 'lit';

export const stepsStyles = css`
  .intro,
  .asking,
  .body {
    padding: 0 var(--al-pad);
  }
  .intro {
    max-width: calc(70ch + 2 * var(--al-pad));
    padding-top: 14px;
    padding-bottom: 12px;
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
  .bar {
    position: sticky;
    top: 0;
    z-index: 3;
    display: grid;
    gap: 4px;
    padding: 8px var(--al-pad);
    border-top: 1px solid var(--al-line);
    border-bottom: 1px solid var(--al-line);
    background: var(--al-paper);
  }
  .body {
    padding-top: 12px;
    padding-bottom: 24px;
  }
`;
