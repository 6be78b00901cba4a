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
 * The alignments with the greatest attention, strongest first. Attention on the end mark and on or by punctuation is
 * left out.
 */
export function strongestAlignments({ sentences }: TranslationResult, count: number): Alignment[] {
  const alignments: Alignment[] = [];
  for (const { alignment, sourceWords, targetWords } of sentences) {
    alignment.forEach((row, index) => {
      const target = targetWords[index]?.text;
      if (!target || !IS_WORD.test(target)) return;
      const best = strongestColumn(row, sourceWords.length);
      const source = sourceWords[best]?.text;
      if (source && IS_WORD.test(source)) alignments.push({ target, source, weight: row[best]! });
    });
  }
  return alignments.sort((a, b) => b.weight - a.weight).slice(0, count);
}

/** The greatest of a row's first `columns` weights; the end mark's column stands behind them. */
function strongestColumn(row: readonly number[], columns: number): number {
  let best = 0;
  for (let column = 1; column < columns; column++) {
    if (row[column]! > row[best]!) best = column;
  }
  return best;
}
