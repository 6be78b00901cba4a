/** Values of .properties and .ini files: `key = value`, `key: value`, with continuation lines. */

import { commentSegments } from '../comments/segments';
import { linesOf, trimSpan } from '../lines';
import { SourceBuilder, type Segment } from '../segment';
import { unescaped } from './json';
import { isMessage } from './message';

const ENTRY = /^[ \t\f]*((?:\\.|[^\s=:\\#![;]|(?<=\S)[#!;[])(?:\\.|[^\s=:\\])*)(?:[ \t\f]*[=:][ \t\f]*|[ \t\f]+)/;
/** java.text.MessageFormat, where an apostrophe is written twice. */
const FORMATS = /\{\d+(?:,[^{}]*)?\}/;

export function propertiesSegments(text: string, languageId: string): Segment[] {
  const segments: Segment[] = [];
  // characters beyond ASCII were written as escapes: they still are
  const ascii = /\\u[\da-fA-F]{4}/.test(text) && !/\P{ASCII}/u.test(text.replace(/^\uFEFF/, ''));
  const lines = linesOf(text, { start: text.startsWith('\uFEFF') ? 1 : 0, end: text.length });
  for (let i = 0; i < lines.length; i++) {
    const { start, end } = lines[i]!;
    const match = ENTRY.exec(text.slice(start, end));
    if (!match) continue;
    const builder = unescaped(text, start + match[0].length, contentEnd(text, start + match[0].length, end));
    // a line that ends with an odd number of backslashes goes on
    while (continued(text, lines[i]!.start, lines[i]!.end) && i + 1 < lines.length) {
      const before = lines[i]!;
      const next = lines[++i]!;
      const from = next.start + /^[ \t\f]*/.exec(text.slice(next.start, next.end))![0].length;
      builder.put('', before.end - 1, from);
      unescaped(text, from, contentEnd(text, from, next.end), builder);
    }
    const segment = value(builder, text, match[1]!, ascii);
    if (segment) segments.push(segment);
  }
  return [...segments, ...commentSegments(text, languageId)].sort((a, b) => a.span.start - b.span.start);
}

function value(builder: SourceBuilder, text: string, key: string, ascii: boolean): Segment | null {
  const { source } = builder;
  const message = isMessage(source, [key]);
  if (message === 'no') return null;
  const formats = FORMATS.test(source) && source.includes("''");
  const whole = builder.segment('value', 'plain', { divisible: !formats });
  if (!whole) return null;
  const escape = FORMATS.test(source)
    ? ascii
      ? 'messageFormatAscii'
      : 'messageFormat'
    : ascii
      ? 'propertiesAscii'
      : 'properties';
  const doubtful = message === 'perhaps' ? { doubtful: true as const } : {};
  if (!formats) return { ...whole, escape, ...doubtful };
  const own = new SourceBuilder(text)
    .put(source.replaceAll("''", "'"), whole.span.start, whole.span.end)
    .segment('value', 'plain', { escape, divisible: false, ...doubtful });
  return own;
}

/** Without the backslash of a line that goes on, or the white space at the end of one that does not. */
function contentEnd(text: string, start: number, end: number): number {
  if (continued(text, start, end)) return end - 1;
  const trimmed = trimSpan(text, { start, end }).end;
  return continued(text, start, trimmed) ? end : trimmed;
}

function continued(text: string, start: number, end: number): boolean {
  let backslashes = 0;
  while (end - backslashes > start && text[end - 1 - backslashes] === '\\') backslashes++;
  return backslashes % 2 === 1;
}
