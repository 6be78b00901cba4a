/** BLEU by length of the source, and the table of models/README.md. */

import type { ModelFigures } from '../../src/shared/compare';
import { printFigure } from '../../src/shared/figure';
import { inLineageOrder } from '../../src/shared/lineage';
import type { TestPair } from './evalSets';
import { rounded } from './measure';
import { bleu } from './metrics/bleu';

/** Classes of sources by their number of words between white space. */
export const LENGTHS = [
  { name: '1–5', most: 5 },
  { name: '6–10', most: 10 },
  { name: '11–15', most: 15 },
  { name: '16–20', most: 20 },
  { name: '21–30', most: 30 },
  { name: '31+', most: Number.POSITIVE_INFINITY },
] as const;

/** Fewer sentences than this say nothing. */
const ENOUGH = 20;

const words = (text: string) => text.trim().split(/\s+/).length;

export function byLength(pairs: readonly TestPair[], translations: readonly string[]): Record<string, number | null> {
  const classOf = (source: string) => LENGTHS.findIndex(({ most }) => words(source) <= most);
  const classes = pairs.map(({ source }) => classOf(source));
  return Object.fromEntries(
    LENGTHS.map(({ name }, i) => {
      const of = [...pairs.keys()].filter((k) => classes[k] === i);
      if (of.length < ENOUGH) return [name, null];
      const references = of.map((k) => pairs[k]!.reference);
      return [
        name,
        rounded(
          bleu(
            of.map((k) => translations[k]!),
            references,
          ).score,
        ),
      ];
    }),
  );
}

const cell = (value: number | null | undefined) => (typeof value === 'number' ? printFigure(value) : '–');

/** One row a model: the lineage in its order, then the others by name. */
export function figuresTable(figures: Readonly<Record<string, ModelFigures>>): string {
  const ordered = inLineageOrder(Object.keys(figures).map((id) => ({ id })));
  const head = ['model', 'parameters', 'MB', 'pieces', 'minutes', 'BLEU', 'chrF', 'AER', ...LENGTHS.map((l) => l.name)];
  const rows = ordered.map(({ id }) => {
    const f = figures[id]!;
    return [
      `[${id}](${id}/MODEL_CARD.md)`,
      `${(f.parameters / 1e6).toFixed(2)} M`,
      (f.bytes / 1e6).toFixed(1),
      `${(f.trainedPieces / 1e6).toFixed(1)} M`,
      String(f.trainedMinutes),
      cell(f.bleu),
      cell(f.chrf),
      cell(f.aer),
      ...LENGTHS.map(({ name }) => cell(f.bleuByLength[name])),
    ];
  });
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, i) => (i === 0 ? '---' : '---:'));
  return [line(head), line(rule), ...rows.map(line), ''].join('\n');
}
