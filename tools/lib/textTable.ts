/** Columns padded with spaces, for a terminal; numbers to the right. The last column is not padded. */
export function renderTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [heads, ...rows];
  const widths = heads.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  const numeric = heads.map((_, column) => rows.every((row) => /^[\d.,−-]*$/.test(row[column] ?? '')));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => {
        if (numeric[column]) return cell.padStart(widths[column]!);
        return column === heads.length - 1 ? cell : cell.padEnd(widths[column]!);
      })
      .join('  ')
      .trimEnd();
  return `${all.map(line).join('\n')}\n`;
}
