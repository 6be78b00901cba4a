import * as tf from '@tensorflow/tfjs-core';
import type { ScoreFactory } from './score';
import { projectKeysWith } from './projectKeys';

/** e_j = v^T tanh(W q + U k_j) (Bahdanau et al. 2015, A.1.2). Tensors query.weight W, key.weight U, v.weight. */
export const additive: ScoreFactory = (weights, { query: queryWidth, key, size }) => {
  if (size === undefined) throw new RangeError('the score "additive" needs a "size"');
  const w = weights.transposed('query.weight', size, queryWidth); // (D, size)
  const u = weights.transposed('key.weight', size, key); // (H, size)
  const v = weights.transposed('v.weight', 1, size); // (size, 1)
  return {
    projectKeys: (states) => projectKeysWith(u, states),
    score: (query, keys) => {
      const [n, s] = keys.shape;
      const k = query.shape[0] / n;
      const projected = tf.reshape(tf.matMul(query, w), [n, k, 1, size]); // (N, K, 1, size)
      const inner = tf.tanh(tf.add(projected, tf.reshape(keys, [n, 1, s, size]))); // (N, K, S, size)
      const scores = tf.matMul(tf.reshape(inner, [n * k * s, size]), v); // (N·K·S, 1)
      return tf.reshape(scores, [n, k, s]);
    },
  };
};
