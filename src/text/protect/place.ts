/** Where in a translation an item goes that the model left out, and around which words a pair of marks. */

import type { Unit } from './units';

/** What stands close to the word before it: an item is put before such a mark only where it may follow a word. */
const CLOSING = /^[.,;:!?…)\]}»”’%]/u;
const OPENING = /[([{«“‘/]$/u;
/** Words aligned less than this are not taken to be aligned at all. */
const LEAST = 0.15;

const massOn = (unit: Unit, words: readonly number[]) => words.reduce((sum, s) => sum + (unit.attention[s] ?? 0), 0);

/** Index of the unit that attends most to these source words, or -1. */
function bestFor(units: readonly Unit[], words: readonly number[]): number {
  let best = -1;
  let most = LEAST;
  for (const [u, unit] of units.entries()) {
    const mass = massOn(unit, words);
    if (mass > most && unit.item === null) {
      most = mass;
      best = u;
    }
  }
  return best;
}

/** Whether an item of its own may stand before unit `u`. */
export function isBoundary(units: readonly Unit[], u: number): boolean {
  if (u <= 0 || u >= units.length) return true;
  const next = units[u]!;
  return (next.spaced || CLOSING.test(next.text)) && !OPENING.test(units[u - 1]!.text);
}

/**
 * The index at which to insert an item that the model left out: where its own source words are attended to; or else
 * after what is aligned to the word before it in the source; or before what is aligned to the one after; or in
 * proportion.
 * @param words the source words of the item
 * @param count of source words
 */
export function placeFor(units: readonly Unit[], words: readonly number[], at: number, count: number): number {
  const desired = desiredPlace(units, words, at, count);
  for (let distance = 0; distance <= units.length; distance++) {
    if (desired + distance <= units.length && isBoundary(units, desired + distance)) return desired + distance;
    if (desired - distance >= 0 && isBoundary(units, desired - distance)) return desired - distance;
  }
  return units.length;
}

function desiredPlace(units: readonly Unit[], words: readonly number[], at: number, count: number): number {
  const first = words[0] ?? at;
  const last = words.at(-1) ?? at - 1;
  // the last mark of a sentence stays its last
  const end = units.length > 0 && /^[.!?…:;]+$/u.test(units.at(-1)!.text) ? units.length - 1 : units.length;
  if (first <= 0 && count > 1) return 0;
  if (last >= count - 1) return units.length;
  const own = words.length > 0 ? bestFor(units, words) : -1;
  if (own >= 0) return Math.min(own + (/^[\p{L}]/u.test(units[own]!.text) ? 1 : 0), end);
  const before = bestFor(units, [first - 1]);
  if (before >= 0) return Math.min(before + 1, end);
  const after = bestFor(units, [last + 1]);
  if (after >= 0) return Math.min(after, end);
  return Math.min(Math.round((first / Math.max(1, count)) * units.length), end);
}

/**
 * The run of units that translates the source words of a pair: the one with the greatest sum of (attention on those
 * words - 1/2), so that it is unbroken, and begins and ends with words that are aligned into the pair.
 * @param inner source words between the marks
 * @param must items that stand between the marks
 * @param barred units that belong to another pair
 * @returns [first, last + 1], or null where nothing is left for the pair
 */
export function runFor(
  units: readonly Unit[],
  inner: ReadonlySet<number>,
  must: ReadonlySet<number>,
  barred: (u: number) => boolean,
  within: { from: number; to: number },
): { from: number; to: number } | null {
  const words = [...inner];
  let best: { from: number; to: number } | null = null;
  let most = Number.NEGATIVE_INFINITY;
  let from = within.from;
  let sum = 0;
  for (let u = within.from; u < within.to; u++) {
    const unit = units[u]!;
    if (barred(u) || (unit.item !== null && !must.has(unit.item))) {
      from = u + 1;
      sum = 0;
      continue;
    }
    if (sum < 0) {
      from = u;
      sum = 0;
    }
    sum += unit.item === null ? massOn(unit, words) - 0.5 : units.length;
    if (sum > most) {
      most = sum;
      best = { from, to: u + 1 };
    }
  }
  return best;
}

export { OPENING, CLOSING };
