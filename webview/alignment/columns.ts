/**
 * The columns to show of an alignment that is wider than its place: those with the largest weights in one row, in the
 * order of the sentence.
 * @param row weights of one query over all keys
 * @param fit how many columns have room
 */
export function topColumns(row: readonly number[], fit: number): number[] {
  return row
    .map((weight, column) => ({ weight, column }))
    .sort((a, b) => b.weight - a.weight || a.column - b.column)
    .slice(0, Math.max(1, fit))
    .map(({ column }) => column)
    .sort((a, b) => a - b);
}
