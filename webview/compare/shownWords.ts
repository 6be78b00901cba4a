/** A longer sentence shows the words that are attended to, and their neighbours; the rest is left out. */
export const MOST_WORDS = 24;
/** Weights from which on a word counts as attended to. */
export const WORTH_SHOWING = 0.05;
const MOST_SHOWN = 5;

/** Indices of the words to show: all of a short sentence, of a long one those most attended to with their neighbours. */
export function shownWords(count: number, weights: readonly number[] | null): number[] {
  const all = Array.from({ length: count }, (_, index) => index);
  if (count <= MOST_WORDS) return all;
  if (!weights) return all.slice(0, MOST_WORDS);
  const strongest = all
    .filter((index) => weights[index]! >= WORTH_SHOWING)
    .sort((a, b) => weights[b]! - weights[a]!)
    .slice(0, MOST_SHOWN);
  return all.filter((index) => strongest.some((other) => Math.abs(index - other) <= 1));
}
