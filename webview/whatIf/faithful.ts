import type { OcclusionRecord } from '../../src/shared/trace';
import { spearman } from './spearman';

/** Attention and loss of the same source words; the end mark, which cannot be left out, is not among them. */
export interface FaithRow {
  /** (S): share of the attention, 0 to 1; [] where the model has none. */
  attention: number[];
  /** (S): by how much the logarithm of the probability falls when the word is left out. */
  loss: number[];
  /** Of the two lists. */
  correlation: number | null;
}

/** The row of one target word, or, with null, of the whole translation: losses summed, attention averaged. */
export function faithRow({ attention, loss, sourceWords }: OcclusionRecord, word: number | null): FaithRow {
  const count = sourceWords.length;
  const columns = (rows: readonly (readonly number[])[], divisor: number): number[] =>
    Array.from({ length: count }, (_, s) => rows.reduce((sum, row) => sum + row[s]!, 0) / divisor);
  const row =
    word === null
      ? { attention: attention.length ? columns(attention, attention.length) : [], loss: columns(loss, 1) }
      : { attention: attention[word]?.slice(0, count) ?? [], loss: loss[word] ?? [] };
  return { ...row, correlation: row.attention.length ? spearman(row.attention, row.loss) : null };
}

/** The mean of the correlations of the target words that have one, and of how many. */
export function meanCorrelation(record: OcclusionRecord): { mean: number | null; words: number } {
  const all = record.targetWords.flatMap((_, word) => faithRow(record, word).correlation ?? []);
  return { mean: all.length ? all.reduce((sum, one) => sum + one, 0) / all.length : null, words: all.length };
}

export type Verdict = 'close' | 'partly' | 'hardly' | 'against';

/** What a rank correlation comes to, in four words. */
export function verdictOf(correlation: number): Verdict {
  if (correlation >= 0.7) return 'close';
  if (correlation >= 0.4) return 'partly';
  return correlation > -0.2 ? 'hardly' : 'against';
}
