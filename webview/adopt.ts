/** Another decoding of a sentence, made ready to stand in the place of its translation. */

import type { SentenceResult } from '../src/shared/result';

export interface Adoption {
  result: SentenceResult;
  /** What has to stand in the translation as it is, and does not stand in the new one. */
  lost: string[];
}

/**
 * @param shown the sentence as it is shown: its place in the text, its hypotheses and what was kept from being translated
 *   are those of the new one, too
 * @param decoded the decoding that the user chose
 */
export function adoption(shown: SentenceResult, decoded: SentenceResult): Adoption {
  const { pinned: _, alternatives: __, ...own } = decoded;
  const pinned: NonNullable<SentenceResult['pinned']> = [];
  const lost: string[] = [];
  const taken: { start: number; end: number }[] = [];
  for (const pin of shown.pinned ?? []) {
    const text = shown.target.slice(pin.target.start, pin.target.end);
    const start = freePlace(decoded.target, text, taken);
    if (start < 0) {
      lost.push(text);
      continue;
    }
    const target = { start, end: start + text.length };
    taken.push(target);
    pinned.push({ source: pin.source, target });
  }
  // Another text may have been chosen before: all that were to be had can be chosen again.
  const hypotheses = [...(shown.alternatives ?? [])];
  for (const { target, score } of [shown, decoded]) {
    if (!hypotheses.some((each) => each.target === target)) hypotheses.push({ target, score });
  }
  const result: SentenceResult = {
    ...own,
    // What a model left out at the end for want of room is still the source of this translation.
    source: shown.source.startsWith(decoded.source) ? shown.source : decoded.source,
    span: shown.span,
    alternatives: hypotheses.sort((a, b) => b.score - a.score),
    ...(pinned.length ? { pinned } : {}),
  };
  return { result, lost };
}

/** Where a text stands, outside of what is taken; -1 where it does not. */
function freePlace(within: string, text: string, taken: readonly { start: number; end: number }[]): number {
  if (text === '') return -1;
  for (let at = within.indexOf(text); at >= 0; at = within.indexOf(text, at + 1)) {
    if (!taken.some(({ start, end }) => at < end && at + text.length > start)) return at;
  }
  return -1;
}
