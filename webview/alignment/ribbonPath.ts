/** A word's place in the picture, in CSS pixels from the picture's top left corner. */
export interface Place {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** One end of a ribbon: a stretch of a word's edge. */
interface End {
  left: number;
  right: number;
  y: number;
}

/**
 * A ribbon between two stretches, as an SVG path: two cubic curves that leave both words at right angles.
 * @param from the upper end @param to the lower end
 */
export function ribbonPath(from: End, to: End): string {
  const middle = (from.y + to.y) / 2;
  const n = (value: number): string => value.toFixed(1);
  return (
    `M${n(from.left)} ${n(from.y)}C${n(from.left)} ${n(middle)} ${n(to.left)} ${n(middle)} ${n(to.left)} ${n(to.y)}` +
    `L${n(to.right)} ${n(to.y)}C${n(to.right)} ${n(middle)} ${n(from.right)} ${n(middle)} ${n(from.right)} ${n(from.y)}Z`
  );
}

/** A line between the middles of two words: the source word's lower edge and the target word's upper edge. */
export function threadPath(source: Place, target: Place): string {
  const x1 = ((source.left + source.right) / 2).toFixed(1);
  const x2 = ((target.left + target.right) / 2).toFixed(1);
  const middle = ((source.bottom + target.top) / 2).toFixed(1);
  return `M${x1} ${source.bottom.toFixed(1)}C${x1} ${middle} ${x2} ${middle} ${x2} ${target.top.toFixed(1)}`;
}

const NARROWEST = 2;

/**
 * Shares a word's edge out among its ribbons, from left to right in the order of the other ends, each as wide as its
 * weight. Weights that sum to more than 1 (those of a source word may) are scaled down to fit.
 * @returns one stretch per weight, in the given order
 */
export function shareEdge(word: Place, others: Place[], weights: number[]): { left: number; right: number }[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const width = word.right - word.left;
  const scale = width / Math.max(1, total);
  const order = others.map((_, index) => index).sort((a, b) => others[a]!.left - others[b]!.left);
  let at = word.left + (width - scale * total) / 2;
  const stretches: { left: number; right: number }[] = [];
  for (const index of order) {
    const right = at + scale * weights[index]!;
    stretches[index] = widen(at, right);
    at = right;
  }
  return stretches;
}

/** The stretch in the middle of a word's edge that is as wide as a weight. */
export function middleOf({ left, right }: Place, weight: number): { left: number; right: number } {
  const half = ((right - left) * Math.min(1, weight)) / 2;
  return widen((left + right) / 2 - half, (left + right) / 2 + half);
}

function widen(left: number, right: number): { left: number; right: number } {
  const missing = Math.max(0, NARROWEST - (right - left)) / 2;
  return { left: left - missing, right: right + missing };
}
