/** The user's terms in a text. */

import type { Span } from '../sentences';
import type { GlossaryEntry, ProtectedSpan } from './protectedSpan';

const LETTER = /[\p{L}\p{N}_]/u;

/**
 * Whole words only. A term in lower case is found at the beginning of a sentence, too; any other as it is written.
 * Longer terms win. An empty term is none.
 * @param taken spans to stay out of
 */
export function findTerms(text: string, glossary: readonly GlossaryEntry[], taken: readonly Span[]): ProtectedSpan[] {
  const occupied = new Uint8Array(text.length);
  for (const { start, end } of taken) occupied.fill(1, start, end);
  const found: ProtectedSpan[] = [];
  const lower = text.toLowerCase();
  // lower-casing may change the length of a text ("İ"): then terms are found as they are written only
  const folded = lower.length === text.length ? lower : text;
  for (const { source, target } of [...glossary].sort((a, b) => b.source.length - a.source.length)) {
    const term = source.trim();
    if (term === '') continue;
    const haystack = term === term.toLowerCase() ? folded : text;
    for (let at = haystack.indexOf(term); at >= 0; at = haystack.indexOf(term, at + term.length)) {
      const end = at + term.length;
      if (!isWhole(text, at, end) || occupied.subarray(at, end).includes(1)) continue;
      occupied.fill(1, at, end);
      found.push({ start: at, end, kind: 'term', ...(target === null ? {} : { replacement: target }) });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

function isWhole(text: string, start: number, end: number): boolean {
  const before = start > 0 && LETTER.test(text[start - 1]!) && LETTER.test(text[start]!);
  const after = end < text.length && LETTER.test(text[end]!) && LETTER.test(text[end - 1]!);
  return !before && !after;
}
