/** The likeliest pieces of a row of probabilities. */

import type * as tf from '@tensorflow/tfjs-core';
import { likeliestOfRows } from '../kernels/ops';
import { wasmKernels } from '../kernels/wasm';

export interface Candidate {
  row: number;
  id: number;
  logProbability: number;
}

/** Of probabilities below it, which single precision may round to 0, the logarithm is told as of this one. */
const LEAST_PROBABILITY = 1e-38;

/** Natural logarithm; always finite. */
export const logOf = (probability: number): number => Math.log(Math.max(probability, LEAST_PROBABILITY));

/**
 * The `count` likeliest ids of one row, likeliest first; of equal ones, the lower id.
 *
 * Done here and not by tf.topk: its WebGL kernel reads all values back synchronously, which stalls the thread.
 * @param probabilities (rows, vocabulary), row by row
 */
export function likeliest(probabilities: Float32Array, vocabulary: number, row: number, count: number): Candidate[] {
  const ids: number[] = [];
  const values: number[] = [];
  const offset = row * vocabulary;
  let least = -1;
  for (let id = 0; id < vocabulary; id++) {
    const value = probabilities[offset + id]!;
    if (values.length === count && !(value > least)) continue;
    let at = values.length;
    while (at > 0 && values[at - 1]! < value) at--;
    values.splice(at, 0, value);
    ids.splice(at, 0, id);
    if (values.length > count) {
      values.pop();
      ids.pop();
    }
    least = values.at(-1)!;
  }
  return ids.map((id, i) => ({ row, id, logProbability: logOf(values[i]!) }));
}

/** What a step predicts, where the search can look into it. */
export interface Predicted {
  /** The `count` likeliest ids of a row; see `likeliest`. */
  likeliest(row: number): Candidate[];
  /** Natural logarithm of one piece's probability. */
  logProbability(row: number, id: number): number;
}

/**
 * Reads a step's probabilities back: a few of each row where they can be chosen on the device, else all.
 * @param probabilities (R, V)
 * @param count of the likeliest that are looked at
 * @param given whether single pieces are looked at as well
 */
export async function readPredicted(probabilities: tf.Tensor2D, count: number, given: boolean): Promise<Predicted> {
  if (!given && wasmKernels()) return chosen(probabilities, count);
  const all = (await probabilities.data()) as Float32Array;
  const vocabulary = probabilities.shape[1];
  return {
    likeliest: (row) => likeliest(all, vocabulary, row, count),
    logProbability: (row, id) => logOf(all[row * vocabulary + id]!),
  };
}

function chosen(probabilities: tf.Tensor2D, count: number): Predicted {
  const most = Math.min(count, probabilities.shape[1]);
  const { ids, values } = likeliestOfRows(probabilities, most);
  return {
    likeliest: (row) =>
      Array.from({ length: most }, (_, i) => {
        const at = row * most + i;
        return { row, id: ids[at]!, logProbability: logOf(values[at]!) };
      }),
    logProbability: () => {
      throw new Error('single pieces were not asked for');
    },
  };
}
