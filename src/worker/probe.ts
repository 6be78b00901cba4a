/** A small piece of work, shaped like decoder steps, by which backends are compared. */

import * as tf from '@tensorflow/tfjs-core';
import { tidy } from '../model/tidy';

const ROWS = 4;
const WIDTH = 256;
const VOCABULARY = 4000;
const STEPS = 4;
const RUNS = 5;

/** Median milliseconds of one run on the backend in use, its answers read back step by step as in decoding. */
export async function probe(): Promise<number> {
  const recurrent = tf.fill([WIDTH, 3 * WIDTH], 1 / WIDTH) as tf.Tensor2D;
  const output = tf.fill([WIDTH, VOCABULARY], 1 / WIDTH) as tf.Tensor2D;
  try {
    await run(recurrent, output); // compiles shaders
    const times: number[] = [];
    for (let i = 0; i < RUNS; i++) {
      const before = performance.now();
      await run(recurrent, output);
      times.push(performance.now() - before);
    }
    return times.sort((a, b) => a - b)[Math.floor(RUNS / 2)]!;
  } finally {
    tf.dispose([recurrent, output]);
  }
}

async function run(recurrent: tf.Tensor2D, output: tf.Tensor2D): Promise<void> {
  let state = tf.fill([ROWS, WIDTH], 0.5) as tf.Tensor2D;
  for (let step = 0; step < STEPS; step++) {
    const { next, probabilities } = tidy(() => {
      const gates = tf.sigmoid(tf.matMul(state, recurrent)); // (ROWS, 3·WIDTH)
      const [z, r, c] = tf.split(gates, 3, 1) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
      const h: tf.Tensor2D = tf.add(tf.mul(z, state), tf.mul(tf.sub(1, z), tf.tanh(tf.mul(r, c))));
      return { next: h, probabilities: tf.softmax(tf.matMul(h, output)) };
    });
    state.dispose();
    state = next;
    await probabilities.data();
    probabilities.dispose();
  }
  state.dispose();
}
