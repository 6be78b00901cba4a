import * as tf from '@tensorflow/tfjs-core';
import { windowOf, type SelectFactory } from './select';
import { maskedSoftmax } from './soft';
import { PADDED } from './step';

/**
 * local-m: softmax over the window [t - D, t + D], which moves on by one piece a step (Luong et al. 2015, 3.2). Once t
 * is beyond the end mark, the window stays centred on it.
 */
export const localM: SelectFactory = (_weights, options) => {
  const half = windowOf('local-m', options);
  const centreOf = (number: number, length: number) => Math.min(number, length - 1);
  return {
    select: (scores, { number, lengths }) => {
      const s = scores.shape[2];
      const mask = lengths.flatMap((length) => {
        const centre = centreOf(number, length);
        return Array.from({ length: s }, (_, j) => (j < length && Math.abs(j - centre) <= half ? 0 : PADDED));
      });
      return maskedSoftmax(scores, tf.tensor3d(mask, [lengths.length, 1, s]));
    },
    figures: ({ number, lengths }) => ({
      centre: tf.tensor1d(lengths.map((length) => centreOf(number, length))),
      window: tf.scalar(half),
    }),
  };
};
