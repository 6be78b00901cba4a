import type { Span } from '../text/sentences';

/** A change to a text: `length` code units at `offset` became `text`. */
export interface TextChange {
  offset: number;
  length: number;
  text: string;
}

/** Where a span stands after a change; null where the change was within it. What is inserted at its edge is outside. */
export function moveSpan(span: Span, { offset, length, text }: TextChange): Span | null {
  if (offset >= span.end && !(length === 0 && span.start === span.end && offset === span.start)) return span;
  if (offset + length > span.start) return null;
  const shift = text.length - length;
  return { start: span.start + shift, end: span.end + shift };
}

/** Where a span stands after changes that were made one after the other. */
export function moveSpanBy(span: Span | null, changes: readonly TextChange[]): Span | null {
  let moved = span;
  for (const change of changes) moved = moved && moveSpan(moved, change);
  return moved;
}
