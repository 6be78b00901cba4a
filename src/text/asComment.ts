/** A text as a comment in the style of another. */

import { commentSyntax } from './comments/languages';
import { escape } from './escapes';
import { columns, eolOf, indentationAt, lineEndAt, lineStartAt } from './lines';
import { columnOf, type Edit, type Segment, type TextDocument } from './segment';
import { wrap } from './wrap';

const LINE_WIDTH = 80;

/**
 * The edit that inserts a translation below a segment, in the style that the segment is in: as lines of the same comment,
 * as a paragraph of the same list or quote, or as plain lines.
 * @param translation of `segment.source`
 */
export function insertBelow({ text, languageId }: TextDocument, segment: Segment, translation: string): Edit {
  const eol = eolOf(text);
  const lineStart = lineStartAt(text, segment.span.start);
  const end = lineEndAt(text, segment.span.end);
  const prefix = prefixOf(text, languageId, segment, lineStart);
  if (prefix === null) {
    // a comment behind code, or a block comment on one line: a comment of its own below
    return { start: end, end, newText: eol + asComment(translation, languageId, indentationAt(text, lineStart), eol) };
  }
  const width = segment.layout.kind === 'wrapped' ? segment.layout.width : Number.POSITIVE_INFINITY;
  const set = wrap(
    escape(translation, segment.escape === 'tableCell' ? 'none' : segment.escape),
    columns(prefix),
    prefix,
    width,
    eol,
  );
  // the last line of a block comment may hold its closing mark, too
  const at = Math.min(end, afterContent(text, segment));
  return { start: at, end: at, newText: eol + prefix + set };
}

function afterContent(text: string, { span, kind }: Segment): number {
  return kind === 'comment' || kind === 'docString' ? span.end : lineEndAt(text, span.end);
}

function prefixOf(text: string, languageId: string, segment: Segment, lineStart: number): string | null {
  if (segment.layout.kind === 'wrapped') return segment.layout.prefix;
  const before = text.slice(lineStart, segment.span.start);
  if (segment.kind !== 'comment' && segment.kind !== 'docString')
    return /^\s*$/.test(before) ? before : ' '.repeat(columnOf(text, segment.span.start));
  const syntax = commentSyntax(languageId);
  const mark = syntax?.line.find((line) => before.trimStart().startsWith(line));
  return mark !== undefined && /^[^\p{L}\p{N}]*$/u.test(before) ? before : null;
}

/** A text as comment lines of a language; as a block comment where it has no line comments; plain where it has neither. */
export function asComment(translation: string, languageId: string, indentation: string, eol: string): string {
  const syntax = commentSyntax(languageId);
  const line = syntax?.line[0];
  if (line !== undefined) {
    const prefix = `${indentation}${line} `;
    return prefix + wrap(translation, columns(prefix), prefix, LINE_WIDTH, eol);
  }
  const block = syntax?.block[0];
  if (!block) return indentation + wrap(translation, columns(indentation), indentation, LINE_WIDTH, eol);
  const style = block.open === '<!--' ? 'xmlComment' : 'blockComment';
  const prefix = `${indentation}   `;
  return `${indentation}${block.open} ${wrap(escape(translation, style), columns(prefix), prefix, LINE_WIDTH, eol)} ${block.close}`;
}
