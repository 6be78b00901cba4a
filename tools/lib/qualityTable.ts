/** docs/quality.md: what was measured of each model on each set. The table itself is the record: rows of other runs stay. */

import { printFigure } from '../../src/shared/figure';

/** What one model scored on one set, as printed. */
export interface QualityRow {
  model: string;
  set: string;
  sentences: number;
  beam: number;
  bleu: number | null;
  chrf: number | null;
  /** In percent. */
  aer: number | null;
}

const HEAD = ['model', 'set', 'sentences', 'beam', 'BLEU', 'chrF', 'AER'];
const BEGIN = '<!-- measured: begin -->';
const END = '<!-- measured: end -->';

const cell = (value: number | null) => (value === null ? '–' : printFigure(value));
const number = (text: string) => (text === '–' ? null : Number(text.replaceAll(',', '')));
const keyOf = ({ model, set, beam }: QualityRow) => `${model}\n${set}\n${beam}`;

const lineOf = (row: QualityRow) =>
  `| ${[row.model, row.set, row.sentences, row.beam, cell(row.bleu), cell(row.chrf), cell(row.aer)].join(' | ')} |`;

/** The rows of a table that `qualityTable` wrote. */
export function readRows(text: string): QualityRow[] {
  const table = text.split(BEGIN)[1]?.split(END)[0] ?? '';
  return table
    .split('\n')
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((part) => part.trim()),
    )
    .filter((cells) => cells.length === HEAD.length && Number(cells[2]) > 0)
    .map(([model, set, sentences, beam, bleu, chrf, aer]) => ({
      model: model!,
      set: set!,
      sentences: Number(sentences),
      beam: Number(beam),
      bleu: number(bleu!),
      chrf: number(chrf!),
      aer: number(aer!),
    }));
}

/**
 * @param text the page as it is
 * @param measured takes the place of rows of the same model, set and beam
 * @param order of the sets within a model
 * @throws Error where the page has no place for the table
 */
export function withRows(text: string, measured: readonly QualityRow[], order: readonly string[]): string {
  const [before, rest] = text.split(BEGIN);
  const after = rest?.split(END)[1];
  if (after === undefined)
    throw new Error(`The page lacks the lines ${BEGIN} and ${END}, between which the table goes.`);
  const fresh = new Set(measured.map(keyOf));
  const rows = [...readRows(text).filter((row) => !fresh.has(keyOf(row))), ...measured];
  rows.sort(
    (a, b) => a.model.localeCompare(b.model, 'en') || a.beam - b.beam || order.indexOf(a.set) - order.indexOf(b.set),
  );
  const rule = HEAD.map((_, i) => (i < 2 ? '---' : '---:'));
  const table = [`| ${HEAD.join(' | ')} |`, `| ${rule.join(' | ')} |`, ...rows.map(lineOf)].join('\n');
  return `${before}${BEGIN}\n\n${table}\n\n${END}${after}`;
}
