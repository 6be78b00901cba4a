import { css } from 'lit';

export const stageStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 10px 28px;
    padding: 2px 0 16px;
    font-size: 12px;
    overflow-wrap: anywhere;
  }
  .words,
  .picture {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 8px;
    align-content: start;
    min-width: 0;
  }
  .words > p {
    max-width: 66ch;
    color: var(--al-muted);
  }
  .equation {
    padding: 3px 10px;
    border-inline-start: 3px solid var(--al-line);
    overflow-x: auto;
  }
  .equation.live {
    border-color: var(--al-accent);
    background: color-mix(in srgb, var(--al-accent) calc(7% * var(--al-fill)), transparent);
  }
  h3 {
    margin: 6px 0 0;
    overflow-wrap: anywhere;
    font-size: 12px;
    font-weight: 600;
  }
  .check {
    display: flex;
    gap: 6px;
    color: var(--al-muted);
    font-size: 11px;
  }
  @media (max-width: 420px) {
    :host {
      --al-formula: 12.5px;
    }
    .equation {
      padding: 2px 6px;
    }
  }
  @media (min-width: 720px) {
    :host {
      grid-template-columns: minmax(0, 5fr) minmax(0, 6fr);
    }
  }
`;
