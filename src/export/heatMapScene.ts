import type { SentenceResult } from '../shared/result';
import type { Drawing, Scene, Shape } from './scene';

const MARGIN = 24;
const CELL = 24;
const LABEL_SIZE = 12;
const NOTE_SIZE = 10;
const GAP = 8;
const LONGEST_LABEL = 40;
/** Column names lean, or they would run into each other. */
const LEAN = -55;
const LEGEND = { width: 100, height: 8, steps: 10 };

/** The whole matrix: a row for each target word (query), a column for each source word and the end mark (key). */
export function heatMapScene(
  { source, target, sourceWords, targetWords, alignment }: SentenceResult,
  drawing: Drawing,
): Scene {
  const { look, labels, measure } = drawing;
  const columns = [...sourceWords.map(({ text }) => cut(text)), labels.end];
  const rows = targetWords.map(({ text }) => cut(text));
  const widest = (names: string[]): number => Math.max(0, ...names.map((name) => measure(name, LABEL_SIZE, 400)));
  const lean = (-LEAN * Math.PI) / 180;
  const left = MARGIN + Math.max(widest(rows), measure(labels.axes, NOTE_SIZE, 400)) + GAP;
  const top = MARGIN + widest(columns) * Math.sin(lean) + LABEL_SIZE;
  // the last names lean out over the right edge
  const overhang = Math.max(
    0,
    ...columns.map((name, at) => at * CELL + measure(name, LABEL_SIZE, 400) * Math.cos(lean)),
  );
  const width = Math.max(left + Math.max(columns.length * CELL, overhang + CELL) + MARGIN, 300);
  const bottom = top + rows.length * CELL;
  const height = bottom + 3 * GAP + LEGEND.height + MARGIN;
  return {
    width,
    height,
    paper: look.paper,
    fontFamily: look.fontFamily,
    title: `${labels.title}: ${source} → ${target}`,
    description: labels.attention,
    shapes: [
      note(labels.axes, left - GAP, top - GAP, 'end', drawing),
      {
        kind: 'rect',
        x: left,
        y: top,
        width: columns.length * CELL,
        height: rows.length * CELL,
        radius: 3,
        paint: look.filled ? { fill: look.foreground, fillOpacity: 0.04 } : { stroke: look.line, strokeWidth: 1 },
      },
      ...columns.map((name, at) =>
        label(name, left + (at + 0.5) * CELL + LABEL_SIZE / 3, top - GAP, 'start', drawing, LEAN),
      ),
      ...rows.map((name, at) => label(name, left - GAP, top + at * CELL + CELL / 2 + LABEL_SIZE / 3, 'end', drawing)),
      ...alignment.flatMap((row, t) => cells(row, left, top + t * CELL, drawing)),
      ...legend(left, bottom + 2 * GAP, drawing),
      note(labels.model, left + LEGEND.width + 5 * GAP, bottom + 2 * GAP + LEGEND.height, 'start', drawing),
    ],
  };
}

const cut = (text: string): string => {
  const letters = Array.from(text);
  return letters.length > LONGEST_LABEL ? `${letters.slice(0, LONGEST_LABEL).join('')}…` : text;
};

function cells(row: readonly number[], left: number, top: number, { look }: Drawing): Shape[] {
  const most = Math.max(...row);
  return row.flatMap((weight, column): Shape[] => {
    if (weight <= 0) return [];
    // as deep as the weight; in high contrast, large as the weight instead
    const side = look.filled ? CELL - 2 : (CELL - 2) * Math.sqrt(weight);
    const inset = (CELL - side) / 2;
    const x = left + column * CELL;
    const cell: Shape = {
      kind: 'rect',
      x: x + inset,
      y: top + inset,
      width: side,
      height: side,
      radius: 2,
      paint: { fill: look.accent, fillOpacity: look.filled ? weight : 1 },
    };
    if (weight < most) return [cell];
    // the strongest of a row bears a dot: it is told without a look at shades
    const dot: Shape = {
      kind: 'rect',
      x: x + CELL / 2 - 2,
      y: top + CELL / 2 - 2,
      width: 4,
      height: 4,
      radius: 2,
      paint: { fill: look.foreground, stroke: look.paper, strokeWidth: 1 },
    };
    return [cell, dot];
  });
}

function legend(x: number, y: number, drawing: Drawing): Shape[] {
  const { width, height, steps } = LEGEND;
  const { look } = drawing;
  const box = width / steps;
  const shades = Array.from({ length: steps }, (_, index): Shape => {
    const weight = (index + 1) / steps;
    const side = look.filled ? height : height * Math.sqrt(weight);
    return {
      kind: 'rect',
      x: x + index * box,
      y: y + (height - side) / 2,
      width: look.filled ? box : side,
      height: side,
      paint: { fill: look.accent, fillOpacity: look.filled ? weight : 1 },
    };
  });
  return [
    ...shades,
    note('0%', x, y + height + NOTE_SIZE + 2, 'start', drawing),
    note('100%', x + width, y + height + NOTE_SIZE + 2, 'end', drawing),
  ];
}

const note = (text: string, x: number, y: number, anchor: 'start' | 'end', { look }: Drawing): Shape => ({
  kind: 'text',
  text,
  x,
  y,
  size: NOTE_SIZE,
  fill: look.muted,
  anchor,
});

const label = (
  text: string,
  x: number,
  y: number,
  anchor: 'start' | 'end',
  { look, measure }: Drawing,
  rotate?: number,
): Shape => ({
  kind: 'text',
  text,
  x,
  y,
  size: LABEL_SIZE,
  fill: look.foreground,
  anchor,
  width: measure(text, LABEL_SIZE, 400),
  ...(rotate ? { rotate } : {}),
});
