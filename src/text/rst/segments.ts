/**
 * reStructuredText to segments.
 *
 * A reader of lines, not a whole parser. The parsers that npm has were looked at: `restructured` is a generated grammar
 * of 950 kB (and lodash) without a release in years, whose positions are wrong inside of roles; `rst-compiler` brings
 * KaTeX and a highlighter, and reads no tabs. Known limits of this one: cells of tables are kept untranslated; so is the
 * content of directives it does not know, but for their paragraphs; line blocks are translated line by line.
 */

import { columns, eolOf, indentationAt, isBlank, linesOf, lineStartAt, trimSpan } from '../lines';
import { columnOf, SourceBuilder, type Layout, type Segment, type SegmentKind } from '../segment';
import type { Span } from '../sentences';

interface Line extends Span {
  /** Columns of indentation. */
  indent: number;
  /** Where the content begins. */
  content: number;
  blank: boolean;
}

const ADORNMENT = /^([!-/:-@[-`{-~])\1{1,}\s*$/;
const BULLET = /^(?:[-*+•‣⁃]|(?:\d{1,4}|[a-zA-Z#]|[ivxlcIVXLC]{1,6})[.)]|\((?:\d{1,4}|[a-zA-Z#])\))[ \t]+(?=\S)/;
const FIELD = /^:(?!\w+:`)[^:\n]+:(?=\s|$)/;
const DIRECTIVE = /^\.\.[ \t]+(?:\|[^|\n]+\|[ \t]+)?([\w:.-]+?)[ \t]?::(?=\s|$)[ \t]*/;
/** Directives that hold text, and whose argument is text, too. */
const TEXT_ARGUMENT =
  /^(?:note|warning|tip|important|hint|danger|error|caution|attention|seealso|admonition|topic|sidebar|rubric|epigraph|highlights|pull-quote|compound|todo|centered|table|figure-caption)$/;
const VERSIONED = /^(?:versionadded|versionchanged|versionremoved|deprecated|deprecated-removed)$/;
/** Directives that hold what is not text. */
const OPAQUE =
  /^(?:code|code-block|sourcecode|literalinclude|highlight|math|raw|include|image|parsed-literal|doctest|testcode|testoutput|testsetup|testcleanup|graphviz|digraph|graph|uml|mermaid|productionlist|csv-table|list-table|toctree|autosummary|automodule|autoclass|autofunction|index|default-role|role|replace|unicode|date|contents|sectnum|meta|tabularcolumns|module|py:module|currentmodule|py:currentmodule|only|ifconfig|availability|program|sectionauthor|codeauthor|prompt|console)$/;
const TABLE = /^(?:\+[-=+]+\+|={2,}(?:[ \t]+={2,})+)\s*$/;

export function rstSegments(text: string): Segment[] {
  return new RstReader(text).read();
}

class RstReader {
  private readonly lines: Line[];
  private readonly segments: Segment[] = [];
  private readonly eol: string;

  constructor(private readonly text: string) {
    this.eol = eolOf(text);
    const from = text.startsWith('\uFEFF') ? 1 : 0;
    this.lines = linesOf(text, { start: from, end: text.length }).map((line) => {
      const indentation = indentationAt(text, line.start);
      return {
        ...line,
        indent: columns(indentation),
        content: Math.min(line.start + indentation.length, line.end),
        blank: isBlank(text, line),
      };
    });
  }

  read(): Segment[] {
    for (let i = 0; i < this.lines.length;) i = this.lines[i]!.blank ? i + 1 : this.block(i);
    return this.segments;
  }

  private content(i: number): string {
    const line = this.lines[i];
    return line ? this.text.slice(line.content, line.end).trimEnd() : '';
  }

  /** The first line after `i` that is not deeper than `indent`, blank ones passed over. */
  private below(i: number, indent: number): number {
    let end = i + 1;
    for (let next = i + 1; next < this.lines.length; next++) {
      const line = this.lines[next]!;
      if (line.blank) continue;
      if (line.indent <= indent) break;
      end = next + 1;
    }
    return end;
  }

  /** Reads what begins at line i; returns the line after it. */
  private block(i: number): number {
    const content = this.content(i);
    const { indent } = this.lines[i]!;
    if (content.startsWith('>>>')) return this.whileFilled(i);
    if (TABLE.test(content)) return this.table(i);
    if (content === '..' || content.startsWith('.. ') || content.startsWith('..\t'))
      return this.explicit(i, content, indent);
    if (content.startsWith('__ ')) return i + 1;
    // a title with an overline
    if (
      ADORNMENT.test(content) &&
      i + 2 < this.lines.length &&
      ADORNMENT.test(this.content(i + 2)) &&
      !this.lines[i + 1]!.blank
    ) {
      this.emit([this.lineSpan(i + 1)], 'heading');
      return i + 3;
    }
    if (ADORNMENT.test(content)) return i + 1;
    if (this.isUnderlined(i)) {
      this.emit([this.lineSpan(i)], 'heading');
      return i + 2;
    }
    const bullet = BULLET.exec(content)?.[0].length ?? 0;
    if (bullet > 0) return this.paragraph(i, bullet, 'item', indent + 1);
    const field = FIELD.exec(content)?.[0].length ?? 0;
    if (field > 0) {
      if (/^:(?:type|rtype|vartype|orphan|tocdepth|nocomments)\b/.test(content)) return this.below(i, indent);
      return this.paragraph(i, field, 'prose', indent + 1);
    }
    if (content.startsWith('| ')) {
      this.emit([{ start: this.lines[i]!.content + 2, end: this.lineSpan(i).end }], 'prose');
      return i + 1;
    }
    return this.paragraph(i, 0, 'prose', null);
  }

  private isUnderlined(i: number): boolean {
    const underline = this.content(i + 1);
    return (
      ADORNMENT.test(underline) &&
      this.lines[i + 1]!.indent === 0 &&
      this.lines[i]!.indent === 0 &&
      underline.length >= Math.min(4, this.content(i).length)
    );
  }

  private lineSpan(i: number): Span {
    return trimSpan(this.text, { start: this.lines[i]!.content, end: this.lines[i]!.end });
  }

  private whileFilled(i: number): number {
    while (i < this.lines.length && !this.lines[i]!.blank) i++;
    return i;
  }

  /** Grid tables end with a blank line, simple ones with their third border. */
  private table(i: number): number {
    if (this.content(i).startsWith('+')) return this.whileFilled(i);
    let borders = 0;
    for (let next = i; next < this.lines.length; next++) {
      if (TABLE.test(this.content(next))) borders++;
      const ends = next + 1 >= this.lines.length || this.lines[next + 1]!.blank;
      if (borders >= 2 && TABLE.test(this.content(next)) && ends) return next + 1;
    }
    return this.whileFilled(i);
  }

  /** Comments, targets, footnotes, substitutions, directives. */
  private explicit(i: number, content: string, indent: number): number {
    const directive = DIRECTIVE.exec(content);
    if (!directive) {
      const note = /^\.\.[ \t]+\[[^\]\n]+\][ \t]+(?=\S)/.exec(content);
      return note ? this.paragraph(i, note[0].length, 'prose', indent + 1) : this.below(i, indent);
    }
    const name = directive[1]!;
    if (OPAQUE.test(name)) return this.below(i, indent);
    let argument = directive[0].length;
    const isText = TEXT_ARGUMENT.test(name) || VERSIONED.test(name);
    if (VERSIONED.test(name)) argument += /^(?:[\w.]+)[ \t]*/.exec(content.slice(argument))?.[0].length ?? 0;
    if (isText && argument < content.length) return this.paragraph(i, argument, 'prose', indent + 1);
    // options, then the content as any other text
    let next = i + 1;
    while (
      next < this.lines.length &&
      !this.lines[next]!.blank &&
      this.lines[next]!.indent > indent &&
      (FIELD.test(this.content(next)) || !isText)
    )
      next++;
    return next;
  }

  /**
   * @param kept how much of the first line is not text
   * @param hanging least indentation of the following lines; null: that of the first
   */
  private paragraph(i: number, kept: number, kind: SegmentKind, hanging: number | null): number {
    const first = this.lines[i]!;
    const start = trimSpan(this.text, { start: first.content + kept, end: first.end });
    const spans = [start];
    let next = i + 1;
    for (; next < this.lines.length && !this.lines[next]!.blank; next++) {
      const { indent } = this.lines[next]!;
      const content = this.content(next);
      if (hanging === null ? indent !== first.indent : indent < hanging) {
        // a term, and its definition below
        break;
      }
      if (hanging !== null && (BULLET.test(content) || content.startsWith('.. ') || FIELD.test(content))) break;
      if (hanging === null && content.startsWith('.. ')) break;
      spans.push(this.lineSpan(next));
    }
    const filled = spans.filter(({ start: from, end }) => end > from);
    this.emit(filled, kind);
    const last = this.content(next - 1);
    return last.endsWith('::')
      ? this.literal(next, kind === 'item' ? first.indent : this.lines[next - 1]!.indent)
      : next;
  }

  /** The literal block that "::" announces: indented, or quoted. */
  private literal(i: number, indent: number): number {
    let next = i;
    while (next < this.lines.length && this.lines[next]!.blank) next++;
    const line = this.lines[next];
    if (!line || next === i) return i;
    if (line.indent > indent) return this.below(next, indent);
    if (ADORNMENT.test(this.content(next).slice(0, 1).repeat(2))) return this.whileFilled(next);
    return next;
  }

  private emit(lines: readonly Span[], kind: SegmentKind): void {
    const { text } = this;
    const segment =
      lines.length === 0
        ? null
        : new SourceBuilder(text).lines(lines).segment(kind, 'rst', { layout: this.layout(lines, kind) });
    if (segment) this.segments.push(segment);
  }

  private layout(lines: readonly Span[], kind: SegmentKind): Layout {
    const second = lines[1];
    if (!second || kind === 'heading') return { kind: 'line' };
    const { text, eol } = this;
    const prefix = text.slice(lineStartAt(text, second.start), second.start);
    const width = lines.reduce((most, span) => Math.max(most, columnOf(text, span.end)), 40);
    return { kind: 'wrapped', first: columnOf(text, lines[0]!.start), prefix, width, eol };
  }
}
