/** One decoder step laid open: what the query was, how every source piece scored, and what came of it. */

import type { BackendName, Word } from './result';

/** The pieces of a text, in order; the last one is the end mark, but for a target that was cut off at a limit. */
export interface PieceList {
  /** As the vocabulary writes them, the word-begin mark turned into a space; the end mark is "</s>". */
  text: string[];
  /** Index into `words` of the word that each piece belongs to; -1 where it is part of none, as the end mark is. */
  word: number[];
  /** Spans in `source` or `target` of the record. */
  words: Word[];
}

/** What one score function makes of the query and the keys of a step. */
export interface ScoredStep {
  /** A name of SCORES. */
  score: string;
  /** (S): e_j, before mask, window and softmax. */
  scores: number[];
  /** Whether its parameters were learned on these very states; null where it has none. */
  learned: boolean | null;
}

/** Which head of which decoder layer is shown, counted from 0. */
export interface ShownHead {
  layer: number;
  head: number;
  /** How many there are. */
  layers: number;
  heads: number;
}

/** The parts of an attention, by the names of SCORES, SELECTIONS and SMOOTHINGS. */
export interface AttentionParts {
  score: string;
  select: string;
  smooth?: string;
}

/**
 * What the scores were made of, A wide: e_j = query · keys_j, or, where there is a v, e_j = v · tanh(query + keys_j). All
 * matrices of the score function have been applied to its query and its keys.
 */
export interface ScoreTerms {
  /** (A) */
  query: number[];
  /** (S, A) */
  keys: number[][];
  /** (A) */
  v?: number[];
}

/**
 * One step of a greedy or forced decoding. Shapes: S source pieces, D query width, H width of what is summed.
 * All is what the model computed; nothing is recomputed by other means.
 */
export interface StepRecord {
  model: string;
  backend: BackendName;
  /** What was read: the source of the request, or as much of its front as fits the model. */
  source: string;
  target: string;
  sourcePieces: PieceList;
  targetPieces: PieceList;
  /**
   * Index of the target piece that this step emits: targetPieces.text[step]. A step beyond the last piece was asked for
   * in vain: the last one is shown, and this says so.
   */
  step: number;
  /** The query, (D): s_{t-1} or s_t, or the decoder's query vector of the head shown; empty with a fixed context. */
  query: number[];
  /**
   * What the query is compared with, (S, D): the keys of the head shown. Absent where these are `states` themselves, as in
   * every recurrent model (a score function may project them first).
   */
  keys?: number[][];
  /** What the context is a sum of, (S, H): h_j, or the values of the head shown. One row for each source piece. */
  states: number[][];
  /** Which state the query is, where the model is recurrent. */
  queryIs: 'previous-state' | 'current-state' | 'projection' | null;
  /** The head shown; absent where the model is recurrent. */
  head?: ShownHead;
  /** Absent with a fixed context. */
  parts?: AttentionParts;
  /** Absent where the scores are products of `query` with `keys` or `states` as they are: of "dot" and "scaled-dot". */
  terms?: ScoreTerms;
  /** (S): e_j, before mask, window and softmax; empty with a fixed context. */
  scores: number[];
  /** (S): attention weights; empty with a fixed context. */
  weights: number[];
  /** (S): the weights of the step before, where a smoothing mixes them in; absent at the first step. */
  previous?: number[];
  /** The context vector c_t = sum_j weights_j states_j, (H); the fixed C where there is no attention. */
  context: number[];
  /** Most probable next pieces, best first. */
  next: { piece: string; probability: number; logit?: number }[];
  /** ln sum_i exp(logit_i) over the vocabulary: a probability is exp(logit - logSum). */
  logSum?: number;
  /** Probability of the piece that this step emits; with a forced target it need not be among `next`. */
  probability: number;
  /**
   * Numbers that only some mechanisms have, by name: `centre` and `window` (local-p, local-m; in source pieces), `rate`
   * (EMA, 0 to 1), `sharpness` (cosine).
   */
  figures: Record<string, number>;
  /** The same query and keys under every score function that can be computed for them, where it was asked for. */
  bench?: ScoredStep[];
}
