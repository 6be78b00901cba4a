import type { StepRecord } from '../../src/shared/stepRecord';
import { argmax, contextOf, cosineSimilarity, weightsFrom, type Selection, type Window } from './attend';

export const WINDOWS = ['off', 'step', 'peak'] as const;
/** Where the window stands: nowhere, at the piece of the step's number (local-m), or at each row's best score. */
export type WindowPlace = (typeof WINDOWS)[number];

export interface Switches {
  temperature: number;
  hard: boolean;
  window: WindowPlace;
  halfWidth: number;
}

/** One score function's row: from its scores to the context vector. */
export interface BenchRow {
  /** A name of SCORES; null for the model's own attention, as it was in the decoding. */
  score: string | null;
  scores: number[];
  weights: number[];
  context: number[];
  /** Cosine of the context and the model's own. */
  similarity: number | null;
  learned: boolean | null;
  /** Whether it is the score function that the model itself uses. */
  own: boolean;
}

/** The rows of a step: the model's own as recorded, then every score function under the switches. */
export function benchRows(record: StepRecord, switches: Switches): BenchRow[] {
  const { scores, weights, context } = record;
  const own: BenchRow = { score: null, scores, weights, context, similarity: 1, learned: true, own: true };
  const others = (record.bench ?? []).map((scored): BenchRow => {
    const chosen = weightsFrom(scored.scores, selectionOf(switches, scored.scores, record.step));
    const made = contextOf(chosen, record.states);
    return {
      ...scored,
      weights: chosen,
      context: made,
      similarity: cosineSimilarity(made, context),
      own: sameNumbers(scored.scores, scores),
    };
  });
  return weights.length ? [own, ...others] : others;
}

const sameNumbers = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((value, index) => value === b[index]);

function selectionOf(switches: Switches, scores: readonly number[], step: number): Selection {
  const { temperature, hard, window, halfWidth } = switches;
  const centre = window === 'step' ? Math.min(step, scores.length - 1) : argmax(scores);
  const placed: Window | null = window === 'off' ? null : { centre, halfWidth };
  return { temperature, hard, window: placed };
}

/** Indices of the largest weights, largest first; none below the least that is worth naming. */
export function strongestPieces(weights: readonly number[], most: number, least = 0.03): number[] {
  return weights
    .map((weight, index) => ({ weight, index }))
    .filter(({ weight }) => weight >= least)
    .sort((a, b) => b.weight - a.weight)
    .slice(0, most)
    .map(({ index }) => index);
}
