import { nothing, svg } from 'lit';
import type { WordRef } from '../alignment/links';
import { cssVars } from '../cssVars';

/** Weights below this would be invisible. */
const FAINTEST = 0.01;

/** A target word and a source word (or the end mark). */
export interface Cell {
  target: number;
  source: number;
}

/** The part of the alignment that is drawn, and the size of a cell in CSS pixels. */
export interface View {
  columns: number[];
  /** Half-open range of target words. */
  rows: { start: number; end: number };
  column: number;
  row: number;
}

export const sizeOf = ({ columns, rows, column, row }: View): { width: number; height: number } => ({
  width: columns.length * column,
  height: (rows.end - rows.start) * row,
});

/** The cell at a point of the matrix; points outside it belong to the nearest cell. */
export function cellAt(view: View, x: number, y: number): Cell {
  const { columns, rows, column, row } = view;
  const clamp = (value: number, most: number): number => Math.max(0, Math.min(most, Math.floor(value)));
  return {
    target: rows.start + clamp(y / row, rows.end - rows.start - 1),
    source: columns[clamp(x / column, columns.length - 1)] ?? 0,
  };
}

/** One rectangle a weight, as opaque (or as large) as the weight; a dot marks the strongest of each row. */
export function drawCells(view: View, alignment: number[][]) {
  const { columns, rows, column, row } = view;
  return alignment.slice(rows.start, rows.end).flatMap((weights, line) => {
    const peak = weights.indexOf(Math.max(...weights));
    return columns.flatMap((source, at) => {
      const weight = weights[source] ?? 0;
      if (weight < FAINTEST) return [];
      const x = at * column;
      const y = line * row;
      return [
        svg`<rect class="cell" x=${x + 1} y=${y + 1} width=${column - 2} height=${row - 2} rx="2" ${cssVars({ '--w': weight, '--side': Math.sqrt(weight) })} />`,
        source === peak ? svg`<circle class="peak" cx=${x + column / 2} cy=${y + row / 2} r="1.75" />` : nothing,
      ];
    });
  });
}

/** Outlines of the active row or column and of the cell in focus, where they are in view. */
export function drawCross(view: View, active: WordRef | null, cell: Cell | null) {
  const { columns, rows, column, row } = view;
  const { width, height } = sizeOf(view);
  const inRows = (index: number): boolean => index >= rows.start && index < rows.end;
  const at = columns.indexOf(active?.side === 'source' ? active.index : (cell?.source ?? -1));
  const outlines = [];
  if (active?.side === 'target' && inRows(active.index)) {
    const y = (active.index - rows.start) * row;
    outlines.push(svg`<rect class="cross" x="0.5" y=${y + 0.5} width=${width - 1} height=${row - 1} rx="3" />`);
  }
  if (active?.side === 'source' && at >= 0) {
    outlines.push(
      svg`<rect class="cross" x=${at * column + 0.5} y="0.5" width=${column - 1} height=${height - 1} rx="3" />`,
    );
  }
  if (cell && columns.includes(cell.source) && inRows(cell.target)) {
    const x = columns.indexOf(cell.source) * column;
    const y = (cell.target - rows.start) * row;
    outlines.push(svg`<rect class="focus" x=${x + 1} y=${y + 1} width=${column - 2} height=${row - 2} rx="2" />`);
  }
  return outlines;
}

/** Arrow keys go to the neighbouring cell, Home and End to the ends of the row. Null for any other key. */
export function moveCell({ target, source }: Cell, key: string, columns: number[], rows: number): Cell | null {
  const at = Math.max(0, columns.indexOf(source));
  const column = (to: number): number => columns[Math.max(0, Math.min(columns.length - 1, to))] ?? 0;
  switch (key) {
    case 'ArrowLeft':
      return { target, source: column(at - 1) };
    case 'ArrowRight':
      return { target, source: column(at + 1) };
    case 'ArrowUp':
      return { target: Math.max(0, target - 1), source };
    case 'ArrowDown':
      return { target: Math.min(rows - 1, target + 1), source };
    case 'Home':
      return { target, source: column(0) };
    case 'End':
      return { target, source: column(columns.length - 1) };
    default:
      return null;
  }
}
