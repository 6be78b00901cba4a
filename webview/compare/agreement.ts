import type { TranslationResult } from '../../src/shared/result';

/** Words of a translation, lower-cased, each with how often it stands there. */
export function wordBag({ sentences }: TranslationResult): Map<string, number> {
  const bag = new Map<string, number>();
  for (const { targetWords } of sentences) {
    for (const { text } of targetWords) {
      const word = text.toLowerCase();
      bag.set(word, (bag.get(word) ?? 0) + 1);
    }
  }
  return bag;
}

/** F1 of two bags: twice the words that they share over the words of both, 0 to 1; two empty ones agree wholly. */
export function wordF1(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let shared = 0;
  let total = 0;
  for (const [word, count] of a) {
    shared += Math.min(count, b.get(word) ?? 0);
    total += count;
  }
  for (const count of b.values()) total += count;
  return total === 0 ? 1 : (2 * shared) / total;
}

/**
 * How far each translation agrees with the others: the mean of its word F1 with each of them, 0 to 1. It says how usual
 * a translation is among these models, not how good it is. Null where there is no other.
 */
export function agreements(results: readonly TranslationResult[]): (number | null)[] {
  const bags = results.map(wordBag);
  return bags.map((bag, index) => {
    const others = bags.filter((_, other) => other !== index);
    if (!others.length) return null;
    return others.reduce((sum, other) => sum + wordF1(bag, other), 0) / others.length;
  });
}
