/** What is counted in a sentence before anything is said about it. */

import type { SentenceResult, Word } from '../shared/result';

/** Whether it has a letter or a digit: punctuation is aligned with anything, and nothing is said about it. */
export const isWord = ({ text }: Word): boolean => /[\p{L}\p{N}]/u.test(text);

/** Indices of the words proper. */
export const wordsProper = (words: readonly Word[]): number[] =>
  words.flatMap((word, index) => (isWord(word) ? [index] : []));

/** A link of a target word with the source word, or the end mark, that it attended to most. */
export interface Strongest {
  target: number;
  source: number;
  weight: number;
}

/** The strongest link of a target word; of equal ones the first. */
export const strongestOf = ({ alignment }: SentenceResult, target: number): Strongest =>
  strongestIn(alignment[target] ?? [], target);

/** @param row weights of the target word */
export function strongestIn(row: readonly number[], target: number): Strongest {
  let source = 0;
  for (let s = 1; s < row.length; s++) if (row[s]! > row[source]!) source = s;
  return { target, source, weight: row[source] ?? 0 };
}

/** What all words of the translation together gave a source word: the sum of its column. */
export const receivedBy = ({ alignment }: SentenceResult, source: number): number =>
  alignment.reduce((sum, row) => sum + (row[source] ?? 0), 0);

/** Entropy of a distribution in bits, as the number of equally likely outcomes that has it: 1 to the number of entries. */
export function effectiveCount(row: readonly number[]): number {
  let bits = 0;
  for (const weight of row) if (weight > 0) bits -= weight * Math.log2(weight);
  return 2 ** bits;
}

/** Cuts increasing indices into runs without a gap. */
export function runsOf(indices: readonly number[]): number[][] {
  const runs: number[][] = [];
  for (const index of indices) {
    const last = runs.at(-1);
    if (last && last.at(-1) === index - 1) last.push(index);
    else runs.push([index]);
  }
  return runs;
}
