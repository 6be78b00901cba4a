import * as tf from '@tensorflow/tfjs-core';
import type { RecurrentConfig } from '../checkpoint/config';
import type { Weights } from '../checkpoint/weights';
import { editScores, editWeights } from './edit';
import type { Figures } from './figures';
import type { Score, ScoreTerms } from './score';
import { SCORES } from './scores';
import type { Select } from './select';
import { SELECTIONS } from './selections';
import type { Smooth } from './smooth';
import { SMOOTHINGS } from './smoothings';
import type { Step } from './step';

export type AttentionConfig = NonNullable<RecurrentConfig['attention']>;

/** What attention computed in one step, for the R = N·K rows. */
export interface Attended {
  /** (R, H) */
  context: tf.Tensor2D;
  /** (R, S) */
  weights: tf.Tensor2D;
  /** (R, S), before mask, window and smoothing */
  scores: tf.Tensor2D;
}

/** Attention of a recurrent decoder: a score, a selection and perhaps a smoothing, each named in config.json. */
export class Attention {
  /** Whether a step needs the weights of the one before. */
  readonly remembers: boolean;
  private readonly score: Score;
  private readonly select: Select;
  private readonly smooth: Smooth | null;

  /**
   * @param sizes widths of query (D) and encoder states (H)
   * @throws EngineError 'modelFile' where the weights do not fit; RangeError where the parts do not fit each other
   */
  constructor(weights: Weights, config: AttentionConfig, sizes: { query: number; key: number }) {
    const { score, size, select, smooth, window } = config;
    this.score = SCORES[score]!(weights.scope('score'), { ...sizes, size });
    this.select = SELECTIONS[select]!(weights.scope('select'), { query: sizes.query, window });
    this.smooth = smooth === undefined ? null : SMOOTHINGS[smooth]!(weights.scope('smooth'));
    this.remembers = this.smooth !== null;
  }

  /** states (N, S, H) -> keys (N, S, ·) */
  projectKeys(states: tf.Tensor3D): tf.Tensor3D {
    return this.score.projectKeys(states);
  }

  /** c_i = sum_j alpha_ij h_j (Bahdanau et al. 2015, eq. 5). keys (N, S, ·), states (N, S, H) */
  attend(step: Step, keys: tf.Tensor3D, states: tf.Tensor3D): Attended {
    const scores = this.score.score(step.query, keys); // (N, K, S)
    const { edit } = step;
    const selected = this.select.select(edit ? editScores(scores, edit) : scores, step);
    const smoothed = this.smooth ? this.smooth.smooth(selected, step) : selected;
    const weights = edit ? editWeights(smoothed, edit, step.number) : smoothed; // (N, K, S)
    const context: tf.Tensor3D = tf.matMul(weights, states); // (N, K, H)
    return { context: rows(context), weights: rows(weights), scores: rows(scores) };
  }

  /** What the scores of a query (R, D) are made of, beside the keys; see Score. */
  terms(query: tf.Tensor2D): ScoreTerms | null {
    return this.score.terms?.(query) ?? null;
  }

  /** What the parts tell about themselves at a step. */
  figures(step: Step): Figures {
    return { ...this.score.figures?.(), ...this.select.figures?.(step), ...this.smooth?.figures?.() };
  }
}

/** (N, K, ·) -> (N·K, ·) */
function rows(tensor: tf.Tensor3D): tf.Tensor2D {
  const [n, k, width] = tensor.shape;
  return tf.reshape(tensor, [n * k, width]);
}
