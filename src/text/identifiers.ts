/** Names of programs to words, and back. */

import type { Span } from './sentences';

export type IdentifierStyle = 'camel' | 'pascal' | 'snake' | 'screaming' | 'kebab' | 'train' | 'dot' | 'flat';

export interface IdentifierWords {
  words: string[];
  style: IdentifierStyle;
  /** What stood before and after the words: `_name`, `$name`, `name!`. */
  before: string;
  after: string;
}

const IDENTIFIER = /^[\p{L}\p{N}_$@#-]+(?:[.:]{1,2}[\p{L}\p{N}_$-]+)*[?!]?$/u;
/** An acronym before a capitalised word, a capitalised word, a run of capitals, of small letters, of digits. */
const PART = /\p{Lu}+(?=\p{Lu}\p{Ll})|\p{Lu}?[\p{Ll}\p{Lo}\p{M}]+|\p{Lu}+|\p{N}+|\p{L}+/gu;
/** Digits that belong to the letters before them. */
const WITH_DIGITS =
  /^(?:utf|sha|md|base|x|i|f|u|int|uint|float|h|mp|v|p|k|ipv|http|es|arm|win|o?auth|l\d*n?|i\d*n?|a\d*y?)$/i;

/** Whether a text is one name and nothing else. */
export function isIdentifier(text: string): boolean {
  return text.length <= 200 && IDENTIFIER.test(text) && /\p{L}/u.test(text);
}

/** Whether a name shows by its form that it is one: more than a plain word. */
export function isCompound(text: string): boolean {
  return isIdentifier(text) && splitIdentifier(text).words.length > 1 && !/^\p{L}+-\p{L}+$/u.test(text);
}

/**
 * `parseHTTPResponse2` to parse HTTP response 2, `MAX_RETRY_COUNT` to max retry count, `utf8Decode` to utf8 decode.
 * Acronyms keep their capitals, all other words are in small letters.
 */
export function splitIdentifier(name: string): IdentifierWords {
  const before = /^[_$@#-]*/.exec(name)![0];
  const after = /[_?!-]*$/.exec(name.slice(before.length))![0];
  const core = name.slice(before.length, name.length - after.length);
  const screaming = /\p{Lu}/u.test(core) && !/\p{Ll}/u.test(core) && core.length > 1;
  const words: string[] = [];
  for (const chunk of core.split(/[_\-.:$@#/]+/)) {
    const parts = chunk.match(PART) ?? [];
    let end = 0;
    for (const part of parts) {
      const start = chunk.indexOf(part, end);
      const previous = words.at(-1);
      if (/^\p{N}/u.test(part) && start === end && start > 0 && previous !== undefined && WITH_DIGITS.test(previous)) {
        words[words.length - 1] = previous + part;
      } else {
        const acronym = !screaming && part.length > 1 && part === part.toUpperCase() && /\p{L}/u.test(part);
        words.push(acronym ? part : part.toLowerCase());
      }
      end = start + part.length;
    }
  }
  return { words, style: styleOf(core, screaming), before, after };
}

function styleOf(core: string, screaming: boolean): IdentifierStyle {
  if (core.includes('_')) return screaming ? 'screaming' : 'snake';
  if (core.includes('-')) return /^\p{Lu}/u.test(core) ? 'train' : 'kebab';
  if (core.includes('.')) return 'dot';
  if (screaming) return 'screaming';
  if (/^\p{Lu}/u.test(core)) return 'pascal';
  return /\p{Lu}/u.test(core) ? 'camel' : 'flat';
}

/** Words of any language as a name of a style, in letters that every language takes. */
export function joinIdentifier(text: string, style: IdentifierStyle): string {
  const words = text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
  const small = words.map((word) => (word === word.toUpperCase() && word.length > 1 ? word : word.toLowerCase()));
  switch (style) {
    case 'camel':
      return small.map((word, i) => (i === 0 ? word.toLowerCase() : capital(word))).join('');
    case 'pascal':
      return small.map(capital).join('');
    case 'snake':
      return small.join('_').toLowerCase();
    case 'screaming':
      return small.join('_').toUpperCase();
    case 'kebab':
      return small.join('-').toLowerCase();
    case 'train':
      return small.map(capital).join('-');
    case 'dot':
      return small.join('.').toLowerCase();
    case 'flat':
      return small.join('').toLowerCase();
  }
}

const NAME_CHARACTER = /[\p{L}\p{N}_$]/u;

/** The name that an offset is in or at the end of; null where there is none. Kebab-case only with `dashes`. */
export function identifierAt(text: string, offset: number, dashes = false): Span | null {
  const isPart = (at: number) =>
    at >= 0 &&
    at < text.length &&
    (NAME_CHARACTER.test(text[at]!) ||
      (dashes && text[at] === '-' && isLetter(text[at - 1]) && isLetter(text[at + 1])));
  let start = offset;
  let end = offset;
  while (isPart(start - 1)) start--;
  while (isPart(end)) end++;
  return end > start && isIdentifier(text.slice(start, end)) ? { start, end } : null;
}

const isLetter = (character: string | undefined) => character !== undefined && /[\p{L}\p{N}]/u.test(character);
