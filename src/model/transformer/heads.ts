/** Between rows of width D and H heads of width d = D/H (Vaswani et al. 2017, section 3.2.2). */

import * as tf from '@tensorflow/tfjs-core';

/** x (B·L, D) -> (B, H, L, d) */
export function splitHeads(x: tf.Tensor2D, batch: number, heads: number): tf.Tensor4D {
  const [rows, size] = x.shape;
  const length = rows / batch;
  // one position has the same layout either way
  if (length === 1) return tf.reshape(x, [batch, heads, 1, size / heads]);
  return tf.transpose(tf.reshape(x, [batch, length, heads, size / heads]), [0, 2, 1, 3]);
}

/** x (B, H, L, d) -> (B·L, D) */
export function mergeHeads(x: tf.Tensor4D): tf.Tensor2D {
  const [batch, heads, length, width] = x.shape;
  const inOrder = length === 1 ? x : tf.transpose(x, [0, 2, 1, 3]); // (B, L, H, d)
  return tf.reshape(inOrder, [batch * length, heads * width]);
}
