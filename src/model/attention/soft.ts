import * as tf from '@tensorflow/tfjs-core';
import type { SelectFactory } from './select';

/** softmax over the positions that a mask keeps; the others get exactly 0. scores (N, K, S), mask (N, 1, S) or null */
export function maskedSoftmax(scores: tf.Tensor3D, mask: tf.Tensor3D | null): tf.Tensor3D {
  return tf.softmax(mask ? tf.add(scores, mask) : scores);
}

/** alpha = softmax(e), over all positions (Bahdanau et al. 2015, eq. 6). */
export const soft: SelectFactory = () => ({ select: (scores, { mask }) => maskedSoftmax(scores, mask) });
