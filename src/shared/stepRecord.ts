/** One decoder step laid open: what the query was, how every source piece scored, and what came of it. */

import type { BackendName, Word } from './result';

/** The pieces of a text, in order; the source's last one is the end mark. */
export interface PieceList {
  /** As the vocabulary writes them, the word-begin mark turned into a space; the end mark is "</s>". */
  text: string[];
  /** Index into `words` of the word that each piece belongs to; -1 for the end mark. */
  word: number[];
  words: Word[];
}

/** What one score function makes of the query and the states of a step. */
export interface ScoredStep {
  /** A name of SCORES. */
  score: string;
  /** (S): e_j, before mask, window and softmax. */
  scores: number[];
  /** Whether its parameters were learned on these very states; null where it has none. */
  learned: boolean | null;
}

/** One step of a greedy or forced decoding. Shapes: S source pieces, D query width, H width of the encoder's states. */
export interface StepRecord {
  model: string;
  backend: BackendName;
  source: string;
  target: string;
  sourcePieces: PieceList;
  targetPieces: PieceList;
  /** Index of the target piece that this step emits. */
  step: number;
  /** The query, (D): s_{t-1} or s_t, or the decoder's query vector of the head shown; empty with a fixed context. */
  query: number[];
  /** What the context is a sum of, (S, H): h_j, or the values of the head shown. */
  states: number[][];
  /** Which state the query is, where the model is recurrent. */
  queryIs: 'previous-state' | 'current-state' | 'projection' | null;
  /** (S): e_j; empty with a fixed context. */
  scores: number[];
  /** (S): attention weights; empty with a fixed context. */
  weights: number[];
  /** The context vector c_t = sum_j weights_j states_j, (H); the fixed C where there is no attention. */
  context: number[];
  /** Most probable next pieces, best first. */
  next: { piece: string; probability: number }[];
  /** Numbers that only some mechanisms have, by name: `centre` (local-p, local-m), `rate` (EMA), `sharpness` (cosine). */
  figures: Record<string, number>;
  /** The same step under every score function, where it was asked for. */
  bench?: ScoredStep[];
}
