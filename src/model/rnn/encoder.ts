import * as tf from '@tensorflow/tfjs-core';
import type { Weights } from '../checkpoint/weights';
import type { Cell, CellKind, State } from './cell';
import { CELLS } from './cells';

export interface EncoderConfig {
  cell: string;
  hidden: number;
  bidirectional: boolean;
}

export interface Encoded {
  /** h_1..h_S, (N, S, H); in two directions, both concatenated. */
  states: tf.Tensor3D;
  /** The forward cell's state after the last piece. */
  final: State;
  /** The backward cell's hidden state at the first position, (N, hidden); the forward cell's where there is one only. */
  backwardFirst: tf.Tensor2D;
}

/** Reads the source in one or two directions (Bahdanau et al. 2015, section 3.2). */
export class Encoder {
  /** Width H of the states. */
  readonly size: number;
  private readonly kind: CellKind;
  private readonly forward: Cell;
  private readonly backward: Cell | null;

  constructor(
    weights: Weights,
    embedding: number,
    private readonly config: EncoderConfig,
  ) {
    const { cell, hidden, bidirectional } = config;
    this.kind = CELLS[cell]!;
    this.forward = this.kind.make(weights.scope('forward_cell'), embedding, hidden);
    this.backward = bidirectional ? this.kind.make(weights.scope('backward_cell'), embedding, hidden) : null;
    this.size = hidden * (bidirectional ? 2 : 1);
  }

  /** @param lengths number of pieces of each sentence; embedded (N, S, E) */
  encode(embedded: tf.Tensor3D, lengths: readonly number[]): Encoded {
    const forward = this.run(this.forward, embedded, lengths, false);
    if (!this.backward) {
      const states = tf.stack(forward.outputs, 1) as tf.Tensor3D; // S of (N, hidden) -> (N, S, hidden)
      return { states, final: forward.final, backwardFirst: forward.outputs[0]! };
    }
    const backward = this.run(this.backward, embedded, lengths, true);
    const both = forward.outputs.map((h, j) => tf.concat([h, backward.outputs[j]!], 1));
    const states = tf.stack(both, 1) as tf.Tensor3D; // S of (N, 2·hidden) -> (N, S, 2·hidden)
    return { states, final: forward.final, backwardFirst: backward.outputs[0]! };
  }

  /** h_1..h_S, each (N, hidden), and the last state. Padding leaves the state as it was. */
  private run(cell: Cell, embedded: tf.Tensor3D, lengths: readonly number[], backwards: boolean) {
    const [n, s, e] = embedded.shape;
    const { hidden } = this.config;
    const projected = cell.input.apply(tf.reshape(embedded, [n * s, e])); // (N·S, gates·hidden)
    const steps = tf.unstack(tf.reshape(projected, [n, s, -1]), 1) as tf.Tensor2D[]; // S of (N, gates·hidden)
    let state: State = Array.from({ length: this.kind.states }, () => tf.zeros([n, hidden]));
    const outputs: tf.Tensor2D[] = [];
    for (let step = 0; step < s; step++) {
      const j = backwards ? s - 1 - step : step;
      const next = cell.step(steps[j]!, state);
      const keep = keepMask(lengths, j);
      state = keep ? next.map((part, i) => tf.add(state[i]!, tf.mul(keep, tf.sub(part, state[i]!)))) : next;
      outputs[j] = state[0]!;
    }
    return { outputs, final: state };
  }
}

/** (N, 1): 1 where a sentence has a piece at position j, 0 where not; null where all have. */
function keepMask(lengths: readonly number[], j: number): tf.Tensor2D | null {
  if (lengths.every((length) => j < length)) return null;
  return tf.tensor2d(
    lengths.map((length) => (j < length ? 1 : 0)),
    [lengths.length, 1],
  );
}
