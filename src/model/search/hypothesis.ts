/** A sequence of target pieces that a search proposes. */

import type { AlignmentRow } from '../translationModel';

/** Where the attention of one emitted piece lies: the row of the weights of one step. */
export interface Origin {
  step: number;
  row: number;
}

export interface Hypothesis {
  /** Piece ids; the end mark is last where the hypothesis is complete. */
  ids: number[];
  /** Natural logarithm of each piece's probability. */
  logProbabilities: number[];
  /** Sum of logProbabilities. */
  total: number;
  origins: Origin[];
  /** Stopped by the length limit or the cap on repeats before it emitted the end mark. */
  truncated: boolean;
}

export const EMPTY: Hypothesis = { ids: [], logProbabilities: [], total: 0, origins: [], truncated: false };

export function extend(base: Hypothesis, id: number, logProbability: number, origin: Origin): Hypothesis {
  return {
    ids: [...base.ids, id],
    logProbabilities: [...base.logProbabilities, logProbability],
    total: base.total + logProbability,
    origins: [...base.origins, origin],
    truncated: false,
  };
}

/**
 * Where the attention lies that aligns each piece; `origins` of all pieces of one hypothesis, in order. Of a hypothesis
 * that was cut off, no step reads the last piece: the one that emitted it stands in.
 */
export function alignmentOrigins(origins: readonly Origin[], row: AlignmentRow): Origin[] {
  return origins.map((origin, t) => (row === 'reading' ? (origins[t + 1] ?? origin) : origin));
}

/**
 * What hypotheses of different lengths are compared by: log-probability for each piece, the end mark counted, so that
 * longer translations are not at a disadvantage (Wu et al. 2016, eq. 14, with alpha = 1 and without the constant).
 */
export function score({ total, ids }: Hypothesis): number {
  return ids.length === 0 ? Number.NEGATIVE_INFINITY : total / ids.length;
}
