/** What a beam search compares hypotheses by, and when it ends. */

import { score, type Hypothesis } from './hypothesis';

/** How far the search of one sentence has come. */
export interface Progress {
  width: number;
  nBest: number;
  /** Most pieces, the end mark counted. */
  maxPieces: number;
  open: readonly Hypothesis[];
  complete: readonly Hypothesis[];
  /** Pieces that a hypothesis had when the last one was added. */
  read: number;
  /** Sum of log-probabilities of the best extension in the last step, an end mark among them. */
  bestTotal: number;
}

export interface Scoring {
  /** The higher, the better. */
  score(hypothesis: Hypothesis): number;
  /** Whether a search with open hypotheses may end. */
  settled(progress: Progress): boolean;
  /** Whether the end mark is emitted, with probability 1, where no other piece is allowed any more. */
  forcesEnd: boolean;
}

/** This project's: log-probability for each piece, the end mark counted; ends early. */
export const PER_PIECE: Scoring = {
  score,
  /** Enough are complete, or none that is open can become better than those. */
  settled: ({ width, nBest, maxPieces, open, complete }) => {
    if (complete.length >= width) return true;
    if (complete.length < nBest) return false;
    const toBeat = complete.map(score).sort((a, b) => b - a)[nBest - 1]!;
    // log-probabilities are at most 0: at best the sum stays, and is spread over as many pieces as are allowed
    const bestPossible = Math.max(...open.map(({ total }) => total)) / maxPieces;
    return bestPossible <= toBeat;
  },
  forcesEnd: false,
};

/**
 * That of `generate` in Hugging Face's Transformers, with length_penalty 1, early_stopping off and forced_eos_token_id:
 * to search as its MarianMTModel does, id for id. maxPieces is its max_length less the start.
 */
export const HUGGING_FACE: Scoring = {
  /** Divided by the number of ids, the start counted and the end mark not: as many as pieces with the end mark. */
  score: ({ total, ids }) => total / ids.length,
  settled: ({ width, complete, read, bestTotal }) => {
    if (complete.length < width) return false;
    if (width === 1) return true; // its greedy search is no beam of one: it stops at the first end mark
    const worst = complete.map(HUGGING_FACE.score).sort((a, b) => b - a)[width - 1]!;
    return worst >= bestTotal / (read + 1);
  },
  forcesEnd: true,
};
