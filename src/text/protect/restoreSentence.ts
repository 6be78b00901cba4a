/** One sentence of a translation, with its protected items put back. */

import type { SentenceResult } from '../../shared/result';
import { assign, wholePairs, wordsBetween } from './assign';
import type { MaskedItem } from './mask';
import { CLOSING, OPENING, placeFor, runFor } from './place';
import { toUnits, type Expected, type Unit } from './units';

export interface RestoredSentence {
  units: Unit[];
  /** Items that the model was shown and left out. */
  added: number[];
  /** Surplus copies, and what is left of garbled ones. */
  dropped: number;
}

/** What the model adds to a copy that it garbled; kept only where the source has it, too. */
const DEBRIS = /^[`*|<>{}_\\]+$/;

export function restoreSentence(
  sentence: SentenceResult,
  expected: readonly Expected[],
  items: readonly MaskedItem[],
): RestoredSentence {
  const shown = expected.filter(({ form }) => form !== '');
  const { regions, missing, dropped } = assign(sentence, shown, items);
  let units = toUnits(sentence, regions);
  const outside = withoutItems(sentence, expected);
  const debris = ({ item, text }: Unit) => item === null && DEBRIS.test(text) && !outside.includes(text);

  const pairs = wholePairs(expected, items);
  const marks = new Set(pairs.flat());
  const lost = missing.filter(({ text }) => text !== '');
  const added = lost.map(({ item }) => item);
  for (const single of expected) {
    if (single.text === '' || marks.has(single)) continue;
    if (single.form === '' || lost.includes(single)) units = insert(units, single, items, sentence, debris);
  }
  const before = units.length;
  units = units.filter((unit) => !debris(unit));
  const project = pairs.filter(([open]) => open.form === '' || lost.includes(open));
  return {
    units: wrap(units, project, expected, sentence),
    added,
    dropped: dropped + before - units.length,
  };
}

function withoutItems({ source }: SentenceResult, expected: readonly Expected[]): string {
  let text = '';
  let at = 0;
  for (const { span } of expected) {
    text += `${source.slice(at, span.start)} `;
    at = span.end;
  }
  return text + source.slice(at);
}

/** Puts an item where the attention says; in place of a garbled copy, where there is one. */
function insert(
  units: readonly Unit[],
  lost: Expected,
  items: readonly MaskedItem[],
  sentence: SentenceResult,
  debris: (unit: Unit) => boolean,
): Unit[] {
  const { sourceWords } = sentence;
  const garbled = garbledCopy(units, lost, debris);
  if (garbled) {
    const first = units[garbled.from]!;
    const unit: Unit = { text: lost.text, item: lost.item, spaced: first.spaced, attention: [], added: true };
    return [...units.slice(0, garbled.from), unit, ...units.slice(garbled.to)];
  }
  const following = sourceWords.findIndex(({ start }) => start >= lost.span.start);
  const at = following < 0 ? sourceWords.length : following;
  const place = placeFor(units, lost.words, at, sourceWords.length);
  const { pair } = items[lost.item]!;
  const side =
    pair === undefined ? 'alone' : items.findIndex((item) => item.pair === pair) === lost.item ? 'open' : 'close';
  const before = units[place - 1];
  const next = units[place];
  const unit: Unit = {
    text: lost.text,
    item: lost.item,
    spaced: before !== undefined && side !== 'close' && !OPENING.test(before.text),
    attention: [],
    added: true,
  };
  const rest = units.slice(place);
  if (next) rest[0] = { ...next, spaced: side !== 'open' && (next.spaced || !CLOSING.test(next.text)) };
  return [...units.slice(0, place), unit, ...rest];
}

/** Units that are a failed copy of an item: aligned to it, and of a shape that no word has, or much like it. */
function garbledCopy(
  units: readonly Unit[],
  lost: Expected,
  debris: (unit: Unit) => boolean,
): { from: number; to: number } | null {
  const own = new Set(lost.words);
  const isCopy = (unit: Unit) => {
    if (unit.item !== null) return false;
    const most = unit.attention.reduce((best, mass, s) => (mass > (unit.attention[best] ?? 0) ? s : best), 0);
    return own.has(most) && (unit.attention[most] ?? 0) > 0.3;
  };
  const alike = (unit: Unit) =>
    unit.text.length >= 3 &&
    lost.form.toLowerCase().includes(unit.text.slice(0, Math.max(3, unit.text.length - 2)).toLowerCase());
  for (let from = 0; from < units.length; from++) {
    if (!isCopy(units[from]!)) continue;
    let to = from + 1;
    while (to < units.length && isCopy(units[to]!) && !(units[to]!.spaced && !/\s/.test(lost.form))) to++;
    const run = units.slice(from, to);
    if (run.some((unit) => debris(unit) || alike(unit))) return { from, to };
    from = to - 1;
  }
  return null;
}

interface PlacedPair {
  open: Expected;
  close: Expected;
  from: number;
  to: number;
}

/** Puts the marks of pairs around what translates the words between them. */
function wrap(
  units: readonly Unit[],
  pairs: readonly (readonly [Expected, Expected])[],
  expected: readonly Expected[],
  sentence: SentenceResult,
): Unit[] {
  const all = [...units];
  const placed: PlacedPair[] = [];
  const encloses = (outer: PlacedPair, open: Expected, close: Expected) =>
    outer.open.item < open.item && close.item < outer.close.item;
  // outer pairs first
  for (const [open, close] of [...pairs].sort((a, b) => a[0].item - b[0].item)) {
    const inner = new Set(wordsBetween(sentence, open.span.end, close.span.start));
    const must = new Set(
      expected.filter(({ item, text }) => item > open.item && item < close.item && text !== '').map(({ item }) => item),
    );
    const parents = placed.filter((outer) => encloses(outer, open, close));
    const within = parents.at(-1) ?? { from: 0, to: all.length };
    const barred = (u: number) => placed.some((other) => !parents.includes(other) && u >= other.from && u < other.to);
    let run = runFor(all, inner, must, barred, within);
    if (!run) {
      // nothing is left that could stand for it: the source's own words do
      run = { from: all.length, to: all.length + 1 };
      const text = sentence.source.slice(open.span.end, close.span.start).trim();
      all.push({ text, item: null, spaced: true, attention: [], added: true });
    }
    placed.push({ open, close, ...run });
  }
  return withMarks(all, placed);
}

function withMarks(units: readonly Unit[], placed: readonly PlacedPair[]): Unit[] {
  const marked: Unit[] = [];
  const mark = ({ item, text }: Expected, spaced: boolean): Unit => ({
    text,
    item,
    spaced,
    attention: [],
    added: true,
  });
  for (let u = 0; u <= units.length; u++) {
    const closing = placed.filter(({ to }) => to === u).reverse();
    for (const { close } of closing) marked.push(mark(close, false));
    const unit = units[u];
    if (!unit) break;
    let { spaced } = unit;
    for (const { open } of placed.filter(({ from }) => from === u)) {
      marked.push(mark(open, spaced));
      spaced = false;
    }
    marked.push({ ...unit, spaced });
  }
  return marked;
}
