import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ModelFigures } from '../../../src/shared/compare';
import { printFigure, roundFigure } from '../../../src/shared/figure';
import { LINEAGE } from '../../../src/shared/lineage';
import { formatFigure } from '../../../webview/l10n';
import { byLength, figuresTable, LENGTHS } from '../../../tools/lib/figuresTable';

const sentence = (words: number) => Array.from({ length: words }, (_, i) => `mot${i}`).join(' ');

const figures = (bleu: number, aer: number | null): ModelFigures => ({
  parameters: 2_450_000,
  bytes: 2_800_000,
  trainedPieces: 3_000_000,
  trainedMinutes: 9,
  bleu,
  chrf: 50,
  aer,
  bleuByLength: Object.fromEntries(LENGTHS.map(({ name }, i) => [name, i === 5 ? null : 10 * i])),
});

describe('BLEU by length of the source', () => {
  it('counts each sentence in the class of its source, and says nothing of classes with few', () => {
    const short = Array.from({ length: 20 }, () => ({ source: sentence(5), reference: sentence(5) }));
    const middle = Array.from({ length: 20 }, () => ({ source: sentence(6), reference: sentence(6) }));
    const long = Array.from({ length: 19 }, () => ({ source: sentence(31), reference: sentence(31) }));
    const pairs = [...short, ...middle, ...long];
    const out = pairs.map(({ source, reference }) => (source === sentence(6) ? 'tout autre chose' : reference));
    const scores = byLength(pairs, out);
    expect(Object.keys(scores)).toEqual(LENGTHS.map(({ name }) => name));
    expect(scores['1–5']).toBe(100);
    expect(scores['6–10']).toBeLessThan(1);
    expect(scores['11–15']).toBeNull();
    expect(scores['31+']).toBeNull();
  });
});

describe('the table of figures', () => {
  it('has the lineage in its order and other models after it', () => {
    const [first, second] = [LINEAGE[0]!, LINEAGE[1]!];
    const table = figuresTable({ aaa: figures(41, 40), [second]: figures(15, null), [first]: figures(12, 50) });
    const rows = table.trim().split('\n').slice(2);
    expect(rows.map((row) => /\[(.*?)\]/.exec(row)![1])).toEqual([first, second, 'aaa']);
    expect(rows[1]).toContain('| 15.0 | 50.0 | – |');
    expect(rows[1]!.split('|').at(-2)!.trim()).toBe('–');
  });
});

describe('a figure as it is printed', () => {
  it('is rounded in decimal, halves away from zero', () => {
    const printed = [8.45, 8.44, 0.05, 1.005, 40, 0, -8.45, -0.01, 1e-9, 99.95].map(printFigure);
    expect(printed).toEqual(['8.5', '8.4', '0.1', '1.0', '40.0', '0.0', '-8.5', '0.0', '0.0', '100.0']);
  });

  it('is the same in the panel and in the tables of the documents', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000 }), (hundredths) => {
        expect(formatFigure(hundredths / 100)).toBe(printFigure(hundredths / 100));
        expect(Math.abs(roundFigure(hundredths / 100) - hundredths / 100)).toBeLessThan(0.0501);
      }),
    );
  });

  it('is the same in models/README.md and on the card of its model', () => {
    const root = join(import.meta.dirname, '../../../models');
    const all = JSON.parse(readFileSync(join(root, 'figures.json'), 'utf8')) as Record<string, ModelFigures>;
    expect(readFileSync(join(root, 'README.md'), 'utf8')).toContain(`\n${figuresTable(all)}\n`);
    const cards = readdirSync(root, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => [name, readFileSync(join(root, name, 'MODEL_CARD.md'), 'utf8')] as const);
    for (const [name, card] of cards.filter(([, text]) => text.includes('\nBeam 1, ')))
      expect(card, name).toContain(`\n| tatoeba | 1,000 | ${printFigure(all[name]!.bleu!)} | `);
    const short = cards.filter(([, text]) => text.includes('\ntatoeba: BLEU '));
    expect(short.length).toBeGreaterThan(10);
    for (const [name, card] of short) {
      const { bleu, chrf, bleuByLength } = all[name]!;
      expect(card, name).toContain(`\ntatoeba: BLEU ${printFigure(bleu!)}, chrF ${printFigure(chrf!)}. `);
      const cells = LENGTHS.map((length) => bleuByLength[length.name]).map((value) =>
        value == null ? '–' : printFigure(value),
      );
      expect(card, name).toContain(`\n| ${cells.join(' | ')} |\n`);
    }
  });
});
