/**
 * Breaks a sentence pair into bands, like the systems of a score: a line of source words above the line of target
 * words that attend to them, as many bands as the width asks for. Links then stay short however narrow the panel is.
 */

/** A word as the line breaker sees it. Widths in CSS pixels. */
export interface Box {
  width: number;
  /** Space before it where it does not start a line. */
  gap: number;
  /** Whether a line may start with it without hurting the eye. */
  breakable: boolean;
}

/** Half-open ranges of words. */
export interface Band {
  source: { start: number; end: number };
  target: { start: number; end: number };
}

const BAND_COST = 0.35;
const UGLY_BREAK_COST = 3;
/** Share of a sentence by which the cuts of the two sides may differ: less in long ones, where it bounds the search. */
const MOST_DRIFT = 0.35;
const LEAST_DRIFT = 0.1;
const DRIFT_WORDS = 12;

/**
 * The banding that keeps the most attention inside bands, with a small cost for each band and a larger one for breaks
 * in bad places. Dynamic programming over the cuts (i, j) of the two sides.
 * @param weights alignment[target][source]; source may have fewer columns than it, and none need sum to 1
 * @param width of a line in CSS pixels; a word wider than that gets a line of its own
 */
export function bandsOf(source: Box[], target: Box[], weights: number[][], width: number): Band[] {
  const rows = source.length + 1;
  const columns = target.length + 1;
  const mass = prefixSums(source.length, target.length, weights);
  const sourceEnd = furthestEnds(source, width);
  const targetEnd = furthestEnds(target, width);
  const value = new Float64Array(rows * columns).fill(-Infinity);
  const from = new Int32Array(rows * columns).fill(-1);
  value[0] = 0;
  const drift = Math.min(MOST_DRIFT, Math.max(LEAST_DRIFT, DRIFT_WORDS / Math.max(rows, columns)));
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const start = value[i * columns + j]!;
      if (start === -Infinity) continue;
      for (let i2 = i; i2 <= sourceEnd[i]!; i2++) {
        for (let j2 = j; j2 <= targetEnd[j]!; j2++) {
          if ((i2 === i && j2 === j) || drifts(i2 / source.length, j2 / target.length, drift)) continue;
          const inside = mass(i, i2, j, j2);
          const total = start + inside - BAND_COST - breakCost(source, i, i2) - breakCost(target, j, j2);
          const at = i2 * columns + j2;
          if (total > value[at]!) {
            value[at] = total;
            from[at] = i * columns + j;
          }
        }
      }
    }
  }
  return trace(from, columns, rows * columns - 1);
}

const drifts = (a: number, b: number, most: number): boolean => Math.abs((a || 0) - (b || 0)) > most && a < 1 && b < 1;

const breakCost = (boxes: Box[], start: number, end: number): number =>
  end > start && end < boxes.length && !boxes[end]!.breakable ? UGLY_BREAK_COST : 0;

/** For each first word, the end of the longest line that starts with it: at least one word. */
function furthestEnds(boxes: Box[], width: number): number[] {
  const ends = boxes.map((_, start) => {
    let used = boxes[start]!.width;
    let end = start + 1;
    while (end < boxes.length && used + boxes[end]!.gap + boxes[end]!.width <= width) {
      used += boxes[end]!.gap + boxes[end]!.width;
      end++;
    }
    return end;
  });
  return [...ends, boxes.length];
}

/** Sum of weights over any rectangle in constant time. */
function prefixSums(sources: number, targets: number, weights: number[][]) {
  const stride = targets + 1;
  const sums = new Float64Array((sources + 1) * stride);
  for (let i = 0; i < sources; i++) {
    for (let j = 0; j < targets; j++) {
      sums[(i + 1) * stride + j + 1] =
        (weights[j]?.[i] ?? 0) + sums[i * stride + j + 1]! + sums[(i + 1) * stride + j]! - sums[i * stride + j]!;
    }
  }
  return (i: number, i2: number, j: number, j2: number): number =>
    sums[i2 * stride + j2]! - sums[i * stride + j2]! - sums[i2 * stride + j]! + sums[i * stride + j]!;
}

function trace(from: Int32Array, columns: number, last: number): Band[] {
  const bands: Band[] = [];
  for (let at = last; at > 0 && from[at]! >= 0; at = from[at]!) {
    const before = from[at]!;
    bands.unshift({
      source: { start: Math.floor(before / columns), end: Math.floor(at / columns) },
      target: { start: before % columns, end: at % columns },
    });
  }
  return bands;
}
