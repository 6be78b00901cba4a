import { topColumns } from '../alignment/columns';

/** Narrowest column in which a cell can still be hit and its tint be read. CSS pixels. */
const NARROWEST_COLUMN = 14;
const WIDEST_COLUMN = 30;
const LOWEST_ROW = 18;
const HIGHEST_ROW = 26;
const MOST_LEVELS = 3;
const FEWEST_ROWS = 9;
const LABEL_GAP = 10;

/** Where everything of the heat map stands. CSS pixels. */
export interface HeatMapLayout {
  /** Width of the row labels, gap included. */
  labels: number;
  column: number;
  row: number;
  /** Indices of the source words (or the end mark) that have a column. */
  columns: number[];
  /** The column labels stand on so many lines, taken in turn, so that each has room for several columns. */
  levels: number;
  /** Whether some columns had no room. Then not all rows are shown either: most would be empty in these columns. */
  partial: boolean;
  /** How many rows are shown. */
  rows: number;
}

/**
 * @param width of the whole picture
 * @param rowLabels and columnLabels: width of each label's text
 * @param anchor: weights of the row whose strongest columns are shown where not all fit
 */
export function layOutHeatMap(
  width: number,
  rowLabels: number[],
  columnLabels: number[],
  anchor: number[],
): HeatMapLayout {
  const labels = Math.round(Math.min(Math.max(24, ...rowLabels) + LABEL_GAP, 150, width * 0.33));
  const room = width - labels;
  const fit = Math.max(1, Math.floor(room / NARROWEST_COLUMN));
  const partial = columnLabels.length > fit;
  const columns = partial ? topColumns(anchor, fit) : columnLabels.map((_, index) => index);
  const column = Math.max(1, Math.min(WIDEST_COLUMN, Math.floor(room / columns.length)));
  const widest = Math.max(0, ...columns.map((index) => columnLabels[index]!)) + LABEL_GAP;
  return {
    labels,
    column,
    row: Math.max(LOWEST_ROW, Math.min(HIGHEST_ROW, column)),
    columns,
    levels: Math.min(MOST_LEVELS, columns.length, Math.max(1, Math.ceil(widest / column))),
    partial,
    rows: partial ? Math.min(rowLabels.length, Math.max(FEWEST_ROWS, columns.length)) : rowLabels.length,
  };
}
