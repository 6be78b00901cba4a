import * as tf from '@tensorflow/tfjs-core';
import type { SelectFactory } from './select';

/**
 * One position alone: that of the highest score, the first of equal ones (after Xu et al. 2015, 4.1, where it is drawn
 * from the softmax; drawing is for training).
 */
export const hard: SelectFactory = () => ({
  select: (scores, { mask }) => {
    const [n, k, s] = scores.shape;
    const best = tf.argMax(mask ? tf.add(scores, mask) : scores, -1); // (N, K)
    const positions = tf.tensor3d(
      Array.from({ length: s }, (_, j) => j),
      [1, 1, s],
      'int32',
    );
    // not tf.oneHot: it refuses a depth of 1, and its WASM kernel writes integers into float32
    return tf.cast(tf.equal(tf.reshape(best, [n, k, 1]), positions), 'float32') as tf.Tensor3D;
  },
});
