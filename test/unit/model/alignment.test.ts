import { describe, expect, it } from 'vitest';
import { mergeIntoWords, wordConfidences } from '../../../src/model/alignment';

describe('mergeIntoWords', () => {
  const pieces = {
    // three source pieces (words 0, 0, 1) and the end mark; padding beyond
    weights: [
      [0.1, 0.2, 0.3, 0.4, 0],
      [0.5, 0.1, 0.2, 0.2, 0],
      [0, 0, 1, 0, 0],
      [0.25, 0.25, 0.25, 0.25, 0],
    ],
    sourceWords: [0, 0, 1],
    targetWords: [0, 0, 1, -1],
  };

  it('sums over the source pieces and averages over the target pieces of a word', () => {
    const [first, second] = mergeIntoWords(pieces, 2, 2);
    expect(first!.map((w) => Number(w.toFixed(6)))).toEqual([0.45, 0.25, 0.3]);
    expect(second).toEqual([0, 1, 0]);
  });

  it('is empty where there is no attention', () => {
    expect(mergeIntoWords({ ...pieces, weights: [] }, 2, 2)).toEqual([]);
  });
});

describe('wordConfidences', () => {
  it('is the geometric mean of the probabilities of the pieces', () => {
    const [first, second] = wordConfidences([Math.log(0.5), Math.log(0.125), Math.log(0.9), -9], [0, 0, 1, -1], 2);
    expect(first).toBeCloseTo(0.25, 10);
    expect(second).toBeCloseTo(0.9, 10);
  });
});
