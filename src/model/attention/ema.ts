import * as tf from '@tensorflow/tfjs-core';
import type { SmoothFactory } from './smooth';

/**
 * a_t = (1 - b) alpha_t + b a_{t-1}: an exponential moving average of the distributions, with the learned rate
 * b = sigma(rate_logit). Tensor rate_logit [1].
 */
export const ema: SmoothFactory = (weights) => {
  const rateLogit = weights.vector('rate_logit', 1);
  return (alpha, { previous }) => {
    if (!previous) return alpha;
    return tf.add(alpha, tf.mul(tf.sigmoid(rateLogit), tf.sub(previous, alpha)));
  };
};
