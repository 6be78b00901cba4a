/** What an attention mechanism makes of its scores, in plain numbers: the switches of the scoring page turn these. */

export interface Window {
  /** Index of the piece in its middle. */
  centre: number;
  /** D: pieces on each side that are still inside. */
  halfWidth: number;
}

export interface Selection {
  /** Scores are divided by it before the softmax: above 1 the weights grow even, below 1 they sharpen. > 0 */
  temperature: number;
  /** All weight on the best score. */
  hard: boolean;
  window: Window | null;
}

/** Whether a piece lies inside the window; without a window all do. */
export const inWindow = (index: number, window: Window | null): boolean =>
  !window || Math.abs(index - window.centre) <= window.halfWidth;

/** Index of the largest of the values that count; -1 where none does. The first one wins a draw. */
export function argmax(values: readonly number[], counts: (index: number) => boolean = () => true): number {
  let best = -1;
  values.forEach((value, index) => {
    if (counts(index) && (best < 0 || value > values[best]!)) best = index;
  });
  return best;
}

/**
 * Weights from scores: softmax(scores / temperature) over the pieces inside the window, 0 outside; hard: 1 for the best
 * of them. scores (S) -> (S), sums to 1 unless the window holds no piece.
 */
export function weightsFrom(scores: readonly number[], { temperature, hard, window }: Selection): number[] {
  const inside = (index: number): boolean => inWindow(index, window);
  const best = argmax(scores, inside);
  if (best < 0) return scores.map(() => 0);
  if (hard) return scores.map((_, index) => (index === best ? 1 : 0));
  // The best score is taken off first, so that no power overflows.
  const powers = scores.map((score, index) => (inside(index) ? Math.exp((score - scores[best]!) / temperature) : 0));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

/** c = sum_j weights_j states_j. weights (S), states (S, H) -> (H) */
export function contextOf(weights: readonly number[], states: readonly (readonly number[])[]): number[] {
  const context = Array.from({ length: states[0]?.length ?? 0 }, () => 0);
  states.forEach((state, index) => {
    const weight = weights[index] ?? 0;
    if (weight !== 0) state.forEach((value, at) => (context[at]! += weight * value));
  });
  return context;
}

/** Cosine of the angle between two vectors of one length, -1 to 1; null where one of them is the zero vector. */
export function cosineSimilarity(a: readonly number[], b: readonly number[]): number | null {
  let dot = 0;
  let squaredA = 0;
  let squaredB = 0;
  a.forEach((value, index) => {
    const other = b[index] ?? 0;
    dot += value * other;
    squaredA += value * value;
    squaredB += other * other;
  });
  return squaredA === 0 || squaredB === 0 ? null : dot / Math.sqrt(squaredA * squaredB);
}
