/** Which copy of an item in a translation is which item of the source. */

import type { SentenceResult } from '../../shared/result';
import type { Span } from '../sentences';
import type { MaskedItem } from './mask';
import { occurrences, type Expected, type Region } from './units';

export interface Assignment {
  /** Disjoint, in order. */
  regions: Region[];
  missing: Expected[];
  /** Surplus copies. */
  dropped: number;
}

interface Candidate<E> {
  expected: E;
  found: Span[];
  score: number;
}

/** @param shown items that the model was shown */
export function assign(sentence: SentenceResult, shown: readonly Expected[], items: readonly MaskedItem[]): Assignment {
  const free = occurrences(
    sentence.target,
    shown.map(({ form }) => form),
  );
  const pairs = wholePairs(shown, items);
  const inPair = new Set(pairs.flat());
  const regions: Region[] = [];
  const assigned = new Set<Expected>();
  const take = (expected: Expected, span: Span) => {
    regions.push({
      start: span.start,
      end: span.end,
      item: expected.text === '' ? null : expected.item,
      text: expected.text,
    });
    assigned.add(expected);
    free.splice(
      free.findIndex(({ start }) => start === span.start),
      1,
    );
  };

  const single: Candidate<Expected[]>[] = shown
    .filter((expected) => !inPair.has(expected))
    .flatMap((expected) =>
      free
        .filter(({ form }) => form === expected.form)
        .map((found) => ({
          expected: [expected],
          found: [found],
          score: massBetween(sentence, found, expected.words),
        })),
    );
  const double: Candidate<Expected[]>[] = pairs.flatMap(([open, close]) =>
    enclosing(free, open.form, close.form).map(([first, last]) => {
      const inner = wordsBetween(sentence, open.span.end, close.span.start);
      return {
        expected: [open, close],
        found: [first, last],
        score: massBetween(sentence, { start: first.end, end: last.start }, inner),
      };
    }),
  );
  for (const candidates of [single, double]) {
    // stable: of equal scores, the first in the source goes to the first in the translation
    for (const { expected, found } of candidates.sort((a, b) => b.score - a.score)) {
      if (expected.some((e) => assigned.has(e))) continue;
      if (!found.every((span) => free.some(({ start, end }) => start === span.start && end === span.end))) continue;
      expected.forEach((e, n) => take(e, found[n]!));
    }
  }

  // as many as the source has outside of its protected items may stay
  const allowed = new Map<string, number>();
  for (const { form } of shown) if (!allowed.has(form)) allowed.set(form, countOutside(sentence.source, form, shown));
  let dropped = 0;
  for (const { start, end, form } of free) {
    const left = allowed.get(form)!;
    if (left > 0) allowed.set(form, left - 1);
    else {
      regions.push({ start, end, item: null, text: '' });
      dropped++;
    }
  }
  regions.sort((a, b) => a.start - b.start);
  return { regions, missing: shown.filter((expected) => !assigned.has(expected)), dropped };
}

/** Pairs that have both their marks in the sentence, both shown or both hidden. */
export function wholePairs(expected: readonly Expected[], items: readonly MaskedItem[]): [Expected, Expected][] {
  const opening = new Map<number, Expected>();
  const pairs: [Expected, Expected][] = [];
  for (const mark of expected) {
    const { pair } = items[mark.item]!;
    if (pair === undefined || mark.text === '') continue;
    const open = opening.get(pair);
    if (!open) opening.set(pair, mark);
    else if ((open.form === '') === (mark.form === '')) pairs.push([open, mark]);
  }
  return pairs;
}

/** Source words that lie between two offsets. */
export function wordsBetween({ sourceWords }: SentenceResult, start: number, end: number): number[] {
  return sourceWords.flatMap((word, w) => (word.start >= start && word.end <= end ? [w] : []));
}

/** Attention of the target words in a span on source words, averaged over the former. */
function massBetween({ targetWords, alignment }: SentenceResult, span: Span, words: readonly number[]): number {
  let sum = 0;
  let count = 0;
  for (const [t, { start, end }] of targetWords.entries()) {
    if (start >= span.end || end <= span.start) continue;
    count++;
    for (const s of words) sum += alignment[t]?.[s] ?? 0;
  }
  return count === 0 ? 0 : sum / count;
}

/** Marks that enclose something, as they would be read: an opening one with the next closing one. */
function enclosing<S extends Span & { form: string }>(found: readonly S[], open: string, close: string): [S, S][] {
  const pairs: [S, S][] = [];
  let opening: S | null = null;
  for (const mark of found) {
    if (opening && mark.form === close && mark.start > opening.end) {
      pairs.push([opening, mark]);
      opening = null;
    } else if (mark.form === open) opening = mark;
  }
  return pairs;
}

function countOutside(text: string, form: string, shown: readonly Expected[]): number {
  return occurrences(text, [form]).filter(({ start, end }) =>
    shown.every(({ span }) => end <= span.start || start >= span.end),
  ).length;
}
