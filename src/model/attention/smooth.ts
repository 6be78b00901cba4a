import type * as tf from '@tensorflow/tfjs-core';
import type { Weights } from '../checkpoint/weights';
import type { Figures } from './figures';
import type { Step } from './step';

/** Mixes a step's attention weights with those of the steps before. */
export interface Smooth {
  /** weights (N, K, S) -> weights (N, K, S) */
  smooth(weights: tf.Tensor3D, step: Step): tf.Tensor3D;
  /** Numbers that tell what the smoothing has learned. */
  figures?(): Figures;
}

/** Makes a smoothing from the tensors below `smooth.`. */
export type SmoothFactory = (weights: Weights) => Smooth;
