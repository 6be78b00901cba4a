/** Degenerate repetition ("de la de la de la …"), which recurrent decoders fall into on odd input. */

/** Longest phrase, in pieces, whose repetition is looked for. */
const LONGEST_PHRASE = 6;
/** How often a phrase may follow itself in any translation. */
const ALWAYS_ALLOWED = 4;

/** How often the last `length` ids stand, one copy after the other, at the end of `ids`. */
function copiesAtEnd(ids: readonly number[], length: number): number {
  let copies = 1;
  for (let at = ids.length - length; at >= length; at -= length) {
    for (let i = 0; i < length; i++) if (ids[at - length + i] !== ids[at + i]) return copies;
    copies++;
  }
  return copies;
}

/** Most copies of one phrase that stand one after the other anywhere in a source: as many may be translated. */
export function allowedRepeats(source: readonly number[]): number {
  let most = ALWAYS_ALLOWED;
  for (let length = 1; length <= LONGEST_PHRASE; length++) {
    let same = 0;
    for (let i = length; i < source.length; i++) {
      same = source[i] === source[i - length] ? same + 1 : 0;
      most = Math.max(most, Math.floor(same / length) + 1);
    }
  }
  return most;
}

/**
 * Whether the sequence ends in more than `allowed` copies of one phrase. If so, returns how many ids to keep, so that
 * one copy remains; else null.
 */
export function degenerateTail(ids: readonly number[], allowed: number): number | null {
  for (let length = 1; length <= LONGEST_PHRASE; length++) {
    const copies = copiesAtEnd(ids, length);
    if (copies > allowed) return ids.length - length * (copies - 1);
  }
  return null;
}
