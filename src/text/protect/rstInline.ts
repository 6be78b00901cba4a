/**
 * Inline markup of reStructuredText: literals, roles, links, substitutions, footnotes, emphasis.
 * The recognition rules are those of the reStructuredText specification ("Inline markup recognition rules"), without
 * the one about matching quotes around a start string.
 */

import type { ProtectedSpan } from './protectedSpan';

/** What may stand before a start string, and after an end string. */
const BEFORE = /[\s\-:/'"<([{‘“’«¡¿–—]/u;
const AFTER = /[\s\-.,:;!?/'"’”)\]}>\\»…–—]/u;
const ROLE = /:[A-Za-z][\w.+:-]{0,60}:`/y;
const SUFFIX_ROLE = /:[A-Za-z][\w.+-]{0,60}:/y;
const FOOTNOTE = /\[(?:\d{1,6}|#[\w.-]{0,60}|\*|[A-Za-z][\w.-]{0,60})\]_/y;
/** Longest content of inline markup, in UTF-16 code units: keeps the search for an end that never comes short. */
const LONGEST = 1_000;
const SIMPLE_REFERENCE = /[\p{L}\p{N}](?:[\p{L}\p{N}]|[-_.:+](?=[\p{L}\p{N}])){0,80}__?(?![\p{L}\p{N}_])/uy;

/** @param text one paragraph */
export function rstInline(text: string): ProtectedSpan[] {
  const spans: ProtectedSpan[] = [];
  let pair = 0;
  const opaque = (start: number, end: number, kind: ProtectedSpan['kind']) => {
    spans.push({ start, end, kind });
    return end;
  };
  const paired = (start: number, open: number, close: number, end: number) => {
    spans.push({ start, end: open, kind: 'markup', pair }, { start: close, end, kind: 'markup', pair });
    pair++;
    return end;
  };

  /** The end of what begins with the mark at `at`, or null where it is no start string or never ends. */
  const delimited = (at: number, mark: string, escapes: boolean): number | null => {
    const first = at + mark.length;
    if (first >= text.length || /\s/.test(text[first]!)) return null;
    const last = first + LONGEST;
    for (let close = text.indexOf(mark, first + 1); close >= 0 && close < last; close = text.indexOf(mark, close + 1)) {
      const end = close + mark.length;
      const before = text[close - 1]!;
      if (/\s/.test(before) || (escapes && before === '\\')) continue;
      if (end < text.length && !AFTER.test(text[end]!) && !(mark === '`' && text[end] === '_')) continue;
      return end;
    }
    return null;
  };

  const sticky = (regex: RegExp, at: number): string | null => {
    regex.lastIndex = at;
    return regex.exec(text)?.[0] ?? null;
  };

  /** `text <target>` inside of backquotes: the text is translated. */
  const interpreted = (start: number, quote: number, end: number): number => {
    let close = end - 1;
    let after = end;
    if (start === quote) {
      const role = sticky(SUFFIX_ROLE, end);
      const links = /^__?(?![\p{L}\p{N}_])/u.exec(text.slice(end, end + 3))?.[0] ?? '';
      after = end + (role?.length ?? links.length);
    }
    const content = text.slice(quote + 1, close);
    const target = /^([^<]*[^<\s])\s*<[^<>]*>$/u.exec(content);
    if (target) return paired(start, quote + 1, quote + 1 + target[1]!.length, after);
    const isLink = start === quote && text[end] === '_';
    return isLink ? paired(start, quote + 1, close, after) : opaque(start, after, 'role');
  };

  const cannotEnd = new Set<string>();
  for (let at = 0; at < text.length;) {
    const character = text[at]!;
    const before = at === 0 ? ' ' : text[at - 1]!;
    if (character === '\\') {
      at += 2;
      continue;
    }
    const starts = BEFORE.test(before);
    let end: number | null = null;
    if (starts && character === ':') {
      const role = sticky(ROLE, at);
      const close = role === null ? null : delimited(at + role.length - 1, '`', true);
      if (close !== null) end = interpreted(at, at + role!.length - 1, close);
    } else if (starts && '`*|'.includes(character)) {
      const mark = character !== '|' && text[at + 1] === character ? character + character : character;
      const close = cannotEnd.has(mark) ? null : delimited(at, mark, mark !== '``');
      if (close === null) {
        if (text.indexOf(mark, at + mark.length) < 0) cannotEnd.add(mark);
        at += mark.length;
        continue;
      }
      if (mark === '``') end = opaque(at, close, 'code');
      else if (mark === '`') end = interpreted(at, at, close);
      else if (mark === '|') end = opaque(at, close, 'role');
      else end = paired(at, at + mark.length, close - mark.length, close);
    } else if (starts && character === '[') {
      const footnote = sticky(FOOTNOTE, at);
      if (footnote !== null) end = opaque(at, at + footnote.length, 'role');
    } else if (starts && /[\p{L}\p{N}]/u.test(character)) {
      const reference = sticky(SIMPLE_REFERENCE, at);
      if (reference !== null) end = opaque(at, at + reference.length, 'role');
    }
    at = end ?? at + 1;
  }
  // "::" at the end of a paragraph announces a literal block
  const literal = /::\s*$/.exec(text);
  if (literal) {
    const at = literal.index;
    if (spans.every((span) => span.end <= at)) spans.push({ start: at, end: at + 2, kind: 'markup' });
  }
  return spans.sort((a, b) => a.start - b.start);
}
