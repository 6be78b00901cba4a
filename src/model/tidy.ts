import * as tf from '@tensorflow/tfjs-core';

/**
 * tf.tidy for any result type: frees the tensors made in `compute` but for those in its result, which may be a
 * tensor or an array or plain object of them, null parts included. (The library's own signature wants an index
 * signature, which interfaces do not have.)
 */
export function tidy<T>(compute: () => T): T {
  return tf.tidy(compute as () => tf.TensorContainer) as T;
}
