import type { SentenceResult } from '../../src/shared/result';

export type Side = 'source' | 'target';

/** A word of one side. On the source side, index sourceWords.length is the end mark. */
export interface WordRef {
  side: Side;
  index: number;
}

/** A link between a source word (or the end mark) and a target word, with its attention weight, 0 to 1. */
export interface Link {
  source: number;
  target: number;
  weight: number;
}

/** Weights below this are neither drawn as ribbons nor printed: they are the softmax's floor, not a choice. */
export const VISIBLE_WEIGHT = 0.05;
const MOST_RIBBONS = 5;

export const hasAlignment = (sentence: SentenceResult): boolean => sentence.alignment.length > 0;

/** The texts of the columns of an alignment; null for the end mark, which has one where there are words of a source. */
export const columnsOf = ({ sourceWords, alignment }: SentenceResult): (string | null)[] => {
  const words = sourceWords.map(({ text }) => text);
  return (alignment[0]?.length ?? Infinity) > words.length ? [...words, null] : words;
};

export const sameWord = (a: WordRef | null, b: WordRef | null): boolean => a?.side === b?.side && a?.index === b?.index;

export const otherSide = (side: Side): Side => (side === 'source' ? 'target' : 'source');

/**
 * What a word is linked with, one weight a word of the other side: for a target word its row of the alignment (the
 * end mark last, summing to 1), for a source word its column (which need not sum to 1).
 */
export function weightsOf({ alignment }: SentenceResult, { side, index }: WordRef): number[] {
  return side === 'target' ? [...(alignment[index] ?? [])] : alignment.map((row) => row[index] ?? 0);
}

/** The links of a word that are worth drawing, strongest first; never fewer than one. */
export function strongestLinks(sentence: SentenceResult, word: WordRef): Link[] {
  const links = weightsOf(sentence, word)
    .map((weight, other) =>
      word.side === 'target'
        ? { target: word.index, source: other, weight }
        : { source: word.index, target: other, weight },
    )
    .sort((a, b) => b.weight - a.weight);
  return links
    .slice(0, MOST_RIBBONS)
    .filter(({ weight }, rank) => weight >= VISIBLE_WEIGHT || (rank === 0 && weight > 0));
}

/** Index of the source word that a word stands for: itself, or the one that it attends to most; null for the end mark. */
export function sourceWordOf(sentence: SentenceResult, word: WordRef): number | null {
  const index = word.side === 'source' ? word.index : (strongestLinks(sentence, word)[0]?.source ?? -1);
  return sentence.sourceWords[index] ? index : null;
}

/** The strongest link of each target word. */
export function bestLinks(sentence: SentenceResult): Link[] {
  return sentence.targetWords.flatMap((_, index) => strongestLinks(sentence, { side: 'target', index }).slice(0, 1));
}
