import * as tf from '@tensorflow/tfjs-core';
import { linear, type Linear } from './linear';
import type { Weights } from './checkpoint/weights';

/** From the decoder's state to the vector that is compared with every piece's embedding. t~ (B, n·E) -> t (B, E) */
interface ReadoutKind {
  /** Outputs of the linear layer for each output of the read-out. */
  pieces: number;
  activate(linear: tf.Tensor2D): tf.Tensor2D;
}

/** t_i = max(t~_{2i-1}, t~_{2i}) (Goodfellow et al. 2013; Bahdanau et al. 2015, A.2.2) */
const maxout: ReadoutKind = {
  pieces: 2,
  activate: (t) => {
    const [b, width] = t.shape;
    return tf.max(tf.reshape(t, [b, width / 2, 2]), -1); // (B, 2E) -> (B, E, 2) -> (B, E)
  },
};

/** t = tanh(W [s; y; c]) (Luong et al. 2015, eq. 5) */
const tanh: ReadoutKind = { pieces: 1, activate: (t) => tf.tanh(t) };

/** Read-outs by the name that config.json gives them in readout.kind. */
const READOUTS: Record<'maxout' | 'tanh', ReadoutKind> = { maxout, tanh };

export class Readout {
  private readonly kind: ReadoutKind;
  private readonly layer: Linear;

  constructor(weights: Weights, kind: keyof typeof READOUTS, inputs: number, embedding: number) {
    this.kind = READOUTS[kind];
    this.layer = linear(weights, inputs, embedding * this.kind.pieces);
  }

  /** parts, each (B, ·): s_t, E y_{t-1} and perhaps c_t -> t (B, E) */
  apply(parts: tf.Tensor2D[]): tf.Tensor2D {
    return this.kind.activate(this.layer.apply(tf.concat(parts, 1)));
  }
}
