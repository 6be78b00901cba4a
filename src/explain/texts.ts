/** What the two texts alone show: repetitions, numbers, and whether the model was stopped. */

import type { SentenceResult, Word } from '../shared/result';
import type { Claim } from './claim';
import { PHRASE } from './limits';
import { isWord, strongestOf } from './measures';

/** Longest phrase whose repetition is looked for. */
const LONGEST_PHRASE = 12;
/** French doubles them by its grammar: "nous nous sommes", "vous vous". */
const DOUBLED = new Set(['nous', 'vous']);

export function texts(sentence: SentenceResult): Claim[] {
  return [...repetitions(sentence), ...numbers(sentence), ...truncated(sentence)];
}

const lower = ({ text }: Word): string => text.toLocaleLowerCase();

/**
 * Phrases that stand more than once: at once after themselves, or anywhere where they are long. None is claimed where the
 * source gives a reason: its copies are of different words of the source, or the source repeats something too.
 */
function repetitions(sentence: SentenceResult): Claim[] {
  const { targetWords } = sentence;
  const words = targetWords.map(lower);
  const taken = new Set<number>();
  const claims: Claim[] = [];
  for (let length = Math.min(LONGEST_PHRASE, words.length >> 1); length >= 1; length--) {
    for (let at = 0; at + 2 * length <= words.length; at++) {
      const phrase = range(at, length);
      if (phrase.some((index) => taken.has(index)) || !phrase.some((index) => isWord(targetWords[index]!))) continue;
      const copies = [at];
      for (let next = at + length; next + length <= words.length; next++) {
        const last = copies.at(-1)!;
        const near = next === last + length;
        if (next < last + length || (!near && length < PHRASE)) continue;
        if (phrase.every((index) => words[index] === words[index - at + next])) copies.push(next);
      }
      if (copies.length < 2 || (length === 1 && copies.length === 2 && DOUBLED.has(words[at]!))) continue;
      if (!unfounded(sentence, copies, length)) continue;
      const target = copies.flatMap((copy) => range(copy, length));
      for (const index of target) taken.add(index);
      claims.push({
        kind: 'repeated',
        section: 'check',
        source: originsOf(sentence, target),
        target,
        figures: [
          { of: 'count', value: copies.length, total: length },
          ...(sentence.alignment.length > 0
            ? target.map((each) => {
                const { source, weight } = strongestOf(sentence, each);
                return { of: 'attention', target: each, source, value: weight } as const;
              })
            : []),
        ],
        limit: { name: 'phrase', value: PHRASE },
        weight: 5 + (copies.length * length) / 100,
      });
    }
  }
  return claims;
}

const range = (start: number, length: number): number[] => Array.from({ length }, (_, offset) => start + offset);

const originsOf = (sentence: SentenceResult, target: readonly number[]): number[] =>
  sentence.alignment.length === 0
    ? []
    : [...new Set(target.map((each) => strongestOf(sentence, each).source))].sort((a, b) => a - b);

/** Whether the source gives no reason for the copies. */
function unfounded(sentence: SentenceResult, copies: readonly number[], length: number): boolean {
  if (sentence.alignment.length > 0 && isOfOneOrigin(sentence, copies, length)) return true;
  const source = sentence.sourceWords.map(lower);
  const near = copies.every((copy, at) => at === 0 || copy === copies[at - 1]! + length);
  if (near) return !stutters(source);
  return sentence.alignment.length === 0 && !repeatsItself(source, length);
}

/** Whether a later copy looked for the most part at the same source words as the first one. */
export function isOfOneOrigin(sentence: SentenceResult, [first, ...later]: readonly number[], length: number): boolean {
  const originsOfFirst = new Set(originsOf(sentence, range(first!, length)));
  return later.some((copy) => {
    const same = range(copy, length).filter((each) => originsOfFirst.has(strongestOf(sentence, each).source));
    return same.length * 2 >= length;
  });
}

/** Whether any phrase follows itself at once. */
function stutters(words: readonly string[]): boolean {
  for (let length = 1; length <= words.length >> 1; length++) {
    for (let at = 0; at + 2 * length <= words.length; at++) {
      if (range(at, length).every((index) => words[index] === words[index + length])) return true;
    }
  }
  return false;
}

/** Whether any phrase of this length stands twice. */
function repeatsItself(words: readonly string[], length: number): boolean {
  const seen = new Set<string>();
  for (let at = 0; at + length <= words.length; at++) {
    const phrase = words.slice(at, at + length).join(' ');
    if (seen.has(phrase)) return true;
    seen.add(phrase);
  }
  return false;
}

/** A number in digits: thousands set apart by spaces, as the French do, or with points and commas. */
const NUMBER = /\d{1,3}(?:[\u00a0\u202f\u2009 ]\d{3})+(?!\d)|\d+(?:[.,]\d+)*/g;

interface Found {
  /** Its digits alone: separators are written differently in other languages. */
  digits: string;
  words: number[];
}

function numbersIn(text: string, words: readonly Word[]): Found[] {
  return [...text.matchAll(NUMBER)].map(({ 0: written, index }) => ({
    digits: written.replace(/\D/g, ''),
    words: words.flatMap(({ start, end }, at) => (start < index + written.length && index < end ? [at] : [])),
  }));
}

/** Numbers in digits that only one of the two texts has. */
function numbers({ source, target, sourceWords, targetWords }: SentenceResult): Claim[] {
  const [ofSource, ofTarget] = [numbersIn(source, sourceWords), numbersIn(target, targetWords)];
  const missing = (from: Found[], other: Found[]): Found[] => {
    const left = other.map(({ digits }) => digits);
    return from.filter(({ digits }) => {
      const at = left.indexOf(digits);
      if (at >= 0) left.splice(at, 1);
      return at < 0;
    });
  };
  const found = (total: number): Claim['figures'] => [{ of: 'count', value: 0, total }];
  return [
    ...missing(ofTarget, ofSource).map(({ words }): Claim => ({
      kind: 'newNumber',
      section: 'check',
      source: ofSource.flatMap((each) => each.words),
      target: words,
      figures: found(ofSource.length),
      weight: 4.5,
    })),
    ...missing(ofSource, ofTarget).map(({ words }): Claim => ({
      kind: 'lostNumber',
      section: 'check',
      source: words,
      target: ofTarget.flatMap((each) => each.words),
      figures: found(ofTarget.length),
      weight: 4.4,
    })),
  ];
}

function truncated({ truncated: cut, targetWords }: SentenceResult): Claim[] {
  if (!cut) return [];
  return [
    {
      kind: 'truncated',
      section: 'check',
      source: [],
      target: targetWords.length > 0 ? [targetWords.length - 1] : [],
      figures: [{ of: 'count', value: targetWords.length, total: targetWords.length }],
      weight: 6,
    },
  ];
}
