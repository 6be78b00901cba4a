/** Markdown to segments, by the tree that micromark parses: code, HTML, front matter, targets of links are left out. */

import type { Nodes, PhrasingContent, Parent } from 'mdast';
import { columns, eolOf, linesOf, lineStartAt, trimSpan } from '../lines';
import { phrasing } from '../protect/markdownInline';
import { disjoint, type ProtectedSpan } from '../protect/protectedSpan';
import { withPatterns } from '../protect/recognise';
import { columnOf, SourceBuilder, type Layout, type Segment, type SegmentKind } from '../segment';
import type { Span } from '../sentences';
import { isOvermarked, parseMarkdown } from './parse';

/** Containers nested deeper than this, or lines longer, are no text that anybody wrote. */
const DEEPEST = 60;
const LONGEST_LINE = 50_000;
const CONTAINERS = new RegExp(`^(?:[ \\t]{0,8}(?:[>*+-]|\\d{1,9}[.)])){${DEEPEST},}`, 'm');
/** Lines within a paragraph that are marks of extensions: admonitions, alerts, MDX. */
const KEPT_LINE = /^(?::{3,}.*|\[!\w+\]|!{3}\s.*|\?{3}\+?\s.*|\{%.*%\}|(?:import|export)\s.*[;'"{]|\{\/\*.*)$/;
/** A line of bold type above its paragraph. */
const LABEL_LINE = /^\*\*[^*]+\*\*:?$/;
const HEADING_ID = /\s*\{#[^{}\s]+\}$/;

/** @returns null for a text that is not to be parsed as Markdown */
export function markdownSegments(text: string): Segment[] | null {
  if (
    CONTAINERS.test(text) ||
    linesOf(text, { start: 0, end: text.length }).some(({ start, end }) => end - start > LONGEST_LINE) ||
    isOvermarked(text)
  )
    return null;
  const segments: Segment[] = [];
  walk(parseMarkdown(text), { text, eol: eolOf(text), quotes: 0, kind: 'prose' }, segments);
  return segments;
}

interface Context {
  text: string;
  eol: string;
  /** How many block quotes enclose the node. */
  quotes: number;
  kind: SegmentKind;
}

function walk(node: Nodes, context: Context, segments: Segment[]): void {
  switch (node.type) {
    case 'paragraph':
      return paragraph(node.children, context, segments);
    case 'heading':
      return paragraph(node.children, { ...context, kind: 'heading' }, segments);
    case 'tableCell':
      return paragraph(node.children, { ...context, kind: 'cell' }, segments);
    case 'blockquote':
      for (const child of node.children)
        walk(child, { ...context, kind: 'quote', quotes: context.quotes + 1 }, segments);
      return;
    case 'listItem':
      for (const child of node.children) walk(child, { ...context, kind: 'item' }, segments);
      return;
    default:
      if ('children' in node) for (const child of (node as Parent).children) walk(child, context, segments);
  }
}

/** A paragraph, cut at its hard breaks and at lines that are to be kept. */
function paragraph(children: readonly PhrasingContent[], context: Context, segments: Segment[]): void {
  let part: PhrasingContent[] = [];
  for (const child of children) {
    if (child.type !== 'break') part.push(child);
    else {
      inline(part, context, segments);
      part = [];
    }
  }
  inline(part, context, segments);
}

function inline(children: readonly PhrasingContent[], context: Context, segments: Segment[]): void {
  const { text, kind } = context;
  const start = children[0]?.position?.start.offset;
  const end = children.at(-1)?.position?.end.offset;
  if (start === undefined || end === undefined) return;
  const span = trimSpan(text, { start, end });
  if (kind === 'heading') span.end -= HEADING_ID.exec(text.slice(span.start, span.end))?.[0].length ?? 0;
  const position = { start: children[0]!.position!.start, end: children.at(-1)!.position!.end };
  const marks = phrasing({ type: 'paragraph', children: [...children], position }, 0, text);
  const inCode = (at: number) => marks.some((mark) => mark.kind === 'code' && at > mark.start && at < mark.end);
  for (const lines of groups(contentLines(span, context), text, inCode)) {
    const builder = new SourceBuilder(text).lines(lines);
    const plain = builder.segment(kind, 'markdown', { protected: [] });
    if (!plain) continue;
    const own = disjoint(toSource(marks, plain));
    const segment = builder.segment(kind, 'markdown', {
      protected: withPatterns(plain.source, own, 'markdown'),
      layout: layoutOf(lines, context),
      escape: kind === 'cell' ? 'tableCell' : 'none',
    });
    if (segment) segments.push(segment);
  }
}

/** The lines of a paragraph without what its containers put in front of them. */
function contentLines(span: Span, { text, quotes }: Context): Span[] {
  return linesOf(text, span).map((line, n) => {
    if (n === 0) return trimSpan(text, line);
    let at = line.start;
    const skip = () => {
      while (at < line.end && (text[at] === ' ' || text[at] === '\t')) at++;
    };
    skip();
    for (let depth = 0; depth < quotes && text[at] === '>'; depth++) {
      at++;
      skip();
    }
    return trimSpan(text, { start: at, end: line.end });
  });
}

/** Lines that are translated together: all, but for those to be kept, and for a text of one sentence a line. */
function groups(lines: readonly Span[], text: string, inCode: (at: number) => boolean): Span[][] {
  const result: Span[][] = [[]];
  const content = ({ start, end }: Span) => text.slice(start, end);
  const bySentence = lines.length > 1 && lines.every((line) => /[.!?:][*_)"'”’]*$/.test(content(line)));
  for (const line of lines) {
    if (KEPT_LINE.test(content(line)) && !inCode(line.start)) result.push([]);
    else {
      result.at(-1)!.push(line);
      if (bySentence || LABEL_LINE.test(content(line))) result.push([]);
    }
  }
  return result.filter(({ length }) => length > 0);
}

function layoutOf(lines: readonly Span[], { text, eol, kind }: Context): Layout {
  const second = lines[1];
  if (!second || kind === 'cell') return { kind: 'line' };
  const width = lines.reduce(
    (most, { start, end }) => Math.max(most, columns(text.slice(lineStartAt(text, start), end))),
    40,
  );
  const prefix = text.slice(lineStartAt(text, second.start), second.start);
  return { kind: 'wrapped', first: columnOf(text, lines[0]!.start), prefix, width, eol };
}

/** Spans of the document as spans of a segment's source; those outside of it are left out. */
function toSource(spans: readonly ProtectedSpan[], { pieces, span }: Segment): ProtectedSpan[] {
  const offset = (at: number): number => {
    const piece = pieces.find(({ end }) => at < end) ?? pieces.at(-1)!;
    const verbatim = piece.length === piece.end - piece.start;
    return (
      piece.at + Math.min(piece.length, Math.max(0, verbatim ? at - piece.start : at <= piece.start ? 0 : piece.length))
    );
  };
  const cut = new Set(spans.filter(({ start, end }) => start < span.start || end > span.end).map(({ pair }) => pair));
  return spans
    .filter(({ start, end }) => start >= span.start && end <= span.end)
    .map(({ pair, ...rest }) => ({
      ...rest,
      start: offset(rest.start),
      end: rest.end >= span.end ? pieces.at(-1)!.at + pieces.at(-1)!.length : offset(rest.end),
      ...(pair === undefined || cut.has(pair) ? {} : { pair }),
    }))
    .filter(({ start, end }) => end > start);
}
