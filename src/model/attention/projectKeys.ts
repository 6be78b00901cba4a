import * as tf from '@tensorflow/tfjs-core';

/** One product for all positions. u (H, size), states (N, S, H) -> (N, S, size) */
export function projectKeysWith(u: tf.Tensor2D, states: tf.Tensor3D): tf.Tensor3D {
  const [n, s, h] = states.shape;
  const projected = tf.matMul(tf.reshape(states, [n * s, h]), u); // (N·S, size)
  return tf.reshape(projected, [n, s, u.shape[1]]);
}
