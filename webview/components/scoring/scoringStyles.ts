import { css } from 'lit';

export const scoringStyles = css`
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
  .bar {
    gap: 2px;
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
