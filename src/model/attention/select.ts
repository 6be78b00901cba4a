import type * as tf from '@tensorflow/tfjs-core';

/** What a mask adds to a padded position: far below any score, so that its weight is exactly 0 after exp. */
export const PADDED = -1e9;

/**
 * A selection: from scores to attention weights that are at least 0, sum to 1 and are 0 at masked positions.
 *
 * scores (N, K, S); mask (N, 1, S), 0 where a piece stands and PADDED where not, or null where no sentence is padded
 * -> weights (N, K, S)
 */
export type Select = (scores: tf.Tensor3D, mask: tf.Tensor3D | null) => tf.Tensor3D;
