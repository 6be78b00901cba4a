/** Comments and doc strings to segments. */

import { splitBlocks } from '../blocks/split';
import { columns, eolOf, indentationAt, isBlank, lineEndAt, linesOf, lineStartAt, type TextLine } from '../lines';
import type { Segment } from '../segment';
import type { Span } from '../sentences';
import { commentSyntax, type CommentSyntax } from './languages';
import { scanComments, type Comment } from './scan';

/** Comments that read as one: line comments one below the other, or a single block comment or doc string. */
export interface CommentGroup extends Span {
  comments: Comment[];
  /** Nothing but white space stands before it on its line. */
  alone: boolean;
}

const MARK_RUN = /^(?:\/{2,}[!<]*|#+[':!|]?|;+|--+(?: ?[|^](?= ))?|%+|'+|!+[<>]?|"|::|@?rem\b)/i;
const LINE_WIDTH = 80;

export function commentGroups(text: string, syntax: CommentSyntax): CommentGroup[] {
  const groups: CommentGroup[] = [];
  for (const comment of scanComments(text, syntax)) {
    const last = groups.at(-1);
    const before = last?.comments.at(-1);
    if (last && before && joins(text, before, comment)) {
      last.comments.push(comment);
      last.end = comment.end;
      continue;
    }
    const lineStart = lineStartAt(text, comment.start);
    const alone = isBlank(text, { start: lineStart, end: comment.start });
    groups.push({ start: comment.start, end: comment.end, comments: [comment], alone });
  }
  return groups;
}

/** Whether a line comment goes on where the one before left off: on the next line, in the same column, with the same mark. */
function joins(text: string, before: Comment, next: Comment): boolean {
  if (before.kind !== 'line' || next.kind !== 'line') return false;
  if (!/^(?:\r\n|\n|\r)[ \t]*$/.test(text.slice(before.end, next.start))) return false;
  const column = ({ start }: Comment) => columns(text.slice(lineStartAt(text, start), start));
  const mark = (comment: Comment) => markOf(text, comment).replace(/[ |^]+$/, '');
  return column(before) === column(next) && mark(before) === mark(next);
}

const markOf = (text: string, { start, end, open }: Comment) =>
  MARK_RUN.exec(text.slice(start, end))?.[0] ?? text.slice(start, start + open.length);

/** @param within only groups that overlap it */
export function commentSegments(text: string, languageId: string, within?: Span): Segment[] {
  const syntax = commentSyntax(languageId);
  if (!syntax) return [];
  const eol = eolOf(text);
  return commentGroups(text, syntax)
    .filter(({ start, end }) => !within || (start < within.end && end > within.start))
    .flatMap((group) => groupSegments(text, group, syntax, eol));
}

export function groupSegments(text: string, group: CommentGroup, syntax: CommentSyntax, eol = eolOf(text)): Segment[] {
  const first = group.comments[0]!;
  if (first.start === 0 && text.startsWith('#!')) group.comments.shift();
  if (group.comments.length === 0) return [];
  // Haskell's pragmas
  if (text.startsWith('{-#', first.start)) return [];
  const body = first.kind === 'line' ? lineBody(text, group) : blockBody(text, first);
  const isDoc = first.kind === 'docString';
  return splitBlocks(text, body.lines, {
    kind: isDoc ? 'docString' : 'comment',
    syntax: isDoc && syntax.doc === 'rst' ? 'rst' : syntax.doc === 'plain' ? 'plain' : 'doc',
    escape:
      first.kind === 'line' ? 'none' : isDoc ? 'docString' : first.open === '<!--' ? 'xmlComment' : 'blockComment',
    eol,
    comment: true,
    docString: isDoc,
    prefix: group.alone ? body.prefix : null,
    width: LINE_WIDTH,
  });
}

interface Body {
  lines: TextLine[];
  prefix: string | null;
}

function lineBody(text: string, { comments }: CommentGroup): Body {
  const lines = comments.map((comment) => {
    const mark = markOf(text, comment);
    const space = /^[ \t]?/.exec(text.slice(comment.start + mark.length, comment.end))![0].length;
    return {
      lineStart: lineStartAt(text, comment.start),
      start: comment.start + mark.length + space,
      end: trimEnd(text, comment),
    };
  });
  const last = lines.find(({ start, end }) => end > start) ?? lines[0]!;
  return { lines, prefix: text.slice(last.lineStart, last.start).replace(/ ?[|^] ?$/, ' ') };
}

function trimEnd(text: string, { start, end }: Span): number {
  while (end > start && text.charAt(end - 1).trim() === '') end--;
  return end;
}

/** The lines between the marks of a block comment, without the stars in front of them. */
function blockBody(text: string, comment: Comment): Body {
  const closed = comment.close !== '';
  // "**/" and "===*/"
  const end = trimEnd(text, { start: comment.start, end: comment.end - comment.close.length });
  const contentStart = comment.start + comment.open.length;
  const raw = linesOf(text, { start: Math.min(contentStart, end), end: Math.max(contentStart, end) });
  const below = raw.slice(1);
  const filled = below.filter((line) => !isBlank(text, line));
  const stars =
    filled.length > 0 &&
    filled.filter((line) => /^[ \t]*\*(?!\/)/.test(text.slice(line.start, line.end))).length * 2 > filled.length;
  const common = filled.reduce(
    (least, line) => Math.min(least, indentationAt(text, line.start).length),
    Number.POSITIVE_INFINITY,
  );
  const lines = raw.map((line, n): TextLine => {
    const lineStart = lineStartAt(text, line.start);
    const lineEnd = trimEnd(text, line);
    if (n === 0) {
      const content = text.slice(line.start, lineEnd);
      const mark = /^[*!<|^-]*[ \t]?/.exec(content)![0].length;
      return {
        lineStart,
        start: line.start + Math.min(mark, content.length),
        end: Math.max(lineEnd, line.start + Math.min(mark, content.length)),
      };
    }
    const content = text.slice(line.start, lineEnd);
    const mark = stars
      ? (/^[ \t]*\*?[ \t]?/.exec(content)?.[0].length ?? 0)
      : Math.min(common, indentationAt(text, line.start).length, content.length);
    return { lineStart, start: line.start + mark, end: Math.max(lineEnd, line.start + mark) };
  });
  if (closed && lines.length === 1) return { lines, prefix: null };
  const model = lines.slice(1).find(({ start, end: stop }) => stop > start);
  const indentation = indentationAt(text, lineStartAt(text, comment.start));
  const prefix = model
    ? text.slice(model.lineStart, model.start)
    : comment.kind === 'docString'
      ? indentation
      : `${indentation} * `;
  return { lines, prefix };
}

/** The comment that an offset is in or at the end of, or, on a line with nothing but a comment, the one on that line. */
export function commentAt(text: string, languageId: string, offset: number): CommentGroup | null {
  const syntax = commentSyntax(languageId);
  if (!syntax) return null;
  const groups = commentGroups(text, syntax);
  const inside = groups.find(({ start, end }) => offset >= start && offset <= end);
  if (inside) return inside;
  const lineStart = lineStartAt(text, offset);
  const lineEnd = lineEndAt(text, offset);
  return groups.find(({ start, end, alone }) => alone && start < lineEnd && end > lineStart) ?? null;
}
