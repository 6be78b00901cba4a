import { describe, expect, it } from 'vitest';
import type { ModelFigures } from '../../../src/shared/compare';
import { LINEAGE } from '../../../src/shared/lineage';
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
