import type * as tf from '@tensorflow/tfjs-core';
import type { AttentionEdit } from './edit';

/** What a mask adds to a padded position: far below any score, so that its weight is exactly 0 after exp. */
export const PADDED = -1e9;

/**
 * Where the decoder stands when it attends: all that a selection or a smoothing may look at beside the scores.
 *
 * Shapes: N sentences, K hypotheses of each, S source pieces, D query.
 */
export interface Step {
  /** t, from 0; the same for all hypotheses. */
  number: number;
  /** (N·K, D) */
  query: tf.Tensor2D;
  /** (N, 1, S), 0 where a piece stands and PADDED where not; null where no sentence is padded. */
  mask: tf.Tensor3D | null;
  /** Number of pieces of each sentence, the end mark counted. */
  lengths: readonly number[];
  /** The weights of step t - 1, (N, K, S); null at the first step. */
  previous: tf.Tensor3D | null;
  /** What is done to the attention; absent: nothing. */
  edit?: AttentionEdit;
}
