import * as tf from '@tensorflow/tfjs-core';
import { linear } from '../linear';
import type { Weights } from '../checkpoint/weights';
import { projectKeysWith } from './projectKeys';
import type { Score, ScoreSizes } from './score';

/**
 * A layer of tanh between query and key: e_j = v^T tanh(W q + U k_j), and + b where the query's half has a bias.
 * Tensors query.weight W, query.bias b, key.weight U, v.weight.
 * @throws RangeError where the configuration gives the layer no width
 */
export function mlp(name: string, weights: Weights, sizes: ScoreSizes, options: { bias: boolean }): Score {
  const { query: queryWidth, key, size } = sizes;
  if (size === undefined) throw new RangeError(`the score "${name}" needs a "size"`);
  const w = linear(weights.scope('query'), queryWidth, size, options);
  const u = weights.transposed('key.weight', size, key); // (H, size)
  const v = weights.transposed('v.weight', 1, size); // (size, 1)
  return {
    projectKeys: (states) => projectKeysWith(u, states),
    score: (query, keys) => {
      const [n, s] = keys.shape;
      const k = query.shape[0] / n;
      const projected = tf.reshape(w.apply(query), [n, k, 1, size]); // (N, K, 1, size)
      const inner = tf.tanh(tf.add(projected, tf.reshape(keys, [n, 1, s, size]))); // (N, K, S, size)
      const scores = tf.matMul(tf.reshape(inner, [n * k * s, size]), v); // (N·K·S, 1)
      return tf.reshape(scores, [n, k, s]);
    },
    terms: (query) => ({ query: w.apply(query), v }),
  };
}
