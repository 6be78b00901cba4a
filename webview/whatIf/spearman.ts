/** Ranks from 1 for the smallest; equal values share the mean of the ranks that they take up. */
export function ranks(values: readonly number[]): number[] {
  const order = values.map((_, index) => index).sort((a, b) => values[a]! - values[b]!);
  const ranked = Array<number>(values.length);
  for (let from = 0; from < order.length;) {
    let to = from;
    while (to + 1 < order.length && values[order[to + 1]!] === values[order[from]!]) to++;
    for (let at = from; at <= to; at++) ranked[order[at]!] = (from + to) / 2 + 1;
    from = to + 1;
  }
  return ranked;
}

/**
 * Spearman's rank correlation: Pearson's correlation of the ranks (which, unlike the formula with squared differences,
 * is right where there are ties). Null where it says nothing: fewer than three values, or all of a side equal.
 */
export function spearman(a: readonly number[], b: readonly number[]): number | null {
  if (a.length !== b.length) throw new Error('spearman compares lists of one length');
  if (a.length < 3) return null;
  const [x, y] = [centred(ranks(a)), centred(ranks(b))];
  const spread = Math.sqrt(dot(x, x) * dot(y, y));
  return spread === 0 ? null : dot(x, y) / spread;
}

/** Less their mean, which for ranks is (n + 1) / 2. */
const centred = (ranked: readonly number[]): number[] => ranked.map((rank) => rank - (ranked.length + 1) / 2);

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, index) => sum + value * b[index]!, 0);
