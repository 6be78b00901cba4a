import * as tf from '@tensorflow/tfjs-core';
import { linear } from '../linear';
import type { Weights } from '../checkpoint/weights';
import { windowOf, type SelectFactory } from './select';
import { maskedSoftmax } from './soft';
import { PADDED, type Step } from './step';

/** Predicts where the step will attend. @returns p_t (N, K, 1), between 0 and the last position */
export type Centre = (step: Pick<Step, 'query' | 'lengths'>) => tf.Tensor3D;

/** p_t = (S - 1) sigma(v^T tanh(W q)) (Luong et al. 2015, eq. 9, positions from 0). Tensors hidden.weight W, v.weight. */
export function centrePredictor(weights: Weights, width: number): Centre {
  const hidden = linear(weights.scope('hidden'), width, width, { bias: false });
  const v = linear(weights.scope('v'), width, 1, { bias: false });
  return ({ query, lengths }) => {
    const n = lengths.length;
    const share = tf.sigmoid(v.apply(tf.tanh(hidden.apply(query)))); // (N·K, 1)
    const last = tf.tensor3d(
      lengths.map((length) => length - 1),
      [n, 1, 1],
    );
    return tf.mul(tf.reshape(share, [n, query.shape[0] / n, 1]), last);
  };
}

/**
 * local-p: a window around a predicted centre p_t, weighed by a Gaussian of standard deviation D / 2 (Luong et al. 2015,
 * eq. 9 and 10). The Gaussian goes into the softmax as a term of the scores, so that, unlike in the paper, the weights
 * still sum to 1. Half a piece more than D to each side keeps 2D + 1 pieces in the window wherever its centre lies.
 */
export const localP: SelectFactory = (weights, options) => {
  const half = windowOf('local-p', options);
  const centre = centrePredictor(weights, options.query);
  return {
    select: (scores, step) => {
      const s = scores.shape[2];
      const positions = tf.tensor3d(
        Array.from({ length: s }, (_, j) => j),
        [1, 1, s],
      );
      const distance = tf.sub(positions, centre(step)); // (N, K, S)
      const gaussian = tf.mul(tf.square(distance), -2 / (half * half)); // -d² / (2 (D / 2)²)
      const outside = tf.mul(tf.cast(tf.greater(tf.abs(distance), half + 0.5), 'float32'), PADDED);
      return maskedSoftmax(tf.add(tf.add(scores, gaussian), outside) as tf.Tensor3D, step.mask);
    },
    figures: (step) => ({ centre: centre(step), window: tf.scalar(half) }),
  };
};
