import type { Pin, SentenceResult } from '../../src/shared/result';
import type { WordRef } from './links';

/** What a word is a part of that was kept from being translated: its link was given, not attended to. */
export function pinOf({ pinned = [], sourceWords, targetWords }: SentenceResult, { side, index }: WordRef): Pin | null {
  const word = (side === 'source' ? sourceWords : targetWords)[index];
  if (!word) return null;
  return pinned.find((pin) => pin[side].start < word.end && word.start < pin[side].end) ?? null;
}
