/**
 * The largest absolute difference of two nested arrays. Infinity where the shapes differ or a value is no number, so that
 * nothing wrong compares as small.
 */
export function difference(ours: unknown, theirs: unknown): number {
  if (Array.isArray(ours) && Array.isArray(theirs)) {
    if (ours.length !== theirs.length || ours.length === 0) return Number.POSITIVE_INFINITY;
    return Math.max(...ours.map((value, i) => difference(value, theirs[i])));
  }
  const apart = Math.abs(Number(ours) - Number(theirs));
  return typeof theirs === 'number' && Number.isFinite(apart) ? apart : Number.POSITIVE_INFINITY;
}
