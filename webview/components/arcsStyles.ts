import { css, unsafeCSS } from 'lit';

/** Height of a word of a list, in CSS pixels. */
export const LINE = 22;

export const arcsStyles = css`
  :host {
    max-width: 620px;
  }
  .sides {
    display: grid;
    grid-template-columns: minmax(0, 1fr) clamp(56px, 26%, 180px) minmax(0, 1fr);
    align-items: start;
    row-gap: 4px;
  }
  .side {
    display: flex;
    flex-direction: column;
    min-width: 0;
  }
  .side.source {
    align-items: flex-end;
  }
  .side.target {
    align-items: flex-start;
  }
  .title {
    align-self: end;
    padding: 0 6px;
    color: var(--al-muted);
    font-size: 11px;
    line-height: 14px;
  }
  .title.source {
    text-align: right;
  }
  .title.target {
    grid-column: 3;
  }
  .word {
    display: flex;
    align-items: center;
    gap: 6px;
    max-width: 100%;
    height: ${unsafeCSS(LINE - 2)}px;
    margin: 1px 0;
    padding: 0 6px;
    border-radius: 5px;
    background: color-mix(in srgb, var(--al-accent) calc(var(--w, 0) * var(--al-tint)), transparent);
    line-height: ${unsafeCSS(LINE - 2)}px;
    transition: background var(--al-motion) ease-out;
  }
  .source .word {
    flex-direction: row-reverse;
    color: var(--al-muted);
  }
  .text {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: pre;
  }
  .end .text {
    padding: 0 5px;
    border: 1px dashed var(--al-line);
    border-radius: 8px;
    font-size: 10px;
    line-height: 14px;
  }
  .word.linked,
  .word.active {
    color: var(--vscode-foreground);
  }
  .word.linked {
    box-shadow: inset 0 0 0 1px var(--al-line);
  }
  .word.strongest {
    box-shadow: inset 0 0 0 2px var(--al-accent);
  }
  .word.active {
    background: color-mix(in srgb, var(--al-accent) calc(12% * var(--al-fill)), transparent);
    font-weight: 600;
  }
  .source .word.active,
  .source .word.resting {
    box-shadow: inset -2px 0 0 var(--al-accent);
  }
  .target .word.active,
  .target .word.resting {
    box-shadow: inset 2px 0 0 var(--al-accent);
  }
  .side .word.locked {
    box-shadow: inset 0 0 0 2px var(--al-accent);
  }
  .percent {
    flex: none;
    font-size: 10px;
    font-variant-numeric: tabular-nums;
  }
  .strongest .percent {
    font-weight: 700;
  }
  svg {
    width: 100%;
    overflow: visible;
    pointer-events: none;
  }
  .arc {
    fill: none;
    stroke: var(--al-accent);
    stroke-opacity: max(0.3 + 0.6 * var(--w), 1 - var(--al-fill));
    stroke-width: var(--width);
    vector-effect: non-scaling-stroke;
    animation: appear var(--al-motion) calc(var(--rank) * var(--al-motion) / 3) ease-out backwards;
  }
  @keyframes appear {
    from {
      stroke-opacity: 0;
    }
  }
`;
