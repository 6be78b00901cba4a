import { css } from 'lit';

export const ribbonStyles = css`
  :host {
    position: relative;
    margin: 0 -4px;
    padding: 2px 0 4px;
    font-size: var(--al-word-size);
  }
  svg {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    overflow: hidden;
    pointer-events: none;
  }
  .band {
    position: relative;
    margin-top: 14px;
  }
  /* Holds the two lines of a band together, as a bracket does the staves of a score. */
  .many .band::before {
    position: absolute;
    top: 16px;
    bottom: 16px;
    left: -3px;
    width: 2px;
    border-radius: 1px;
    background: var(--al-hair);
    content: '';
  }
  .band:first-of-type {
    margin-top: 0;
  }
  .line {
    display: flex;
    align-items: center;
    min-height: 26px;
    line-height: 20px;
  }
  .source {
    margin-top: 15px;
    color: var(--al-muted);
  }
  .target {
    margin-top: var(--al-channel);
    margin-bottom: 15px;
    color: var(--vscode-foreground);
  }
  .word {
    position: relative;
    flex: 0 1 auto;
    min-width: 0;
    margin-inline-start: var(--gap);
    padding: 3px 4px;
    border-radius: 5px;
    background: color-mix(in srgb, var(--al-accent) calc(var(--w, 0) * var(--al-tint)), transparent);
    transition:
      background var(--al-motion) ease-out,
      color var(--al-motion) ease-out;
  }
  .word .text {
    display: block;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: pre;
  }
  .word.pinned .text {
    text-decoration: underline dotted;
    text-underline-offset: 3px;
  }
  .word.linked,
  .word.active {
    color: var(--vscode-foreground);
  }
  .word.strong {
    box-shadow: inset 0 0 0 1px var(--al-accent);
  }
  .word.strongest {
    box-shadow: inset 0 0 0 2px var(--al-accent);
  }
  .word.active {
    background: color-mix(in srgb, var(--al-accent) calc(12% * var(--al-fill)), transparent);
    box-shadow: inset 0 -2px 0 var(--al-accent);
  }
  .source .word.active {
    box-shadow: inset 0 -2px 0 var(--al-accent);
  }
  .target .word.active {
    box-shadow: inset 0 2px 0 var(--al-accent);
  }
  .word.locked {
    box-shadow: inset 0 0 0 2px var(--al-accent);
  }
  .word.end {
    font-size: 10px;
    letter-spacing: 0.03em;
  }
  .word.end .text {
    padding: 0 5px;
    border: 1px dashed var(--al-line);
    border-radius: 8px;
    line-height: 15px;
  }
  .percent {
    position: absolute;
    left: 50%;
    color: var(--vscode-foreground);
    font-size: 10px;
    font-variant-numeric: tabular-nums;
    font-weight: 400;
    letter-spacing: 0;
    line-height: 13px;
    white-space: nowrap;
    transform: translateX(-50%);
    pointer-events: none;
  }
  .source .percent {
    bottom: 100%;
  }
  .target .percent {
    top: 100%;
  }
  .strongest .percent {
    font-weight: 700;
  }
  .thread {
    fill: none;
    stroke: var(--al-accent);
    stroke-opacity: calc(0.65 - 0.35 * var(--al-fill));
    stroke-width: 1.25;
    transition: stroke-opacity var(--al-motion) ease-out;
  }
  .thread.pinned {
    stroke-dasharray: 1.5 3;
  }
  .dim .thread {
    stroke-opacity: calc(0.3 - 0.22 * var(--al-fill));
  }
  .ribbon {
    fill: var(--al-accent);
    fill-opacity: calc((0.14 + 0.5 * var(--w)) * var(--al-fill));
    stroke: var(--al-accent);
    stroke-opacity: max(0.25 + 0.75 * var(--w), 0.8 - 0.8 * var(--al-fill));
    stroke-width: 0.75;
    stroke-linejoin: round;
  }
  .ribbon.far {
    fill-opacity: calc((0.06 + 0.2 * var(--w)) * var(--al-fill));
    stroke-dasharray: 3 3;
  }
  .ribbon.strongest {
    stroke-width: 1.5;
  }
`;
