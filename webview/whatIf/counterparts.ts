import { diffWords, type DiffWord } from '../compare/diff';

/** For each word of both lists, the word of the other that stands in its place; null where there is none. */
export interface Counterparts {
  a: (number | null)[];
  b: (number | null)[];
  words: { a: DiffWord[]; b: DiffWord[] };
}

/**
 * Common words belong together, and, between two of them, words in their order. The place behind the last word, that of
 * the end mark, belongs to that of the other list.
 */
export function counterparts(a: readonly string[], b: readonly string[]): Counterparts {
  const words = diffWords(a, b);
  const pair: Counterparts = {
    a: Array<number | null>(a.length + 1).fill(null),
    b: Array<number | null>(b.length + 1).fill(null),
    words,
  };
  const join = (i: number, j: number): void => {
    pair.a[i] = j;
    pair.b[j] = i;
  };
  let [i, j] = [0, 0];
  for (;;) {
    let [endA, endB] = [i, j];
    while (endA < a.length && !words.a[endA]!.common) endA++;
    while (endB < b.length && !words.b[endB]!.common) endB++;
    for (let at = 0; i + at < endA && j + at < endB; at++) join(i + at, j + at);
    join(endA, endB);
    if (endA === a.length || endB === b.length) return pair;
    [i, j] = [endA + 1, endB + 1];
  }
}
