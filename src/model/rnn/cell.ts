import type * as tf from '@tensorflow/tfjs-core';
import type { Linear } from '../linear';
import type { Weights } from '../checkpoint/weights';

/** A cell's state; its first tensor is the hidden state h. Each (B, hidden). */
export type State = tf.Tensor2D[];

/**
 * A recurrent cell. The projection of a step's input is kept apart from the recurrence, so that a whole sequence is
 * projected by one matrix product.
 */
export interface Cell {
  /** x (B, inputs) -> projected (B, gates · hidden) */
  input: Linear;
  /** projected (B, gates · hidden), state -> the next state */
  step(projected: tf.Tensor2D, state: State): State;
}

export interface CellKind {
  /** Number of tensors in its state. */
  states: number;
  make(weights: Weights, inputs: number, hidden: number): Cell;
}
