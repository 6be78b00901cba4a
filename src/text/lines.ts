/** Lines of a document, and what stands before their content. */

import type { Span } from './sentences';

/** A line of text within a document: what its content is, and what is in front of it. */
export interface TextLine extends Span {
  /** Where the line itself begins: what lies between it and `start` is indentation, a comment's mark, and the like. */
  lineStart: number;
}

/** The lines of a span, without their line ends. Both borders are taken to be line borders. */
export function linesOf(text: string, span: Span): Span[] {
  const lines: Span[] = [];
  let start = span.start;
  for (let at = span.start; at < span.end; at++) {
    const character = text[at];
    if (character !== '\n' && character !== '\r') continue;
    lines.push({ start, end: at });
    if (character === '\r' && text[at + 1] === '\n' && at + 1 < span.end) at++;
    start = at + 1;
  }
  lines.push({ start, end: span.end });
  return lines;
}

/** The line end that a document uses: that of its first line. */
export function eolOf(text: string): string {
  const at = text.search(/[\r\n]/);
  if (at < 0) return '\n';
  return text[at] === '\n' ? '\n' : text[at + 1] === '\n' ? '\r\n' : '\r';
}

const TAB = 4;
/** Beyond this, nobody counts columns. */
const LONGEST = 2_000;

/** How many columns a text is wide. */
export function columns(text: string): number {
  if (text.length > LONGEST) return text.length;
  let width = 0;
  for (const character of text) width = character === '\t' ? width - (width % TAB) + TAB : width + 1;
  return width;
}

export function isBlank(text: string, { start, end }: Span): boolean {
  for (let at = start; at < end; at++) if (text.charAt(at).trim() !== '') return false;
  return true;
}

/** The span without the white space at its ends. */
export function trimSpan(text: string, { start, end }: Span): Span {
  while (start < end && text.charAt(start).trim() === '') start++;
  while (end > start && text.charAt(end - 1).trim() === '') end--;
  return { start, end };
}

/** The starts of the lines of the text that was asked about last: a document is asked about many times in a row. */
let indexed: { text: string; starts: number[] } = { text: '', starts: [0] };

function lineStarts(text: string): readonly number[] {
  if (indexed.text !== text) {
    const starts = [0];
    for (const { index } of text.matchAll(/\r\n|[\n\r]/g))
      starts.push(index + (text.startsWith('\r\n', index) ? 2 : 1));
    indexed = { text, starts };
  }
  return indexed.starts;
}

/** Where the line begins that an offset is in. */
export function lineStartAt(text: string, at: number): number {
  const starts = lineStarts(text);
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (starts[middle]! <= at) low = middle;
    else high = middle;
  }
  return starts[low]!;
}

/** Where the line ends that an offset is in, its line end not counted. */
export function lineEndAt(text: string, at: number): number {
  while (at < text.length && text[at] !== '\n' && text[at] !== '\r') at++;
  return at;
}

/** The white space at the beginning of a line. */
export function indentationAt(text: string, lineStart: number): string {
  let end = lineStart;
  while (end < text.length && (text[end] === ' ' || text[end] === '\t')) end++;
  return text.slice(lineStart, end);
}
