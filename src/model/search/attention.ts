import * as tf from '@tensorflow/tfjs-core';
import { pickRows } from '../pickRows';
import { tidy } from '../tidy';
import type { Origin } from './hypothesis';

/**
 * Reads, all at once, the attention of chosen hypotheses.
 * @param steps for each step of a search, (R, S) with R of that step
 * @param origins for each piece of interest, its step and row
 * @returns for each piece, S weights; [] where the model has no attention
 */
export async function readAttention(
  steps: readonly tf.Tensor2D[],
  origins: readonly Origin[],
): Promise<Float32Array[]> {
  if (steps.length === 0 || origins.length === 0) return [];
  const firstRow: number[] = [];
  let rows = 0;
  for (const step of steps) {
    firstRow.push(rows);
    rows += step.shape[0];
  }
  const chosen = tidy(() => {
    const all = tf.concat(steps as tf.Tensor2D[], 0); // T of (R, S) -> (sum of R, S)
    const at = origins.map(({ step, row }) => firstRow[step]! + row);
    return pickRows(all, at); // (pieces, S)
  });
  try {
    const values = (await chosen.data()) as Float32Array;
    const s = chosen.shape[1]!;
    return origins.map((_, i) => values.subarray(i * s, (i + 1) * s));
  } finally {
    chosen.dispose();
  }
}
