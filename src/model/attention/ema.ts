import * as tf from '@tensorflow/tfjs-core';
import type { SmoothFactory } from './smooth';

/**
 * a_t = (1 - b) alpha_t + b a_{t-1}: an exponential moving average of the distributions, with the learned rate
 * b = sigma(rate_logit). Tensor rate_logit [1].
 */
export const ema: SmoothFactory = (weights) => {
  const rateLogit = weights.vector('rate_logit', 1);
  const rate = () => tf.sigmoid(rateLogit);
  return {
    smooth: (alpha, { previous }) => (previous ? tf.add(alpha, tf.mul(rate(), tf.sub(previous, alpha))) : alpha),
    figures: () => ({ rate: rate() }),
  };
};
