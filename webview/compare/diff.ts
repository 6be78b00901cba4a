/** A word of one text, and whether the other has it at the same place of their longest common subsequence. */
export interface DiffWord {
  text: string;
  common: boolean;
}

/** Two lists of words side by side: what they have in common in order, and what only one of them has. Case counts. */
export function diffWords(a: readonly string[], b: readonly string[]): { a: DiffWord[]; b: DiffWord[] } {
  const width = b.length + 1;
  // length[i * width + j]: longest common subsequence of a from i on and b from j on
  const length = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      length[i * width + j] =
        a[i] === b[j]
          ? length[(i + 1) * width + j + 1]! + 1
          : Math.max(length[(i + 1) * width + j]!, length[i * width + j + 1]!);
    }
  }
  const marked = { a: a.map(unshared), b: b.map(unshared) };
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) {
      marked.a[i++]!.common = true;
      marked.b[j++]!.common = true;
    } else if (length[(i + 1) * width + j]! >= length[i * width + j + 1]!) i++;
    else j++;
  }
  return marked;
}

const unshared = (text: string): DiffWord => ({ text, common: false });

/** a - b, entry by entry; null where the two are not over the same words. */
export function weightDifference(a: readonly number[] | undefined, b: readonly number[] | undefined): number[] | null {
  if (!a || !b || a.length === 0 || a.length !== b.length) return null;
  return a.map((weight, index) => weight - b[index]!);
}
