import { css } from 'lit';

export const pageStyles = css`
  .ask,
  .about,
  .stale,
  .body {
    padding: 0 var(--al-pad);
  }
  .ask {
    padding-top: 16px;
    padding-bottom: 14px;
  }
  .tag {
    display: inline-block;
    margin-bottom: 4px;
    color: var(--al-muted);
    font-size: 11px;
    font-weight: 600;
    letter-spacing: 0.04em;
  }
  .source {
    max-height: 6em;
    margin-bottom: 10px;
    overflow: auto;
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px 10px;
    margin-top: 10px;
  }
  .about {
    max-width: 60ch;
    padding-bottom: 20px;
  }
  .stale {
    display: flex;
    gap: 6px;
    padding-bottom: 12px;
    overflow-wrap: anywhere;
  }
  /* Stays in sight while the cards scroll: it moves them all. */
  .bar {
    position: sticky;
    top: 0;
    z-index: 3;
    display: grid;
    gap: 4px 16px;
    padding: 6px var(--al-pad) 8px;
    border-top: 1px solid var(--al-line);
    border-bottom: 1px solid var(--al-line);
    background: var(--al-paper);
  }
  .tools {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 4px 8px;
  }
  @media (min-width: 700px) {
    .bar {
      grid-template-columns: minmax(0, 1fr) auto;
      align-items: center;
    }
  }
  .sort {
    display: flex;
    align-items: center;
    gap: 6px;
    min-width: 0;
  }
  .sentences {
    display: flex;
    align-items: center;
  }
  .body {
    position: relative;
    padding-top: 12px;
    padding-bottom: 24px;
  }
  al-compare-diff {
    margin-bottom: 12px;
  }
  .cards {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 250px), 1fr));
    gap: 8px;
  }
  h2 {
    grid-column: 1 / -1;
    margin: 8px 0 0;
    color: var(--al-muted);
    font-size: 11px;
    font-weight: 600;
  }
  h2:first-child {
    margin-top: 0;
  }
  .legend {
    margin-top: 16px;
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
