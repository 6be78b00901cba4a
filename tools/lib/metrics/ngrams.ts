/** Multisets of n-grams. */

export type Counts = Map<string, number>;

/** n-grams of order `n` over symbols that contain no U+0000. */
export function countNgrams(symbols: readonly string[], n: number): Counts {
  const counts: Counts = new Map();
  for (let i = 0; i + n <= symbols.length; i++) {
    const ngram = symbols.slice(i, i + n).join('\u0000');
    counts.set(ngram, (counts.get(ngram) ?? 0) + 1);
  }
  return counts;
}

/** Size of the intersection of two multisets. */
export function countMatches(a: Counts, b: Counts): number {
  let matches = 0;
  for (const [ngram, count] of a) matches += Math.min(count, b.get(ngram) ?? 0);
  return matches;
}

/** How many n-grams of order `n` a sequence has. */
export const ngramTotal = (length: number, n: number) => Math.max(0, length - n + 1);
