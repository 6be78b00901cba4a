import { VISIBLE_WEIGHT, type Link, type WordRef, otherSide } from './links';
import type { Place } from './ribbonPath';

/** Room that "100%" takes at the size it is printed in, in CSS pixels. */
const LABEL_WIDTH = 27;

/**
 * Which words have their percentage printed: the strongest first, and none whose label would run into another's.
 * @param links of the active word, strongest first
 * @returns weight by index of the word
 */
export function printedPercents(
  active: WordRef,
  links: Link[],
  placeOf: (word: WordRef) => Place | undefined,
): Map<number, number> {
  const side = otherSide(active.side);
  const printed = new Map<number, number>();
  const taken: { middle: number; top: number }[] = [];
  for (const link of links) {
    const place = placeOf({ side, index: link[side] });
    if (!place || link.weight < VISIBLE_WEIGHT) continue;
    const middle = (place.left + place.right) / 2;
    if (taken.some((other) => other.top === place.top && Math.abs(other.middle - middle) < LABEL_WIDTH)) continue;
    taken.push({ middle, top: place.top });
    printed.set(link[side], link.weight);
  }
  return printed;
}
