import { css } from 'lit';

/** A table of numbers, a line each, with a bar in its last column. */
export const rowStyles = css`
  table {
    width: 100%;
    border-spacing: 0;
    font-size: 12px;
    font-variant-numeric: tabular-nums;
    table-layout: fixed;
  }
  th,
  td {
    height: 22px;
    padding: 0 5px;
    font-weight: 400;
    text-align: right;
    white-space: nowrap;
  }
  thead th {
    color: var(--al-muted);
    font-size: 11px;
  }
  .bar {
    position: relative;
    padding: 0;
  }
`;
