import { css } from 'lit';

export const stepsStyles = css`
  .intro {
    max-width: calc(70ch + 2 * var(--al-pad));
    padding-top: 14px;
    padding-bottom: 12px;
  }
  .bar {
    gap: 4px;
  }
  .movers {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    align-items: center;
    gap: 0 8px;
    max-width: 620px;
  }
  .body {
    max-width: calc(1080px + 2 * var(--al-pad));
    padding-top: 12px;
    padding-bottom: 24px;
    transition: opacity var(--al-motion);
  }
  .body[aria-busy='true'] {
    opacity: 0.6;
  }
  .note {
    max-width: 66ch;
    margin-bottom: 10px;
    padding: 6px 10px;
    border-inline-start: 3px solid var(--al-accent);
    font-size: 12px;
  }
  .heads {
    display: flex;
    flex-wrap: wrap;
    gap: 6px 16px;
    margin-bottom: 10px;
  }
  .heads p {
    flex-basis: 100%;
  }
  .heads label {
    display: flex;
    align-items: center;
    gap: 6px;
  }
  section {
    position: relative;
    padding-left: 31px;
  }
  /* the line that joins the stages */
  section:not(:last-child)::before {
    position: absolute;
    top: 17px;
    bottom: -17px;
    left: 11px;
    width: 1px;
    background: var(--al-line);
    content: '';
  }
  h2 {
    margin: 0 0 0 -31px;
    font-size: 13px;
    font-weight: 400;
  }
  h2 button {
    position: relative;
    display: grid;
    grid-template-columns: 23px auto minmax(0, 1fr) 16px;
    align-items: center;
    gap: 8px;
    width: 100%;
    padding: 5px 4px 5px 0;
    border-radius: 6px;
  }
  h2 button:hover {
    background: var(--vscode-toolbar-hoverBackground);
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
  .open .number {
    border-color: var(--al-accent);
    box-shadow: inset 0 0 0 1px var(--al-accent);
    font-weight: 700;
  }
  .open .name {
    font-weight: 600;
  }
  .summary {
    overflow: hidden;
    color: var(--al-muted);
    font-size: 11px;
    font-variant-numeric: tabular-nums;
    text-align: right;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  h2 .icon {
    transform: rotate(-90deg);
    transition: transform var(--al-motion);
  }
  .open h2 .icon {
    transform: none;
  }
  @media (max-width: 420px) {
    section {
      padding-left: 0;
    }
    h2 {
      margin-left: 0;
    }
    /* the line makes room for what is laid open */
    section.open:not(:last-child)::before {
      bottom: auto;
      height: 17px;
    }
  }
`;
