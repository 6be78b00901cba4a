import { describe, expect, it } from 'vitest';
import { readRows, withRows, type QualityRow } from '../../../tools/lib/qualityTable';

const PAGE = '# Page\n\n<!-- measured: begin -->\n<!-- measured: end -->\n\nEnd.\n';
const ORDER = ['tatoeba', 'hansards-dev'];
const row = (change: Partial<QualityRow>): QualityRow => ({
  model: 'a',
  set: 'tatoeba',
  sentences: 1000,
  beam: 4,
  bleu: 41.1,
  chrf: 60.7,
  aer: null,
  ...change,
});

describe('docs/quality.md', () => {
  it('reads back what it wrote', () => {
    const rows = [row({}), row({ set: 'hansards-dev', sentences: 200, bleu: null, chrf: null, aer: 40.1 })];
    expect(readRows(withRows(PAGE, rows, ORDER))).toEqual(rows);
  });

  it('keeps other rows, replaces the same one, and keeps what stands around the table', () => {
    const first = withRows(PAGE, [row({}), row({ model: 'b', bleu: 10 })], ORDER);
    const second = withRows(first, [row({ bleu: 42 }), row({ beam: 1, bleu: 39 })], ORDER);
    expect(readRows(second).map(({ model, beam, bleu }) => [model, beam, bleu])).toEqual([
      ['a', 1, 39],
      ['a', 4, 42],
      ['b', 4, 10],
    ]);
    expect(second.startsWith('# Page\n')).toBe(true);
    expect(second.endsWith('\nEnd.\n')).toBe(true);
  });

  it('says so where the page has no place for it', () => {
    expect(() => withRows('# Page', [row({})], ORDER)).toThrow(/between which the table goes/);
  });
});
