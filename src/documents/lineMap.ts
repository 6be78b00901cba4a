/** Which line of a text stands beside which line of its translation. Lines count from 0. */
export class LineMap {
  /** Lines that stand beside each other; both columns grow. */
  private readonly source: number[] = [0];
  private readonly target: number[] = [0];

  /** Lines are added in order; one that goes back is none. */
  add(source: number, target: number): void {
    const last = this.source.length - 1;
    if (source < this.source[last]! || target < this.target[last]!) return;
    if (source === this.source[last]! && target === this.target[last]!) return;
    this.source.push(source);
    this.target.push(target);
  }

  toTarget(line: number): number {
    return between(this.source, this.target, line);
  }

  toSource(line: number): number {
    return between(this.target, this.source, line);
  }
}

/** The line beside `line`: in proportion between two pairs that are known, in step after the last. */
function between(from: readonly number[], to: readonly number[], line: number): number {
  let low = 0;
  let high = from.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (from[middle]! <= line) low = middle;
    else high = middle - 1;
  }
  const past = line - from[low]!;
  if (low + 1 === from.length) return to[low]! + past;
  const share = past / (from[low + 1]! - from[low]!);
  return to[low]! + Math.floor(share * (to[low + 1]! - to[low]!));
}
