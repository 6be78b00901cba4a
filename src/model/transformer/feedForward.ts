import type * as tf from '@tensorflow/tfjs-core';
import type { Weights } from '../checkpoint/weights';
import { linear, type Linear } from '../linear';

/** FFN(x) = W_2 f(W_1 x + b_1) + b_2, position by position (Vaswani et al. 2017, eq. 2). Tensors fc1, fc2. */
export class FeedForward {
  readonly inner: Linear;
  readonly outer: Linear;

  constructor(weights: Weights, size: number, innerSize: number, activation: string) {
    this.inner = linear(weights.scope('fc1'), size, innerSize, { activation });
    this.outer = linear(weights.scope('fc2'), innerSize, size);
  }

  /** x (B, D) -> (B, D) */
  apply(x: tf.Tensor2D): tf.Tensor2D {
    return this.outer.apply(this.inner.apply(x));
  }
}
