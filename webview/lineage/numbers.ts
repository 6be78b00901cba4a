import type { StepRecord } from '../../src/shared/stepRecord';
import type { KnownParts } from './parts';

/** Position of the largest weight; -1 where there are none. */
export const strongest = (weights: readonly number[]): number => weights.indexOf(Math.max(...weights));

export const lengthOf = (vector: readonly number[]): number => Math.hypot(...vector);

export const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** sum_j weights_j states_j: weights (S), states (S, H) -> (H) */
export function weightedSum(weights: readonly number[], states: readonly (readonly number[])[]): number[] {
  return (states[0] ?? []).map((_, i) => total(weights.map((weight, j) => weight * states[j]![i]!)));
}

export const largestDifference = (a: readonly number[], b: readonly number[]): number =>
  a.length === b.length ? a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0) : Infinity;

/** How the weight of one position comes from the scores, with every number that enters it. */
export interface Substitution {
  /** From 0. */
  position: number;
  score: number;
  /** Before smoothing. */
  weight: number;
  /** Of all positions that take part, exp(score) times the Gaussian: what the softmax divides by. */
  denominator: number;
  /** First and last position that take part. */
  from: number;
  to: number;
  /** Of the Gaussian at this position; null where there is none. */
  gaussian: number | null;
}

/** Centre and half width of a window, in positions from 0; null where all positions take part. */
export function windowOf(parts: KnownParts, record: StepRecord): { centre: number; half: number } | null {
  const { centre, window } = record.figures;
  if (parts.kind !== 'recurrent' || centre === undefined || window === undefined) return null;
  // as in src/model/attention/localP: half a piece more keeps 2D + 1 pieces wherever the centre lies
  return { centre, half: parts.select === 'local-p' ? window + 0.5 : window };
}

/** Which positions take part in the softmax. */
export function takesPart(parts: KnownParts, record: StepRecord, position: number): boolean {
  const window = windowOf(parts, record);
  return window === null || Math.abs(position - window.centre) <= window.half;
}

/**
 * Recomputes a step's weight at `position` from its scores alone. Scores are shifted by none: the numbers are those of the
 * formula as printed.
 */
export function substitute(parts: KnownParts, record: StepRecord, position: number): Substitution {
  const { scores } = record;
  const window = windowOf(parts, record);
  const gaussianAt = (j: number): number => {
    if (parts.kind !== 'recurrent' || parts.select !== 'local-p' || window === null) return 1;
    const sigma = record.figures.window! / 2;
    return Math.exp(-((j - window.centre) ** 2) / (2 * sigma ** 2));
  };
  const inside = scores.map((_, j) => j).filter((j) => takesPart(parts, record, j));
  const terms = inside.map((j) => Math.exp(scores[j]!) * gaussianAt(j));
  const denominator = total(terms);
  const at = inside.indexOf(position);
  return {
    position,
    score: scores[position]!,
    weight: at < 0 ? 0 : terms[at]! / denominator,
    denominator,
    from: inside[0] ?? 0,
    to: inside.at(-1) ?? 0,
    gaussian: parts.kind === 'recurrent' && parts.select === 'local-p' && window ? gaussianAt(position) : null,
  };
}

/** a_{t-1} at this position, as recorded or from a_t = (1 - b) alpha_t + b a_{t-1}; null at the first step. */
export function averageBefore(record: StepRecord, position: number, alpha: number): number | null {
  const { rate } = record.figures;
  if (rate === undefined || rate === 0 || record.step === 0) return null;
  if (record.previous) return record.previous[position]!;
  return (record.weights[position]! - (1 - rate) * alpha) / rate;
}
