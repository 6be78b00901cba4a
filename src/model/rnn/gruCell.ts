import * as tf from '@tensorflow/tfjs-core';
import { linear } from '../linear';
import type { CellKind } from './cell';

/**
 * Gated recurrent unit (Cho et al. 2014, eq. 5-8; Bahdanau et al. 2015, A.1.1).
 *
 * z = sigma(W_z x + U_z h),  r = sigma(W_r x + U_r h),  h~ = tanh(W x + U (r * h)),  h' = (1 - z) * h + z * h~
 *
 * Tensors input.* hold W_z, W_r, W in that order, gates.weight U_z, U_r and candidate.weight U.
 */
export const gruCell: CellKind = {
  states: 1,
  make(weights, inputs, hidden) {
    const gates = linear(weights.scope('gates'), hidden, 2 * hidden, { bias: false });
    const candidate = linear(weights.scope('candidate'), hidden, hidden, { bias: false });
    return {
      input: linear(weights.scope('input'), inputs, 3 * hidden),
      step: (projected, [previous]) => {
        const h = previous!;
        const ofGates = tf.slice(projected, [0, 0], [-1, 2 * hidden]);
        const ofCandidate = tf.slice(projected, [0, 2 * hidden], [-1, hidden]);
        const zr = tf.sigmoid(tf.add(ofGates, gates.apply(h))); // (B, 2·hidden)
        const z = tf.slice(zr, [0, 0], [-1, hidden]);
        const r = tf.slice(zr, [0, hidden], [-1, hidden]);
        const proposed = tf.tanh(tf.add(ofCandidate, candidate.apply(tf.mul(r, h))));
        return [tf.add(h, tf.mul(z, tf.sub(proposed, h)))];
      },
    };
  },
};
