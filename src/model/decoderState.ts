import type * as tf from '@tensorflow/tfjs-core';
import { pickRows } from './pickRows';
import type { State } from './rnn/cell';

/**
 * What one step of a recurrent decoder leaves to the next. Its tensors are its own: no result shares them.
 *
 * Shapes: R rows, D decoder hidden, H encoder states, S source pieces.
 */
export interface DecoderState {
  /** t, from 0: number of steps taken. */
  number: number;
  /** s_{t-1}, each (R, D). */
  cell: State;
  /** Attention weights of step t - 1, (R, S); null at the first step and where no smoothing asks for them. */
  weights: tf.Tensor2D | null;
  /** c_{t-1}, (R, H), 0 before the first step; null where there is no input-feeding. */
  context: tf.Tensor2D | null;
}

/** The state whose row i is row rows[i] of the given one, which stays the caller's. */
export function pickState({ number, cell, weights, context }: DecoderState, rows: readonly number[]): DecoderState {
  return {
    number,
    cell: cell.map((part) => pickRows(part, rows)),
    weights: weights && pickRows(weights, rows),
    context: context && pickRows(context, rows),
  };
}

export function disposeState({ cell, weights, context }: DecoderState): void {
  for (const part of [...cell, weights, context]) part?.dispose();
}
