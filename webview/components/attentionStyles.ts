import { css } from 'lit';

export const attentionStyles = css`
  :host {
    padding: 14px var(--al-pad-end) 24px var(--al-pad);
    border-top: 1px solid var(--al-line);
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 8px 12px;
    margin-bottom: 10px;
  }
  .segment {
    padding: 2px clamp(4px, 1.8vw, 10px);
  }
  .stepper {
    display: flex;
    align-items: center;
    gap: 2px;
    color: var(--al-muted);
    font-size: 12px;
    font-variant-numeric: tabular-nums;
  }
  al-sentence-list {
    margin-bottom: 10px;
  }
  .drawn {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 2px 8px;
    margin-bottom: 12px;
    padding: 4px 8px;
    border: 1px solid var(--al-line);
    border-inline-start: 3px solid var(--al-accent);
    border-radius: 4px;
    font-size: 12px;
  }
  .drawn b {
    font-weight: 600;
  }
  .waiting,
  .fault {
    margin-bottom: 12px;
    font-size: 12px;
  }
  .waiting {
    color: var(--al-muted);
  }
  .quiet {
    display: grid;
    place-content: center;
    min-height: 180px;
    border: 1px dashed var(--al-line);
    border-radius: 8px;
    text-align: center;
  }
  .readout {
    display: flex;
    gap: 6px;
    min-height: 20px;
    margin-top: 6px;
    padding: 6px 0 4px;
    font-size: 12px;
    line-height: 20px;
  }
  /* In sight however tall the picture is. */
  .readout.told {
    position: sticky;
    bottom: 0;
    z-index: 3;
    background: var(--al-paper);
    box-shadow: 0 -6px 6px var(--al-paper);
  }
  .readout .icon {
    width: 13px;
    height: 20px;
  }
  .readout b {
    font-weight: 600;
  }
  .words {
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .notes {
    max-width: 620px;
    margin-top: 2px;
    color: var(--al-muted);
    font-size: 11px;
    line-height: 16px;
  }
  .hint,
  .none {
    color: var(--al-muted);
    font-size: 12px;
  }
  details {
    margin-top: 14px;
    font-size: 12px;
  }
  summary {
    width: fit-content;
    color: var(--al-muted);
    cursor: pointer;
  }
  details al-head-table {
    margin-top: 8px;
  }
`;
