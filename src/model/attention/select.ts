import type * as tf from '@tensorflow/tfjs-core';
import type { Weights } from '../checkpoint/weights';
import type { Figures } from './figures';
import type { Step } from './step';

/** A selection: from scores to attention weights that are at least 0, sum to 1 and are 0 at masked positions. */
export interface Select {
  /** scores (N, K, S) -> weights (N, K, S) */
  select(scores: tf.Tensor3D, step: Step): tf.Tensor3D;
  /** Where the selection stands at a step, where it has a place. */
  figures?(step: Step): Figures;
}

export interface SelectOptions {
  /** Width D of the query. */
  query: number;
  /** D of Luong et al. 2015: source pieces to each side of the window's centre, where the selection has a window. */
  window?: number;
}

/** Makes a selection from the tensors below `select.`. @throws RangeError where the options do not fit it */
export type SelectFactory = (weights: Weights, options: SelectOptions) => Select;

/** The window of a local selection. @throws RangeError where there is none */
export function windowOf(name: string, { window }: SelectOptions): number {
  if (window === undefined) throw new RangeError(`the selection "${name}" needs a "window"`);
  return window;
}
