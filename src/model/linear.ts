import * as tf from '@tensorflow/tfjs-core';
import type { Weights } from './checkpoint/weights';
import { dense, isFused, packBias, packWeights } from './kernels/ops';
import { wasmKernels } from './kernels/wasm';
import { ACTIVATIONS } from './transformer/activations';

/** y = W x + b, for rows of any batch. */
export interface Linear {
  /** x (B, in) -> (B, out) */
  apply(x: tf.Tensor2D): tf.Tensor2D;
}

type Read = (name: string, shape: number[]) => tf.Tensor;

/** What a linear layer is made of, computed once from tensors of the checkpoint. */
export interface LinearParts {
  outputs: number;
  /** (in, out) */
  weight(read: Read): tf.Tensor2D;
  /** One of ACTIVATIONS. */
  activation?: string;
}

/** (out) */
export type MakeBias = (read: Read) => tf.Tensor1D;

/** Narrower ones are not worth a panel of weights of their own. */
const NARROWEST_FUSED = 8;

/** A linear layer, its weights laid out once for the backend that is in use when it is made. */
export const makeLinear = (weights: Weights, parts: LinearParts, bias?: MakeBias): Linear =>
  sharedLinear(weights, parts)(bias);

/** Linear layers that differ in their bias alone. */
export function sharedLinear(
  weights: Weights,
  { outputs, weight, activation = 'none' }: LinearParts,
): (bias?: MakeBias) => Linear {
  if (wasmKernels() && outputs >= NARROWEST_FUSED && isFused(activation)) {
    const packed = weights.derived((read) => packWeights(weight(read)));
    return (bias) => {
      const packedBias = weights.derived((read) => packBias(bias ? bias(read) : tf.zeros([outputs])));
      return { apply: (x) => dense({ x, weights: packed, bias: packedBias }, { columns: outputs, activation }) };
    };
  }
  const b = weights.derived(weight);
  const fused = activation === 'relu' ? activation : undefined;
  const activate = fused ? undefined : ACTIVATIONS[activation];
  return (makeBias) => {
    const bias = makeBias && weights.derived(makeBias);
    const product = (x: tf.Tensor2D) => tf.fused.matMul({ a: x, b, bias, activation: fused }) as tf.Tensor2D;
    return { apply: activate ? (x) => activate(product(x)) : product };
  };
}

/** PyTorch's nn.Linear(inputs, outputs): tensors `weight` [out, in] and `bias` [out]. */
export function linear(
  weights: Weights,
  inputs: number,
  outputs: number,
  { bias = true, activation }: { bias?: boolean; activation?: string } = {},
): Linear {
  return makeLinear(
    weights,
    {
      outputs,
      // [out, in] as [in, out]: the WASM backend has a fast product only for operands that are not transposed
      weight: (read) => tf.transpose(read('weight', [outputs, inputs])) as tf.Tensor2D,
      activation,
    },
    bias ? (read) => read('bias', [outputs]) as tf.Tensor1D : undefined,
  );
}
