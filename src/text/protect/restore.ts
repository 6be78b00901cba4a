/**
 * Puts back what a translation had to leave alone: every protected item stands in the text once, whatever the model
 * did. What the model copied stays where it put it; what it left out goes where the attention says; what it made up or
 * said twice is dropped.
 */

import { joinTranslation, type SentenceResult, type TargetWord, type Word } from '../../shared/result';
import type { Span } from '../sentences';
import type { MaskedItem, ProtectedText } from './mask';
import { restoreSentence } from './restoreSentence';
import { expectedIn, type Expected, type Unit } from './units';

/** A protected span in the source and the same in the translation: a link that the attention has no say in. */
export interface PinnedLink {
  source: Span;
  target: Span;
}

export interface Restored {
  /** The translation, with all protected items. */
  text: string;
  /** The sentences as of the source without masks, with words and alignment: what panel and hover show. */
  sentences: SentenceResult[];
  links: PinnedLink[];
  /** Spans in the source of what the model left out, and what was put back by the alignment. */
  restored: Span[];
  /** How many surplus copies were taken out. */
  dropped: number;
}

/**
 * @param sentences the translation of `protectedText.text`
 */
export function restore(sentences: readonly SentenceResult[], protectedText: ProtectedText): Restored {
  const { source, items } = protectedText;
  const restored: Restored = { text: '', sentences: [], links: [], restored: [], dropped: 0 };
  const done = new Set<number>();
  let at = 0; // in the source
  const gap = (end: number) => {
    for (const [i, item] of items.entries()) {
      if (done.has(i) || item.source.start < at || item.source.end > end) continue;
      done.add(i);
      restored.text += source.slice(at, item.source.start);
      show(restored, item, restored.text.length);
      restored.text += item.text;
      at = item.source.end;
    }
    restored.text += source.slice(at, end);
    at = end;
  };
  sentences.forEach((sentence, n) => {
    const expected = ownItems(sentence, sentences[n + 1], items, done);
    const span = sourceSpan(sentence, expected, items, at);
    gap(span.start);
    for (const { item } of expected) done.add(item);
    const { units, added, dropped } = restoreSentence(sentence, expected, items);
    restored.dropped += dropped;
    for (const item of added) restored.restored.push(items[item]!.source);
    const described = describe(sentence, span, units, expected, protectedText);
    for (const { item, target } of described.itemSpans) {
      restored.links.push({ source: items[item]!.source, target: shifted(target, restored.text.length) });
    }
    restored.sentences.push(described.sentence);
    restored.text += described.sentence.target;
    at = span.end;
  });
  gap(source.length);
  return restored;
}

function show(restored: Restored, item: MaskedItem, at: number): void {
  restored.links.push({ source: item.source, target: { start: at, end: at + item.text.length } });
}

const shifted = ({ start, end }: Span, by: number): Span => ({ start: start + by, end: end + by });

/** The items of a sentence; a mark on the border of two goes with the text it encloses. */
function ownItems(
  sentence: SentenceResult,
  next: SentenceResult | undefined,
  items: readonly MaskedItem[],
  done: ReadonlySet<number>,
): Expected[] {
  const opens = new Set<number>();
  const seen = new Set<number>();
  for (const [i, { pair }] of items.entries()) {
    if (pair === undefined || seen.has(pair)) continue;
    seen.add(pair);
    opens.add(i);
  }
  return expectedIn(sentence, items).flatMap((expected) => {
    const { masked } = items[expected.item]!;
    const onBorder = masked.start === masked.end && masked.start === next?.span.start;
    if (onBorder && opens.has(expected.item)) return [];
    // the second half of an item that the border cut through is only to be taken out
    return [done.has(expected.item) ? { ...expected, text: '' } : expected];
  });
}

/** The span of a masked sentence in the source, its items included. */
function sourceSpan(
  sentence: SentenceResult,
  expected: readonly Expected[],
  items: readonly MaskedItem[],
  least: number,
): Span {
  const toSource = (offset: number): number => {
    let shift = 0;
    for (const { masked, source } of items) {
      if (masked.start >= offset) break;
      if (masked.end > offset) return source.end;
      shift = source.end - masked.end;
    }
    return offset + shift;
  };
  const own = expected.filter(({ text }) => text !== '').map(({ item }) => items[item]!.source);
  const start = Math.min(toSource(sentence.span.start), ...own.map((span) => span.start));
  const end = Math.max(toSource(sentence.span.end), ...own.map((span) => span.end));
  const from = Math.max(least, start);
  return { start: from, end: Math.max(from, end) };
}

/** The units as a sentence result over the source without masks. */
function describe(
  sentence: SentenceResult,
  span: Span,
  units: readonly Unit[],
  expected: readonly Expected[],
  { source, items }: ProtectedText,
): { sentence: SentenceResult; itemSpans: { item: number; target: Span }[] } {
  const { columns, columnOf, columnOfItem } = sourceColumns(sentence, span, expected, items, source);
  let target = '';
  const targetWords: TargetWord[] = [];
  const alignment: number[][] = [];
  const itemSpans: { item: number; target: Span }[] = [];
  const confidences = new Map(sentence.targetWords.map((word) => [word.text, word.confidence]));
  for (const unit of units) {
    if (target !== '' && unit.spaced) target += ' ';
    const start = target.length;
    target += unit.text;
    const word = { text: unit.text, start, end: target.length };
    if (unit.item !== null) itemSpans.push({ item: unit.item, target: { start, end: target.length } });
    targetWords.push({ ...word, confidence: unit.item === null ? (confidences.get(unit.text) ?? 1) : 1 });
    const row = Array<number>(columns.length + 1).fill(0);
    const column = unit.item === null ? undefined : columnOfItem.get(unit.item);
    if (column !== undefined) row[column] = 1;
    else if (unit.attention.length === 0) row[columns.length] = 1;
    else unit.attention.forEach((mass, s) => (row[columnOf[s] ?? columns.length]! += mass));
    alignment.push(row);
  }
  const { alternatives: _, ...rest } = sentence;
  return {
    itemSpans,
    sentence: {
      ...rest,
      source: source.slice(span.start, span.end),
      target,
      sourceWords: columns,
      targetWords,
      // without attention there was none to begin with
      alignment: sentence.alignment.length === 0 && sentence.targetWords.length > 0 ? [] : alignment,
      span,
    },
  };
}

/** The words of the sentence in the source: those of the model, and one for each item. */
function sourceColumns(
  { sourceWords, span: masked }: SentenceResult,
  span: Span,
  expected: readonly Expected[],
  items: readonly MaskedItem[],
  source: string,
) {
  const parts: { start: number; end: number; words: number[]; item: number | null }[] = [];
  const taken = new Set<number>();
  for (const { item, words, text } of expected) {
    for (const word of words) taken.add(word);
    const own = items[item]!.source;
    if (text !== '') parts.push({ start: own.start, end: own.end, words, item });
  }
  let shift = 0;
  let next = 0;
  for (const [w, word] of sourceWords.entries()) {
    if (taken.has(w)) continue;
    const start = word.start + masked.start;
    for (; next < items.length && items[next]!.masked.end <= start; next++) {
      shift = items[next]!.source.end - items[next]!.masked.end;
    }
    // a mark that was taken out within a word leaves the word in the source longer than in the masked text
    let end = start + shift + word.text.length;
    for (let i = next; i < items.length && items[i]!.masked.end < word.end + masked.start; i++) {
      end += items[i]!.source.end - items[i]!.source.start;
    }
    parts.push({ start: start + shift, end, words: [w], item: null });
  }
  parts.sort((a, b) => a.start - b.start || a.end - b.end);
  const columns: Word[] = [];
  const columnOf: number[] = [];
  const columnOfItem = new Map<number, number>();
  for (const { start, end, words, item } of parts) {
    const from = Math.max(start, span.start, (columns.at(-1)?.end ?? 0) + span.start);
    const to = Math.min(end, span.end);
    if (item === null && to <= from) continue;
    columns.push({ text: source.slice(from, to), start: from - span.start, end: Math.max(from, to) - span.start });
    for (const word of words) columnOf[word] = columns.length - 1;
    if (item !== null) columnOfItem.set(item, columns.length - 1);
  }
  return { columns, columnOf, columnOfItem };
}

/** Whether the sentences of a restored translation are its text: for tests and callers that want to be sure. */
export function agrees({ text, sentences }: Restored, source: string): boolean {
  return joinTranslation(source, sentences) === text;
}
