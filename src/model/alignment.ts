/** Attention of pieces, merged into attention of words. */

export interface PieceAttention {
  /** For each target piece, at least S weights; what lies beyond S is padding. */
  weights: readonly ArrayLike<number>[];
  /** For each source piece but the end mark, the index of its word; S - 1 of them. */
  sourceWords: readonly number[];
  /** For each target piece, the index of its word, or -1 where it is part of none. */
  targetWords: readonly number[];
}

/**
 * alignment[t][s] of target word t on source word s; the last column is the mass on the end mark. Summed over the
 * source pieces of a word, since attention to any of them is attention to the word; averaged over the target pieces
 * of a word, so that a row still sums to 1.
 */
export function mergeIntoWords(pieces: PieceAttention, sourceCount: number, targetCount: number): number[][] {
  if (pieces.weights.length === 0) return [];
  const rows = Array.from({ length: targetCount }, () => Array<number>(sourceCount + 1).fill(0));
  for (const [t, word] of pieces.targetWords.entries()) {
    const weights = pieces.weights[t];
    const row = rows[word];
    if (!weights || !row) continue;
    for (const [s, sourceWord] of pieces.sourceWords.entries()) row[sourceWord]! += weights[s]!;
    row[sourceCount]! += weights[pieces.sourceWords.length]!;
  }
  // dividing by the sum averages over the pieces, and takes away what rounding left over
  return rows.map((row) => {
    const sum = row.reduce((total, weight) => total + weight, 0);
    return sum > 0 ? row.map((weight) => weight / sum) : row;
  });
}

/** Geometric mean of the probabilities of each word's pieces. */
export function wordConfidences(
  logProbabilities: readonly number[],
  targetWords: readonly number[],
  targetCount: number,
): number[] {
  const sums = Array<number>(targetCount).fill(0);
  const counts = Array<number>(targetCount).fill(0);
  for (const [t, word] of targetWords.entries()) {
    if (word < 0 || word >= targetCount) continue;
    sums[word]! += logProbabilities[t]!;
    counts[word]!++;
  }
  return sums.map((sum, word) => (counts[word] ? Math.exp(sum / counts[word]) : 0));
}
