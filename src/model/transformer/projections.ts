import * as tf from '@tensorflow/tfjs-core';
import type { Weights } from '../checkpoint/weights';
import { makeLinear, type Linear } from '../linear';

/** One of several linear layers that read the same input. */
export interface Projection {
  /** Scope of its tensors `weight` [size, size] and `bias` [size]. */
  name: string;
  /** Its output is multiplied by this. */
  factor?: number;
}

/** Linear layers side by side, as one product: x (B, D) -> (B, D·projections). */
export function projectTogether(weights: Weights, size: number, projections: readonly Projection[]): Linear {
  return makeLinear(
    weights,
    {
      inputs: size,
      blocks: projections.map(({ name, factor }) => ({ name: `${name}.weight`, outputs: size, factor })),
    },
    (read) =>
      tf.concat(projections.map(({ name, factor = 1 }) => tf.mul(read(`${name}.bias`, [size]), factor))) as tf.Tensor1D,
  );
}
