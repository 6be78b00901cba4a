import type { TranslationResult } from '../../shared/result';

/** A word of the translation and the source word that it attended to most. */
export interface Alignment {
  target: string;
  source: string;
  /** Attention, 0 to 1. */
  weight: number;
}

/** Punctuation attends too, but says nothing to a reader. */
const IS_WORD = /[\p{L}\p{N}]/u;

/**
 * The alignments with the greatest attention, strongest first. A word that attends most to the end mark or to
 * punctuation has none.
 */
export function strongestAlignments({ sentences }: TranslationResult, count: number): Alignment[] {
  const alignments: Alignment[] = [];
  for (const { alignment, sourceWords, targetWords, pinned = [] } of sentences) {
    alignment.forEach((row, index) => {
      const word = targetWords[index];
      // What was kept as it is stands where it stands by no choice of the model's.
      if (!word || pinned.some(({ target }) => target.start < word.end && word.start < target.end)) return;
      const target = word.text;
      if (!IS_WORD.test(target)) return;
      const best = row.indexOf(Math.max(...row));
      const source = sourceWords[best]?.text; // none for the end mark, whose column stands last
      if (source && IS_WORD.test(source)) alignments.push({ target, source, weight: row[best]! });
    });
  }
  return alignments.sort((a, b) => b.weight - a.weight).slice(0, count);
}
