import * as tf from '@tensorflow/tfjs-core';
import type { Weights } from './checkpoint/weights';

/** y = W x + b, for rows of any batch. */
export interface Linear {
  /** x (B, in) -> (B, out) */
  apply(x: tf.Tensor2D): tf.Tensor2D;
}

/** PyTorch's nn.Linear(inputs, outputs): tensors `weight` [out, in] and `bias` [out]. */
export function linear(weights: Weights, inputs: number, outputs: number, options = { bias: true }): Linear {
  const weight = weights.transposed('weight', outputs, inputs); // (in, out)
  const bias = options.bias ? weights.vector('bias', outputs) : undefined;
  return { apply: (x) => tf.fused.matMul({ a: x, b: weight, bias }) as tf.Tensor2D };
}
