import * as tf from '@tensorflow/tfjs-core';
import { linear } from '../linear';
import { dotProducts } from './dot';
import type { ScoreFactory } from './score';

/** Least length that a vector is divided by, as in PyTorch's normalize: the zero vector stays zero. */
const LEAST_NORM = 1e-12;

/** Vectors of length 1 along the last axis. */
function unit<T extends tf.Tensor>(vectors: T): T {
  const norm = tf.sqrt(tf.sum(tf.square(vectors), -1, true));
  return tf.div(vectors, tf.maximum(norm, LEAST_NORM));
}

/**
 * e_j = beta cos(W q, k_j), with the sharpness beta = exp(b) learned (Graves et al. 2014, eq. 5 and 6).
 * Tensors query.weight W [key, query], log_sharpness b [1].
 */
export const cosine: ScoreFactory = (weights, { query: queryWidth, key }) => {
  const w = linear(weights.scope('query'), queryWidth, key, { bias: false });
  const logSharpness = weights.vector('log_sharpness', 1);
  // the sharpness goes into the query, which is smaller than the scores
  const sharpened = (query: tf.Tensor2D): tf.Tensor2D => tf.mul(unit(w.apply(query)), tf.exp(logSharpness));
  return {
    projectKeys: unit,
    score: (query, keys) => dotProducts(sharpened(query), keys),
    terms: (query) => ({ query: sharpened(query) }),
    figures: () => ({ sharpness: tf.exp(logSharpness) }),
  };
};
