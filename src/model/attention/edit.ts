/** What is done to attention while a sentence is decoded; nothing of it is consulted where there is no edit. */

import * as tf from '@tensorflow/tfjs-core';
import type { AttentionPart, HeadRef } from '../../shared/trace';
import type { HeadsAttended, KeysAndValues } from './multiHead';

/** An Intervention, checked and in pieces. It is for one sentence decoded with one hypothesis. */
export interface AttentionEdit {
  /** Source pieces that get no weight. */
  readonly masked: readonly number[];
  /** Weights over the source pieces, (S), by step. */
  readonly forced: ReadonlyMap<number, readonly number[]>;
  /** 1 leaves the scores as they are. */
  readonly temperature: number;
  readonly dropped: readonly HeadRef[];
}

/** What is done to one attention of a Transformer. */
export interface HeadsEdit {
  temperature: number;
  /** (S), of all heads and queries. */
  forced?: readonly number[];
  /** Heads whose output is 0. */
  dropped: readonly number[];
}

/** Below whatever a window adds to what lies outside it, so that what is masked gets no weight even there. */
const MASKED = -1e30;

/** @returns undefined where this attention stays as it is */
export function headsEdit(
  edit: AttentionEdit | undefined,
  part: AttentionPart,
  layer: number,
  step = 0,
): HeadsEdit | undefined {
  if (!edit) return undefined;
  const dropped = edit.dropped.filter((head) => head.part === part && head.layer === layer).map(({ head }) => head);
  const ofSource = part === 'cross';
  const forced = ofSource ? edit.forced.get(step) : undefined;
  const temperature = ofSource ? edit.temperature : 1;
  if (dropped.length === 0 && !forced && temperature === 1) return undefined;
  return { temperature, dropped, ...(forced && { forced }) };
}

/** As attendWithHeads, changed; shapes as there. `scores` stay as they were computed. */
export function attendEdited(
  queries: tf.Tensor4D,
  { keys, values }: KeysAndValues,
  mask: tf.Tensor | null,
  { temperature, forced, dropped }: HeadsEdit,
): HeadsAttended {
  const scores: tf.Tensor4D = tf.matMul(queries, keys, false, true); // (B, H, Q, K)
  const tempered = temperature === 1 ? scores : tf.div<tf.Tensor4D>(scores, temperature);
  const weights = forced
    ? tf.broadcastTo<tf.Rank.R4>(tf.tensor4d([...forced], [1, 1, 1, forced.length]), scores.shape)
    : tf.softmax(mask ? (tf.add(tempered, mask) as typeof scores) : tempered);
  const context: tf.Tensor4D = tf.matMul(weights, values); // (B, H, Q, d)
  if (dropped.length === 0) return { context, weights, scores };
  const kept = Array.from({ length: scores.shape[1] }, (_, head) => (dropped.includes(head) ? 0 : 1));
  return { context: tf.mul(context, tf.tensor4d(kept, [1, kept.length, 1, 1])), weights, scores };
}

/** Scores as a recurrent decoder's selection reads them: (N, K, S) -> (N, K, S) */
export function editScores(scores: tf.Tensor3D, { temperature, masked }: AttentionEdit): tf.Tensor3D {
  const tempered = temperature === 1 ? scores : tf.div<tf.Tensor3D>(scores, temperature);
  if (masked.length === 0) return tempered;
  const s = scores.shape[2];
  const mask = Array.from({ length: s }, (_, j) => (masked.includes(j) ? MASKED : 0));
  return tf.add(tempered, tf.tensor3d(mask, [1, 1, s]));
}

/** The weights of a step: (N, K, S) -> (N, K, S) */
export function editWeights(weights: tf.Tensor3D, { forced }: AttentionEdit, step: number): tf.Tensor3D {
  const given = forced.get(step);
  return given ? tf.broadcastTo<tf.Rank.R3>(tf.tensor3d([...given], [1, 1, given.length]), weights.shape) : weights;
}
