/** Alignment error rate (Och & Ney 2003). */

/** A link "i-j" of source word i and target word j, 0-based. */
export type Link = `${number}-${number}`;

export interface GoldAlignment {
  sure: ReadonlySet<Link>;
  /** Sure links included. */
  possible: ReadonlySet<Link>;
}

/**
 * Reads a line of gold links, 1-based: "i-j" is sure, "ipj" possible only.
 * @throws SyntaxError at anything else
 */
export function parseGold(line: string): GoldAlignment {
  const sure = new Set<Link>();
  const possible = new Set<Link>();
  for (const item of line.split(/\s+/).filter(Boolean)) {
    const match = /^([1-9]\d*)([-p])([1-9]\d*)$/.exec(item);
    if (!match) throw new SyntaxError(`"${item}" is no link: i-j or ipj, counted from 1, was expected`);
    const link: Link = `${Number(match[1]) - 1}-${Number(match[3]) - 1}`;
    possible.add(link);
    if (match[2] === '-') sure.add(link);
  }
  return { sure, possible };
}

/**
 * AER = 1 - (|A ∩ S| + |A ∩ P|) / (|A| + |S|), counted over all sentences.
 * @returns 0 to 1; 0 where there is nothing to align and nothing was aligned
 */
export function aer(found: readonly (readonly Link[])[], gold: readonly GoldAlignment[]): number {
  if (found.length !== gold.length) throw new RangeError('as many gold alignments as sentences are needed');
  let inSure = 0;
  let inPossible = 0;
  let size = 0;
  for (const [i, { sure, possible }] of gold.entries()) {
    const links = new Set(found[i]!);
    size += links.size + sure.size;
    for (const link of links) {
      if (sure.has(link)) inSure++;
      if (possible.has(link)) inPossible++;
    }
  }
  return size === 0 ? 0 : 1 - (inSure + inPossible) / size;
}
