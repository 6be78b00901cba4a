import { css } from 'lit';

/** A page of one decoder step: what it is about, a bar that stays in sight while its numbers scroll, and the numbers. */
export const stepPageStyles = css`
  .intro,
  .asking,
  .body {
    padding: 0 var(--al-pad);
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
    grid-template-columns: minmax(0, 1fr);
    padding: 8px var(--al-pad);
    border-top: 1px solid var(--al-line);
    border-bottom: 1px solid var(--al-line);
    background: var(--al-paper);
  }
`;
