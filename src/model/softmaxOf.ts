import * as tf from '@tensorflow/tfjs-core';
import { softmaxRows } from './kernels/ops';
import { wasmKernels } from './kernels/wasm';

/** Softmax of each row, by this project's own kernel where there is one: logits (B, V) -> (B, V) */
export const softmaxOf = (logits: tf.Tensor2D): tf.Tensor2D =>
  wasmKernels() ? softmaxRows({ x: logits }, {}) : tf.softmax(logits);
