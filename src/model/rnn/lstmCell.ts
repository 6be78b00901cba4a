import * as tf from '@tensorflow/tfjs-core';
import { linear } from '../linear';
import type { CellKind } from './cell';

/**
 * Long short-term memory (Hochreiter & Schmidhuber 1997, with forget gates, Gers et al. 2000).
 *
 * i, f, o = sigma(W x + U h + b),  g = tanh(W x + U h + b),  c' = f * c + i * g,  h' = o * tanh(c')
 *
 * Tensors input.* and recurrent.weight hold i, f, g, o in that order.
 */
export const lstmCell: CellKind = {
  states: 2,
  make(weights, inputs, hidden) {
    const recurrent = linear(weights.scope('recurrent'), hidden, 4 * hidden, { bias: false });
    return {
      input: linear(weights.scope('input'), inputs, 4 * hidden),
      step: (projected, [h, c]) => {
        const all = tf.add(projected, recurrent.apply(h!)); // (B, 4·hidden)
        const part = (gate: number) => tf.slice(all, [0, gate * hidden], [-1, hidden]) as tf.Tensor2D;
        const [i, f, g, o] = [part(0), part(1), part(2), part(3)];
        const next: tf.Tensor2D = tf.add(tf.mul(tf.sigmoid(f), c!), tf.mul(tf.sigmoid(i), tf.tanh(g)));
        return [tf.mul(tf.sigmoid(o), tf.tanh(next)), next];
      },
    };
  },
};
