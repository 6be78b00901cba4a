import * as tf from '@tensorflow/tfjs-core';
import { linear } from '../linear';
import type { CellKind } from './cell';

/** Plain recurrent cell (Elman 1990): h_t = tanh(W x_t + U h_{t-1} + b). Tensors input.*, recurrent.weight. */
export const rnnCell: CellKind = {
  states: 1,
  make(weights, inputs, hidden) {
    const recurrent = linear(weights.scope('recurrent'), hidden, hidden, { bias: false });
    return {
      input: linear(weights.scope('input'), inputs, hidden),
      step: (projected, [h]) => [tf.tanh(tf.add(projected, recurrent.apply(h!)))],
    };
  },
};
