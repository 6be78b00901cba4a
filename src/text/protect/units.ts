/**
 * A translated sentence as a list of units: the words of the model, and the protected items among them. Restoring
 * moves, adds and drops units; the text is made of them at the end.
 */

import type { SentenceResult } from '../../shared/result';
import type { Span } from '../sentences';
import type { MaskedItem } from './mask';

export interface Unit {
  text: string;
  /** Index of the item it is; null for the model's own words. */
  item: number | null;
  /** Whether white space stands before it in the model's translation. */
  spaced: boolean;
  /** Attention on each source word, the end mark last; empty where nothing is known. */
  attention: readonly number[];
  /** Put back by restoring, since the model left it out. */
  added?: true;
}

/** An item within one sentence. */
export interface Expected {
  item: number;
  /** What stands for it in the sentence given to the model. */
  form: string;
  /** What is to be shown: '' for the second half of an item that a sentence border cut through. */
  text: string;
  /** Within the sentence given to the model. */
  span: Span;
  /** Indices of the source words it overlaps. */
  words: number[];
}

/** The items that stand in a sentence of the masked text. */
export function expectedIn(sentence: SentenceResult, items: readonly MaskedItem[]): Expected[] {
  const { span, source, sourceWords } = sentence;
  return items.flatMap((item, index) => {
    const { start, end } = item.masked;
    const inside = start === end ? start >= span.start && start <= span.end : start < span.end && end > span.start;
    if (!inside) return [];
    const own = { start: Math.max(start, span.start) - span.start, end: Math.min(end, span.end) - span.start };
    const words: number[] = [];
    for (const [w, word] of sourceWords.entries()) if (word.start < own.end && word.end > own.start) words.push(w);
    const form = source.slice(own.start, own.end);
    return [{ item: index, form, text: start < span.start ? '' : item.text, span: own, words }];
  });
}

interface Occurrence extends Span {
  form: string;
}

/** The same mark once or more. */
const RUN = /^([^\p{L}\p{N}\s])\1*$/u;
const WORD_CHARACTER = /[\p{L}\p{N}_]/u;

/** Where the forms stand in a translation, longest forms first, without overlap. */
export function occurrences(target: string, forms: readonly string[]): Occurrence[] {
  const taken = new Uint8Array(target.length);
  const found: Occurrence[] = [];
  for (const form of [...new Set(forms)].filter(Boolean).sort((a, b) => b.length - a.length)) {
    for (let at = target.indexOf(form); at >= 0; at = target.indexOf(form, at + 1)) {
      const end = at + form.length;
      if (cutsWord(target, at) || cutsWord(target, end) || taken.subarray(at, end).includes(1)) continue;
      // "*" is no part of "**"
      if (RUN.test(form) && (target[at - 1] === form[0] || target[end] === form[0])) continue;
      taken.fill(1, at, end);
      found.push({ start: at, end, form });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

function cutsWord(text: string, at: number): boolean {
  return at > 0 && at < text.length && WORD_CHARACTER.test(text[at - 1]!) && WORD_CHARACTER.test(text[at]!);
}

/** A part of a translation that is an item, or that is to vanish. */
export interface Region extends Span {
  item: number | null;
  text: string;
}

/**
 * The words of a translation with the regions as units of their own.
 * @param regions disjoint, in order
 */
export function toUnits({ target, targetWords, alignment }: SentenceResult, regions: readonly Region[]): Unit[] {
  const pieces: (Region & { attention: readonly number[] })[] = regions.map((region) => {
    const rows = targetWords.flatMap(({ start, end }, t) =>
      start < region.end && end > region.start && alignment[t] ? [alignment[t]] : [],
    );
    return { ...region, attention: mean(rows) };
  });
  const own = (start: number, end: number, attention: readonly number[]) => {
    if (target.slice(start, end).trim() !== '')
      pieces.push({ start, end, item: null, text: target.slice(start, end), attention });
  };
  // words outside of the regions, and what of a word sticks out of one
  const cut = (start: number, end: number, attention: readonly number[]) => {
    let at = start;
    for (const region of regions) {
      if (region.end <= at || region.start >= end) continue;
      if (region.start > at) own(at, region.start, attention);
      at = Math.max(at, region.end);
    }
    if (at < end) own(at, end, attention);
  };
  let covered = 0;
  for (const [t, { start, end }] of targetWords.entries()) {
    cut(covered, start, []);
    cut(start, end, alignment[t] ?? []);
    covered = end;
  }
  cut(covered, target.length, []);
  pieces.sort((a, b) => a.start - b.start);
  const units: Unit[] = [];
  let end = 0;
  let spaced = false;
  for (const piece of pieces) {
    spaced ||= /\s/.test(target.slice(end, piece.start));
    end = piece.end;
    if (piece.text === '') continue;
    // "A, A and B" without its second A is "A and B"
    const vanished = pieces.some(
      (other) => other.text === '' && other.end <= piece.start && target.slice(other.end, piece.start).trim() === '',
    );
    if (vanished && units.at(-1)?.text === ',' && /^(?:[,.;:)]|et|ou|and|or)$/.test(piece.text)) {
      units.pop();
      spaced ||= piece.text.length > 1;
      if (piece.text.length === 1) spaced = false;
    }
    units.push({ text: piece.text.trim(), item: piece.item, spaced, attention: piece.attention });
    spaced = false;
  }
  return units;
}

function mean(rows: readonly (readonly number[])[]): number[] {
  const first = rows[0];
  if (!first) return [];
  return first.map((_, s) => rows.reduce((sum, row) => sum + (row[s] ?? 0), 0) / rows.length);
}
