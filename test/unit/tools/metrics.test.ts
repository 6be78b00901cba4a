import { describe, expect, it } from 'vitest';
import { extractLinks } from '../../../tools/lib/links';
import { aer, parseGold } from '../../../tools/lib/metrics/aer';
import { bleu } from '../../../tools/lib/metrics/bleu';
import { chrf } from '../../../tools/lib/metrics/chrf';
import { tokenise13a } from '../../../tools/lib/metrics/tokenise13a';

describe('tokenise13a', () => {
  it.each([
    ['Hello, world!', 'Hello , world !'],
    ["L'été, c'est 3,5 % de 1.000.", "L'été , c'est 3,5 % de 1.000 ."],
    ['&quot;a&quot; &lt;b&gt; &amp;c', '" a " < b > & c'],
    ['2-3 x-y 4-', '2 - 3 x-y 4 -'],
    ['1. 2, .5 a.b', '1 . 2 , . 5 a . b'],
    ['«\u00a0oui\u202f»', '« oui »'],
    ['[x](y){z}_`w`~', '[ x ] ( y ) { z } _ ` w ` ~'],
    ['a/b@c:d;e=f+g*h', 'a / b @ c : d ; e = f + g * h'],
    ['<skipped>x', 'x'],
    ['日本。😀.', '日本。😀 .'],
    ['', ''],
  ])('cuts %j', (line, tokens) => {
    expect(tokenise13a(line).join(' ')).toBe(tokens);
  });
});

describe('bleu', () => {
  it('is 100 for what is the same', () => {
    expect(bleu(['the cat is on the mat'], ['the cat is on the mat']).score).toBeCloseTo(100, 10);
  });

  it('is what counting by hand gives', () => {
    // matches 5/6, 3/5, 1/4 (cat is on) and none of 3, which smoothing makes 1/(2·3)
    const { score, precisions, brevityPenalty } = bleu(['a cat is on the mat'], ['the cat is on a red mat']);
    const expected = [6 / 6, 2 / 5, 1 / 4, 1 / 6];
    expect(precisions.map((p) => p / 100)).toEqual(expected.map((p) => expect.closeTo(p, 10)));
    expect(brevityPenalty).toBeCloseTo(Math.exp(1 - 7 / 6), 10);
    expect(score).toBeCloseTo(100 * Math.exp(1 - 7 / 6) * expected.reduce((a, b) => a * b, 1) ** 0.25, 8);
  });

  it('adds counts over sentences before it divides', () => {
    const { precisions, hypothesisLength, referenceLength } = bleu(['a b c d e', 'x'], ['a b c d e', 'y']);
    expect(precisions[0]).toBeCloseTo((100 * 5) / 6, 10);
    expect([hypothesisLength, referenceLength]).toEqual([6, 6]);
  });

  it('halves again for every order without matches', () => {
    expect(bleu(['a x b y c'], ['a b c d e']).precisions).toEqual([60, 100 / 8, 100 / 12, 100 / 16]);
  });

  it.each([
    ['nothing matches', ['x y'], ['a b']],
    ['nothing is said', [''], ['a b c']],
    ['there are too few words for four', ['a b'], ['a b']],
  ])('is 0 where %s', (_, hypotheses, references) => {
    expect(bleu(hypotheses, references).score).toBe(0);
  });

  it('refuses lists of different lengths', () => {
    expect(() => bleu(['a'], [])).toThrow(RangeError);
  });
});

describe('chrf', () => {
  it('is 100 for what is the same but for white space', () => {
    expect(chrf(['the cat'], ['thecat '])).toBeCloseTo(100, 10);
  });

  it('is what counting by hand gives', () => {
    // characters 3/3 and 3/4; pairs 2/2 and 2/3; triples 1/1 and 1/2; no hypothesis has four
    const precision = 1;
    const recall = (3 / 4 + 2 / 3 + 1 / 2) / 3;
    expect(chrf(['abc'], ['abcd'])).toBeCloseTo((100 * 5 * precision * recall) / (4 * precision + recall), 8);
  });

  it('is 0 where nothing is shared or nothing is there', () => {
    expect(chrf(['xyz'], ['abc'])).toBe(0);
    expect(chrf([''], [''])).toBe(0);
  });

  it('counts code points', () => {
    expect(chrf(['😀'], ['😁'])).toBe(0);
  });
});

describe('aer', () => {
  it('reads links counted from 1', () => {
    const gold = parseGold('1-2 3p4');
    expect([...gold.sure]).toEqual(['0-1']);
    expect([...gold.possible]).toEqual(['0-1', '2-3']);
    expect(() => parseGold('0-1')).toThrow(SyntaxError);
    expect(() => parseGold('1x1')).toThrow(SyntaxError);
  });

  it('is 1 - (|A ∩ S| + |A ∩ P|) / (|A| + |S|)', () => {
    const gold = [parseGold('1-1 2-2 2p3'), parseGold('1-1')];
    expect(aer([['0-0', '1-2', '4-4'], []], gold)).toBeCloseTo(1 - (1 + 2) / (3 + 3), 10);
    expect(aer([['0-0', '1-1'], ['0-0']], gold)).toBe(0);
    expect(aer([[], []], gold)).toBe(1);
    expect(aer([], [])).toBe(0);
  });
});

describe('extractLinks', () => {
  const words = ['a', 'b', '.'].map((text, i) => ({ text, start: 2 * i, end: 2 * i + 1 }));

  it('links every target word to the source word that it singles out', () => {
    const alignment = [
      [0.5, 0.1, 0.4, 0],
      [0.1, 0.4, 0.45, 0.05], // the full stop gets most of all rows; b gets it of this row alone
      [0, 0.1, 0.8, 0.1],
    ];
    expect(extractLinks({ alignment, sourceWords: words }, false)).toEqual(['0-0', '1-1', '2-2']);
  });

  it('leaves a word unlinked whose source word belongs to another', () => {
    const alignment = [
      [0.9, 0.05, 0.05, 0],
      [0.3, 0.02, 0.02, 0.66],
    ];
    expect(extractLinks({ alignment, sourceWords: words }, false)).toEqual(['0-0']);
  });

  it('links a single word to what it attends to most', () => {
    expect(extractLinks({ alignment: [[0.1, 0.6, 0.2, 0.1]], sourceWords: words }, false)).toEqual(['1-0']);
  });

  it('links only what is mutual and clear, where attention was trained to align', () => {
    const alignment = [
      [0.9, 0.05, 0.05, 0],
      [0.6, 0.01, 0.01, 0.38], // clear, but its source word belongs to the first
      [0.05, 0.2, 0.05, 0.7], // mutual, but not clear
    ];
    expect(extractLinks({ alignment, sourceWords: words }, true)).toEqual(['0-0']);
    expect(extractLinks({ alignment, sourceWords: words }, false)).toEqual(['0-0', '0-1', '1-2']);
  });

  it('gives no links where there is no attention', () => {
    expect(extractLinks({ alignment: [], sourceWords: words }, false)).toEqual([]);
  });
});
