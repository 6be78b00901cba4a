/** The likeliest pieces of a row of probabilities. */

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
