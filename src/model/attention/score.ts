import type * as tf from '@tensorflow/tfjs-core';
import type { Weights } from '../checkpoint/weights';
import type { Figures } from './figures';

/** Of which the scores are made: e_j = query · key_j, or, where there is a v, e_j = v · tanh(query + key_j). */
export interface ScoreTerms {
  /** (N·K, size) */
  query: tf.Tensor2D;
  /** (size, 1) */
  v?: tf.Tensor2D;
}

/**
 * A score function e = a(query, key): how well the source around position j matches what the decoder is about to
 * emit (Bahdanau et al. 2015, section 3.1).
 *
 * Shapes: N sentences, K hypotheses of each, S source pieces.
 */
export interface Score {
  /** The part that depends on the keys alone, computed once a sentence. states (N, S, H) -> keys (N, S, size) */
  projectKeys(states: tf.Tensor3D): tf.Tensor3D;
  /** query (N·K, D), keys (N, S, size) -> scores (N, K, S) */
  score(query: tf.Tensor2D, keys: tf.Tensor3D): tf.Tensor3D;
  /**
   * What `score` makes of the query (N·K, D) before it meets the projected keys; absent where the scores are products of
   * query and states as they are, and where they are no such sums.
   */
  terms?(query: tf.Tensor2D): ScoreTerms;
  /** Numbers that tell what the function has learned, where it has such. */
  figures?(): Figures;
}

export interface ScoreSizes {
  /** Width D of the query. */
  query: number;
  /** Width H of the encoder's states. */
  key: number;
  /** Width of the inner layer, where the function has one. */
  size?: number;
}

/** Makes a score function from the tensors below `score.`. @throws RangeError where the sizes do not fit it */
export type ScoreFactory = (weights: Weights, sizes: ScoreSizes) => Score;
