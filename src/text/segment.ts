/** A stretch of a document that is translated as one, and how its translation is put in its place. */

import { columns, lineStartAt } from './lines';
import { escape, type EscapeStyle } from './escapes';
import { joinIdentifier, type IdentifierStyle } from './identifiers';
import type { InlineSyntax, ProtectedSpan } from './protect/protectedSpan';
import { recognise } from './protect/recognise';
import type { Span } from './sentences';
import { wrap } from './wrap';

export interface TextDocument {
  text: string;
  /** VS Code's id of the language. */
  languageId: string;
}

/**
 * - `prose`: a paragraph of a text
 * - `heading`, `item`, `cell`, `quote`: of Markdown and reStructuredText
 * - `comment`, `docString`: of a program
 * - `value`: of a data file
 * - `identifier`: a name, cut into words
 */
export type SegmentKind =
  'prose' | 'heading' | 'item' | 'cell' | 'quote' | 'comment' | 'docString' | 'value' | 'identifier';

/** A part of a segment's source, and where it stands in the document. */
export interface Piece extends Span {
  /** In the source. */
  at: number;
  /** In the source; differs from end - start where the document has an escape or a line break instead. */
  length: number;
}

/** How the lines of a translation are set. */
export type Layout =
  /** On one line. */
  | { kind: 'line' }
  | {
      kind: 'wrapped';
      /** Columns in front of the segment. */
      first: number;
      /** What is in front of every other line. */
      prefix: string;
      /** In columns, the prefix counted. */
      width: number;
      eol: string;
    }
  | { kind: 'identifier'; style: IdentifierStyle };

export interface Segment {
  kind: SegmentKind;
  /** What the translation replaces, in the document. */
  span: Span;
  /** What stands there. */
  raw: string;
  /** The text to be translated: prefixes, line breaks and escapes taken out. */
  source: string;
  syntax: InlineSyntax;
  /** Spans of `source`, disjoint, in order. */
  protected: ProtectedSpan[];
  /** Source to document, in order. Empty where the source stands elsewhere (a msgid). */
  pieces: Piece[];
  layout: Layout;
  escape: EscapeStyle;
  /** Whether a part of it can be translated alone. */
  divisible: boolean;
  /** What is selected where any of this is; the span where absent. */
  extent?: Span;
  /** What is put around the translation where there was nothing to be replaced (a missing <target>). */
  around?: readonly [string, string];
  /** Whether there is a translation already that is not to be replaced unless it is selected. */
  translated?: true;
  /** Whether the text may be meant for a program: translated only where it alone is selected. */
  doubtful?: true;
}

/** A replacement in a document. */
export interface Edit extends Span {
  newText: string;
}

type SegmentOptions = Partial<
  Pick<
    Segment,
    'layout' | 'escape' | 'divisible' | 'span' | 'protected' | 'extent' | 'around' | 'translated' | 'doubtful'
  >
>;

/** Collects a source text from parts of a document. */
export class SourceBuilder {
  private text = '';
  private readonly pieces: Piece[] = [];

  constructor(private readonly document: string) {}

  /** A part as it stands there. */
  copy(start: number, end: number): this {
    if (end > start) this.put(this.document.slice(start, end), start, end);
    return this;
  }

  /** A text that stands for a part. */
  put(text: string, start: number, end: number): this {
    this.pieces.push({ start, end, at: this.text.length, length: text.length });
    this.text += text;
    return this;
  }

  get source(): string {
    return this.text;
  }

  /** The lines of a paragraph, joined by spaces; nothing comes between the halves of a compound cut at its hyphen. */
  lines(lines: readonly Span[]): this {
    let before: Span | null = null;
    for (const line of lines) {
      if (line.end <= line.start) continue;
      if (before) {
        const hyphen = /\p{L}-$/u.test(this.document.slice(Math.max(before.start, before.end - 3), before.end));
        this.put(hyphen ? '' : ' ', before.end, line.start);
      }
      this.copy(line.start, line.end);
      before = line;
    }
    return this;
  }

  /**
   * @param kind what the segment is
   * @returns null where there is no word to translate
   */
  segment(kind: SegmentKind, syntax: InlineSyntax, options: SegmentOptions = {}): Segment | null {
    const first = this.pieces[0];
    const last = this.pieces.at(-1);
    if (!first || !last || !/\p{L}/u.test(this.text)) return null;
    const span = options.span ?? { start: first.start, end: last.end };
    const spans = options.protected ?? recognise(this.text, syntax);
    if (!hasWords(this.text, spans)) return null;
    return {
      kind,
      span,
      raw: this.document.slice(span.start, span.end),
      source: this.text,
      syntax,
      protected: spans,
      pieces: this.pieces,
      layout: options.layout ?? { kind: 'line' },
      escape: options.escape ?? 'none',
      divisible: options.divisible ?? true,
      ...(options.extent ? { extent: options.extent } : {}),
      ...(options.around ? { around: options.around } : {}),
      ...(options.translated ? { translated: true } : {}),
      ...(options.doubtful ? { doubtful: true } : {}),
    };
  }
}

/** Whether a letter stands outside of what is protected. */
export function hasWords(text: string, spans: readonly ProtectedSpan[]): boolean {
  let at = 0;
  for (const { start, end } of spans) {
    if (/\p{L}/u.test(text.slice(at, start))) return true;
    at = end;
  }
  return /\p{L}/u.test(text.slice(at));
}

/** What the document shows in the segment's place. The source itself gives back what stands there, byte for byte. */
export function render(segment: Segment, translation: string): string {
  if (translation === segment.source) return segment.raw;
  const [before, after] = segment.around ?? ['', ''];
  return before + set(segment, translation) + after;
}

function set({ layout, escape: style }: Segment, translation: string): string {
  switch (layout.kind) {
    case 'line':
      return escape(translation, style);
    case 'identifier':
      return joinIdentifier(translation, layout.style);
    case 'wrapped':
      return wrap(escape(translation, style), layout.first, layout.prefix, layout.width, layout.eol);
  }
}

/** The edits that put translations in the place of their segments; none for a segment that did not change. */
export function editsFor(segments: readonly Segment[], translations: readonly string[]): Edit[] {
  return segments.flatMap((segment, i) => {
    const translation = translations[i];
    if (translation === undefined || translation === segment.source) return [];
    const newText = render(segment, translation);
    return newText === segment.raw ? [] : [{ ...segment.span, newText }];
  });
}

/** A document with translations in the place of their segments (disjoint, in order). */
export function putBack(text: string, segments: readonly Segment[], translations: readonly string[]): string {
  let result = '';
  let at = 0;
  for (const { start, end, newText } of editsFor(segments, translations)) {
    result += text.slice(at, start) + newText;
    at = end;
  }
  return result + text.slice(at);
}

/** Where an offset of the source stands in the document; the end of the segment for one beyond. */
export function toDocument({ pieces, span }: Segment, offset: number): number {
  for (const piece of pieces) {
    if (offset >= piece.at + piece.length) continue;
    if (offset <= piece.at) return piece.start;
    return piece.length === piece.end - piece.start ? piece.start + offset - piece.at : piece.start;
  }
  return span.end;
}

/**
 * Where a part of the source stands in the document: one span a line, marks and line breaks between them left out. None
 * where the source stands elsewhere.
 */
export function documentSpans({ pieces, source }: Segment, { start, end }: Span): Span[] {
  const spans: Span[] = [];
  for (const piece of pieces) {
    const from = Math.max(start, piece.at);
    const to = Math.min(end, piece.at + piece.length);
    if (from >= to) continue;
    // An escape, or a name that was cut into words, cannot be divided.
    const whole = piece.length !== piece.end - piece.start;
    if (whole && source.slice(piece.at, piece.at + piece.length).trim() === '') continue;
    const span = whole
      ? { start: piece.start, end: piece.end }
      : { start: piece.start + from - piece.at, end: piece.start + to - piece.at };
    const last = spans.at(-1);
    if (last && last.end === span.start) last.end = span.end;
    else spans.push(span);
  }
  return spans;
}

/** What of a segment lies in a range; null where there is no word in it. An indivisible one is taken whole. */
export function clip(segment: Segment, range: Span, document: string): Segment | null {
  const { span } = segment;
  const { start, end } = segment.extent ?? span;
  if (range.end <= start || range.start >= end) return null;
  if (range.start <= span.start && range.end >= span.end) return segment;
  if (!segment.divisible) return segment;
  const builder = new SourceBuilder(document);
  for (const piece of segment.pieces) {
    const start = Math.max(piece.start, range.start);
    const end = Math.min(piece.end, range.end);
    const text = segment.source.slice(piece.at, piece.at + piece.length);
    if (piece.length === piece.end - piece.start && text === document.slice(piece.start, piece.end))
      builder.copy(start, end);
    else if (piece.start >= range.start && piece.end <= range.end) builder.put(text, piece.start, piece.end);
  }
  return trimmed(builder, segment, document);
}

/** A clipped segment without the white space that clipping left at its ends. */
function trimmed(
  builder: SourceBuilder,
  { kind, syntax, layout, escape: style }: Segment,
  document: string,
): Segment | null {
  const clipped = builder.segment(kind, syntax, { layout, escape: style });
  if (!clipped) return null;
  const from = clipped.source.length - clipped.source.trimStart().length;
  const to = clipped.source.trimEnd().length;
  const inner = new SourceBuilder(document);
  for (const { at, length, start, end } of clipped.pieces) {
    const text = clipped.source.slice(at, at + length);
    if (at >= to || at + length <= from) continue;
    if (length === end - start && text === document.slice(start, end)) {
      inner.copy(start + Math.max(0, from - at), end - Math.max(0, at + length - to));
    } else inner.put(text, start, end);
  }
  const result = inner.segment(kind, syntax, { layout, escape: style });
  if (!result) return null;
  return layout.kind === 'wrapped'
    ? { ...result, layout: { ...layout, first: columnOf(document, result.span.start) } }
    : result;
}

/** Columns in front of an offset. */
export function columnOf(document: string, at: number): number {
  return columns(document.slice(lineStartAt(document, at), at));
}
