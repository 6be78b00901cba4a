/** A small piece of work, shaped like decoder steps, by which backends are compared. */

import * as tf from '@tensorflow/tfjs-core';
import type { TensorValues } from '../model/checkpoint/safetensors';
import { Weights } from '../model/checkpoint/weights';
import { linear, type Linear } from '../model/linear';
import { readPredicted } from '../model/search/candidates';
import { softmaxOf } from '../model/softmaxOf';
import { tidy } from '../model/tidy';

const ROWS = 4;
const WIDTH = 256;
const VOCABULARY = 4000;
const STEPS = 4;
const RUNS = 5;

/** Median milliseconds of one run on the backend in use, its answers read back step by step as in decoding. */
export async function probe(): Promise<number> {
  const weights = Weights.of('probe', new Map([matrix('gates', 3 * WIDTH), matrix('output', VOCABULARY)]));
  const layer = (name: string, outputs: number) => linear(weights.scope(name), WIDTH, outputs, { bias: false });
  const [gates, output] = [layer('gates', 3 * WIDTH), layer('output', VOCABULARY)];
  try {
    await run(gates, output); // compiles shaders
    const times: number[] = [];
    for (let i = 0; i < RUNS; i++) {
      const before = performance.now();
      await run(gates, output);
      times.push(performance.now() - before);
    }
    return times.sort((a, b) => a - b)[Math.floor(RUNS / 2)]!;
  } finally {
    weights.dispose();
  }
}

/** Weights all alike, by their name. */
const matrix = (name: string, outputs: number): [string, TensorValues] => [
  `${name}.weight`,
  { shape: [outputs, WIDTH], values: new Float32Array(outputs * WIDTH).fill(1 / WIDTH) },
];

/** As the models do it: with this project's own kernels where there are some. */
async function run(gates: Linear, output: Linear): Promise<void> {
  let state = tf.fill([ROWS, WIDTH], 0.5) as tf.Tensor2D;
  for (let step = 0; step < STEPS; step++) {
    const { next, probabilities } = tidy(() => {
      const activated = tf.sigmoid(gates.apply(state)); // (ROWS, 3·WIDTH)
      const [z, r, c] = tf.split(activated, 3, 1) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
      const h: tf.Tensor2D = tf.add(tf.mul(z, state), tf.mul(tf.sub(1, z), tf.tanh(tf.mul(r, c))));
      return { next: h, probabilities: softmaxOf(output.apply(h)) };
    });
    state.dispose();
    state = next;
    await readPredicted(probabilities, ROWS + 1, false);
    probabilities.dispose();
  }
  state.dispose();
}
