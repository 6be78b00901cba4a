import * as tf from '@tensorflow/tfjs-core';
import { dotProducts, requireOneWidth } from './dot';
import type { ScoreFactory } from './score';

/** e_j = q^T k_j / sqrt(d_k) (Vaswani et al. 2017, eq. 1). Query and keys have one width d_k. */
export const scaledDot: ScoreFactory = (_weights, sizes) => {
  requireOneWidth('scaled-dot', sizes);
  return { projectKeys: (states) => tf.div(states, Math.sqrt(sizes.key)), score: dotProducts };
};
