import type * as tf from '@tensorflow/tfjs-core';
import type { Weights } from '../checkpoint/weights';
import type { Step } from './step';

/** Mixes a step's attention weights with those of the steps before. weights (N, K, S) -> weights (N, K, S) */
export type Smooth = (weights: tf.Tensor3D, step: Step) => tf.Tensor3D;

/** Makes a smoothing from the tensors below `smooth.`. */
export type SmoothFactory = (weights: Weights) => Smooth;
