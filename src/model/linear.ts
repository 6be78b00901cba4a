import * as tf from '@tensorflow/tfjs-core';
import type { Weights } from './checkpoint/weights';
import { dense, linearRecord } from './kernels/ops';
import { isFused } from './kernels/activations';
import { packBias, packWeights } from './kernels/pack';
import { wasmKernels } from './kernels/wasm';
import { ACTIVATIONS } from './transformer/activations';

/** y = W x + b, for rows of any batch. */
export interface Linear {
  /** x (B, in) -> (B, out) */
  apply(x: tf.Tensor2D): tf.Tensor2D;
  /** What this project's own kernels read of it; absent where they do not compute it. */
  record?: tf.Tensor1D;
}

type Read = (name: string, shape: number[]) => tf.Tensor;

/** A matrix of the checkpoint, PyTorch's [outputs, inputs]. */
export interface Block {
  name: string;
  outputs: number;
  /** Its output is multiplied by this. */
  factor?: number;
}

/** What linear layers side by side are made of. */
export interface LinearParts {
  inputs: number;
  /** The columns of the first come first. */
  blocks: readonly Block[];
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
export function sharedLinear(weights: Weights, parts: LinearParts): (bias?: MakeBias) => Linear {
  const { inputs, blocks, activation = 'none' } = parts;
  const outputs = blocks.reduce((sum, block) => sum + block.outputs, 0);
  if (wasmKernels() && outputs >= NARROWEST_FUSED && isFused(activation)) {
    const packed = weights.keepAll(
      packWeights(
        inputs,
        blocks.map(({ name, factor = 1, ...block }) => ({
          ...block,
          factor,
          tensor: weights.raw(name, [block.outputs, inputs]),
        })),
      ),
    );
    return (makeBias) => {
      const bias = weights.derived((read) => packBias(makeBias ? makeBias(read) : tf.zeros([outputs])));
      const record = weights.derived(() => linearRecord({ ...packed, bias, columns: outputs, activation }));
      return { record, apply: (x) => dense({ x, record }, { columns: outputs }) };
    };
  }
  const b = weights.derived(
    (read) =>
      tf.concat(
        blocks.map(({ name, outputs: rows, factor = 1 }) => {
          // [out, in] as [in, out]: the WASM backend has a fast product only for operands that are not transposed
          const matrix = tf.transpose(read(name, [rows, inputs]));
          return factor === 1 ? matrix : tf.mul(matrix, factor);
        }),
        1,
      ) as tf.Tensor2D,
  );
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
    { inputs, blocks: [{ name: 'weight', outputs }], activation },
    bias ? (read) => read('bias', [outputs]) as tf.Tensor1D : undefined,
  );
}
