/**
 * Protected spans that need no parser. Every pattern is linear: no quantifier stands over another that could match the
 * same characters.
 */

import type { Span } from '../sentences';
import type { ProtectedKind, ProtectedSpan } from './protectedSpan';

interface Pattern {
  kind: ProtectedKind;
  regex: RegExp;
  /** What of the match is not part of the span, at its end. */
  trim?: RegExp;
}

/** Not within a word. */
const START = String.raw`(?<![\p{L}\p{N}_])`;
const END = String.raw`(?![\p{L}\p{N}_])`;
const SENTENCE_END = /[.,;:!?…'"»”’)\]}>*]+$/u;

const pattern = (kind: ProtectedKind, source: string, trim?: RegExp): Pattern => ({
  kind,
  regex: new RegExp(source, 'gu'),
  ...(trim ? { trim } : {}),
});

/** Earlier ones win. */
const PATTERNS: readonly Pattern[] = [
  pattern('code', '(?<!`)(`{1,3})(?!`)(?:(?!\\1)[^\\n]|\\n(?!\\s*\\n))+?\\1(?!`)'),
  pattern(
    'url',
    String.raw`${START}(?:https?|ftp|file|git|ssh|vscode|mailto|data):(?:\/\/)?[^\s<>"'\x60|]+`,
    SENTENCE_END,
  ),
  pattern('url', String.raw`${START}www\.[^\s<>"'\x60|]+`, SENTENCE_END),
  pattern('email', String.raw`${START}[\w.+-]{1,64}@[A-Za-z\d-]{1,63}(?:\.[A-Za-z\d-]{1,63})+`, /[.-]+$/),
  // formulas; prices are none
  pattern('code', String.raw`\$(?=[^\s{$(])[^$\n]{0,120}[\\^_{}=+][^$\n]{0,120}(?<!\s)\$(?!\d)`),
  // ICU and template placeholders, from the longest to the shortest
  pattern('placeholder', String.raw`\{\{[^{}\n]{0,80}\}\}|[$#]\{[^{}\n]{0,80}\}|<%[^%\n]{0,80}%>`),
  pattern('placeholder', String.raw`%[(<{][\w.]{1,64}[)>}][-#0+ ]?\d{0,4}(?:\.\d{1,4})?[a-zA-Z]?`),
  pattern(
    'placeholder',
    String.raw`%%|%(?:\d{1,2}\$)?[-#0+']{0,4}(?:\d{1,4}|\*)?(?:\.(?:\d{1,4}|\*))?(?:hh|h|ll|l|z|j|t|L)?[sdifuxXoeEgGcpqvTn@]${END}`,
  ),
  pattern('placeholder', String.raw`%(?:\d{1,2}|L\d)(?![\p{L}\p{N}_%])|%[A-Z_]{2,40}%`),
  pattern('placeholder', String.raw`\{(?:[\w.$-]{0,64})(?:[:!,][^{}\n]{0,40})?\}`),
  pattern('placeholder', String.raw`(?<![\p{L}\p{N}_$])\$(?:\d{1,2}|[A-Za-z_]\w{0,63})${END}`),
  pattern('html', String.raw`&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z][A-Za-z\d]{1,31});`),
  pattern('path', String.raw`${START}[A-Za-z]:\\[^\s"'<>|*?\x60]+`, SENTENCE_END),
  pattern('path', String.raw`(?<![\p{L}\p{N}_/.~:<])(?:~|\.{1,2})?\/[\w.@+-]+(?:\/[\w.@+*-]+)*\/?`, SENTENCE_END),
  pattern('path', String.raw`${START}[\w.@+-]+\/(?=[\w./@+-]*[._/])[\w.@+-]+(?:\/[\w.@+-]+)*\/?${END}`, SENTENCE_END),
  pattern('identifier', String.raw`${START}[A-Za-z_$][\w$]{0,80}(?:(?:\.|::|->|#)[A-Za-z_$][\w$]{0,80}){0,12}\(\)`),
  pattern('identifier', String.raw`${START}[A-Za-z_]\w{0,80}(?:(?:::|->)~?[A-Za-z_]\w{0,80}){1,12}${END}`),
  // a.b.c, file.ext: two letters at least on both sides, no capital after the dot unless before it, too ("end.Next")
  pattern('identifier', String.raw`(?<![\p{L}\p{N}_.])\.?[A-Za-z_][\w-]{1,80}(?:\.[a-z_][\w]{1,80}){1,12}${END}`),
  pattern('identifier', String.raw`${START}[A-Z]\w{1,80}(?:\.[A-Z_]\w{1,80}){1,12}${END}`),
  pattern(
    'identifier',
    String.raw`(?<![^\s(\["'“«/|,])--?[A-Za-z][\w]{0,40}(?:-[\w]{1,40}){0,8}(?:=[^\s,;)]{1,80})?${END}`,
    SENTENCE_END,
  ),
  pattern('identifier', String.raw`${START}(?:_+[A-Za-z]\w{0,80}|[A-Za-z]\w{0,80}_\w{0,80})${END}`),
  pattern(
    'identifier',
    String.raw`${START}(?:[a-z][a-z\d]{0,40}[A-Z]|[A-Z][a-z\d]{1,40}[A-Z]|[A-Z]{2,40}[a-z]{2})[\w]{0,80}${END}`,
  ),
  pattern('identifier', String.raw`${START}0[xX][\da-fA-F]{1,32}${END}`),
  pattern(
    'version',
    String.raw`${START}[vV]?\d{1,5}(?:\.\d{1,6}){2,4}(?:-[A-Za-z\d]{1,20}(?:\.\d{1,6})?)?(?:\+[A-Za-z\d]{1,20})?${END}|${START}[vV]\d{1,5}(?:\.\d{1,6})?${END}`,
  ),
  pattern('mention', String.raw`(?<![\p{L}\p{N}_@/.])@[A-Za-z\d][\w-]{0,60}(?:\/[\w.-]{1,60})?${END}`),
  pattern(
    'issue',
    String.raw`(?<![\p{L}\p{N}_&])(?:[A-Za-z\d][\w.-]{0,60}\/[\w.-]{1,60}|GH)?#\d{1,9}${END}|(?<![\p{L}\p{N}_&])GH-\d{1,9}${END}`,
  ),
  pattern(
    'emoji',
    String.raw`(?:\p{Regional_Indicator}{2}|\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\uFE0F)?(?:\u200D\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\uFE0F)?){0,8})`,
  ),
  pattern('emoji', String.raw`(?<![\p{L}\p{N}_:]):[a-z][a-z\d_+-]{1,40}:(?![\p{L}\p{N}_:\x60])`),
];

/** © ® ™ and digits are pictographic by Unicode's word, but text by everybody else's. */
const NOT_EMOJI = /^[©®™\d#*ⓂℹⅠ-Ⅿ↔-↪]$/u;
/** Marks of Latin abbreviations, which the dotted patterns would take for names. */
const NOT_IDENTIFIER = /^(?:e\.g|i\.e|a\.k\.a|and\/or|OAuth|PhD)$/i;

/** What the patterns find in `text` outside of `taken` (in order, disjoint). */
export function findPatterns(text: string, taken: readonly Span[]): ProtectedSpan[] {
  const found: ProtectedSpan[] = [];
  const occupied = new Uint8Array(text.length);
  for (const { start, end } of taken) occupied.fill(1, start, end);
  for (const { kind, regex, trim } of PATTERNS) {
    regex.lastIndex = 0;
    for (let match = regex.exec(text); match; match = regex.exec(text)) {
      const matched = trim ? trimmed(match[0], trim) : match[0];
      if (match[0] === '') regex.lastIndex++;
      const start = match.index;
      const end = start + matched.length;
      if (matched === '' || NOT_IDENTIFIER.test(matched)) continue;
      if (kind === 'emoji' && NOT_EMOJI.test(matched)) continue;
      if (kind === 'email' && !matched.includes('@')) continue;
      let free = true;
      for (let at = start; at < end && free; at++) free = occupied[at] === 0;
      if (!free) continue;
      occupied.fill(1, start, end);
      found.push({ start, end, kind });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

/** Without the punctuation of the sentence around it; a bracket that opened within stays. */
function trimmed(match: string, trim: RegExp): string {
  let end = match.length;
  // how many more brackets close than open
  let closing = 0;
  for (const character of match) closing += character === ')' ? 1 : character === '(' ? -1 : 0;
  for (; end > 0; end--) {
    const last = match[end - 1]!;
    if (!trim.test(last)) break;
    if (last === ')' && closing-- <= 0) break;
    if (last === '*' && match[end - 2] === '/') break;
  }
  return match.slice(0, end);
}
