import * as tf from '@tensorflow/tfjs-core';

/** What a mask adds to a score that is not to count: so far below any other that its weight is exactly 0. */
export const HIDDEN = -1e9;

/**
 * (N, 1, 1, S): HIDDEN beyond each sentence's end and at the positions that are masked; null where that is nowhere.
 * @param masked positions hidden in all sentences
 */
export function paddingMask(
  lengths: readonly number[],
  longest: number,
  masked: readonly number[] = [],
): tf.Tensor4D | null {
  if (masked.length === 0 && lengths.every((length) => length === longest)) return null;
  const values = lengths.flatMap((length) =>
    Array.from({ length: longest }, (_, j) => (j < length && !masked.includes(j) ? 0 : HIDDEN)),
  );
  return tf.tensor4d(values, [lengths.length, 1, 1, longest]);
}

/**
 * (Q, past + Q): a query sees what came before and itself, never what is to come (Vaswani et al. 2017, section
 * 3.2.3); null for one query, which comes last.
 * @param past keys before the first query's own
 */
export function causalMask(queries: number, past: number): tf.Tensor2D | null {
  if (queries === 1) return null;
  const rows = Array.from({ length: queries }, (_, q) =>
    Array.from({ length: past + queries }, (__, k) => (k <= past + q ? 0 : HIDDEN)),
  );
  return tf.tensor2d(rows);
}
