import * as tf from '@tensorflow/tfjs-core';
import type { Weights } from '../checkpoint/weights';
import { addNorm, normRecord } from '../kernels/ops';
import { wasmKernels } from '../kernels/wasm';

const EPSILON = 1e-5;

/** LN(x) = g · (x - mean) / sqrt(variance + epsilon) + b, row by row (Ba et al. 2016, eq. 4). */
export class LayerNorm {
  private readonly gain: tf.Tensor1D;
  private readonly bias: tf.Tensor1D;
  /** (D, 1) of 1/D: a product with it is a mean, and adds epsilon in the same operation. */
  private readonly averager: tf.Tensor2D;
  private readonly epsilon: tf.Tensor1D;
  /** What this project's own kernels read of it; absent where they do not compute it. */
  readonly record?: tf.Tensor1D;

  constructor(weights: Weights, size: number) {
    this.gain = weights.vector('weight', size);
    this.bias = weights.vector('bias', size);
    this.averager = weights.derived(() => tf.fill<tf.Rank.R2>([size, 1], 1 / size));
    this.epsilon = weights.derived(() => tf.tensor1d([EPSILON]));
    if (size % 4 === 0 && wasmKernels()) {
      this.record = weights.derived(() => normRecord(this.gain, this.bias, EPSILON));
    }
  }

  /** LN(x + y); x, y (B, D) -> (B, D) */
  ofSum(x: tf.Tensor2D, y: tf.Tensor2D): tf.Tensor2D {
    const { record } = this;
    return record ? addNorm({ x, y, record }, {}) : this.apply(tf.add(x, y));
  }

  /** x (B, D) -> (B, D) */
  apply(x: tf.Tensor2D): tf.Tensor2D {
    const centred = tf.sub<tf.Tensor2D>(x, tf.mean(x, -1, true)); // (B, D)
    const variance = tf.fused.matMul({ a: tf.square(centred), b: this.averager, bias: this.epsilon }); // (B, 1)
    const normalised = tf.mul(centred, tf.rsqrt(variance));
    return tf.add(tf.mul(normalised, this.gain), this.bias);
  }
}
