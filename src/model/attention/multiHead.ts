import * as tf from '@tensorflow/tfjs-core';
import { attendEdited, type HeadsEdit } from './edit';

/** Keys and values by head, each (B, H, K, d). */
export interface KeysAndValues {
  keys: tf.Tensor4D;
  values: tf.Tensor4D;
}

export interface HeadsAttended {
  /** (B, H, Q, d) */
  context: tf.Tensor4D;
  /** (B, H, Q, K) */
  weights: tf.Tensor4D;
  /** (B, H, Q, K), before the mask */
  scores: tf.Tensor4D;
}

/** The factor 1/sqrt(d) of eq. 1; it is folded into the projection of the queries. */
export const queryFactor = (size: number, heads: number): number => 1 / Math.sqrt(size / heads);

/**
 * softmax(Q K^T / sqrt(d)) V in every head (Vaswani et al. 2017, eq. 1).
 * @param queries (B, H, Q, d), multiplied by `queryFactor`
 * @param mask broadcast to (B, H, Q, K): 0 where a query may attend, HIDDEN where not; null where all may
 * @param edit what is done to it, if anything
 */
export function attendWithHeads(
  queries: tf.Tensor4D,
  { keys, values }: KeysAndValues,
  mask: tf.Tensor | null,
  edit?: HeadsEdit,
): HeadsAttended {
  if (edit) return attendEdited(queries, { keys, values }, mask, edit);
  const scores: tf.Tensor4D = tf.matMul(queries, keys, false, true); // (B, H, Q, K)
  const weights = tf.softmax(mask ? (tf.add(scores, mask) as typeof scores) : scores);
  return { context: tf.matMul(weights, values), weights, scores };
}
