import * as tf from '@tensorflow/tfjs-core';
import type { ScoreFactory, ScoreSizes } from './score';

/** query (N·K, size), keys (N, S, size) -> q · k_j (N, K, S) */
export function dotProducts(query: tf.Tensor2D, keys: tf.Tensor3D): tf.Tensor3D {
  const [n, , size] = keys.shape;
  return tf.matMul(tf.reshape(query, [n, query.shape[0] / n, size]), keys, false, true);
}

/** @throws RangeError where query and keys differ in width */
export function requireOneWidth(name: string, { query, key }: ScoreSizes): void {
  if (query !== key)
    throw new RangeError(`the score "${name}" needs a query and keys of one width, not ${query} and ${key}`);
}

/** e_j = q^T k_j (Luong et al. 2015, section 3.1, "dot"). Query and keys have one width. */
export const dot: ScoreFactory = (_weights, sizes) => {
  requireOneWidth('dot', sizes);
  return { projectKeys: (states) => tf.clone(states), score: dotProducts };
};
