/** Lines to paragraphs, list items and tags; code, prompts and pragmas among them are left out. */

import type { EscapeStyle } from '../escapes';
import { columns, isBlank, type TextLine } from '../lines';
import type { InlineSyntax } from '../protect/protectedSpan';
import { columnOf, SourceBuilder, type Layout, type Segment, type SegmentKind } from '../segment';
import type { Span } from '../sentences';
import { blockTagsOf, bulletOf, fenceOf, fieldOf, isCode, isPragma, isPrompt, labelOf, tagOf } from './marks';
import { entryOf, isNumpyEntry, sectionOf, type Section } from './sections';

export interface BlockStyle {
  kind: SegmentKind;
  syntax: InlineSyntax;
  escape: EscapeStyle;
  eol: string;
  /** @tags, pragmas and code that was commented out. */
  comment: boolean;
  /** Sections, fields, prompts, `::`. */
  docString: boolean;
  /** What is in front of a line that a paragraph of one line gets, up to where the content may be indented; null: it gets none. */
  prefix: string | null;
  /** Least width that a paragraph of one line is broken at. */
  width: number;
}

interface Paragraph {
  /** Content spans; the first without its mark. */
  lines: Span[];
  starts: number[];
  /** Columns that following lines hang under. */
  hang: number;
  /** Columns that the first line is indented by. */
  indent: number;
}

const INDENTED_CODE = 4;
const LEAST_WIDTH = 40;

export function splitBlocks(text: string, lines: readonly TextLine[], style: BlockStyle): Segment[] {
  return new Splitter(text, lines, style).split();
}

class Splitter {
  private readonly segments: Segment[] = [];
  private paragraph: Paragraph | null = null;
  private readonly widest: number;
  private readonly base: number;

  constructor(
    private readonly text: string,
    private readonly lines: readonly TextLine[],
    private readonly style: BlockStyle,
  ) {
    const filled = lines.filter((line) => !isBlank(text, line));
    this.widest = filled.reduce((most, { lineStart, end }) => Math.max(most, columns(text.slice(lineStart, end))), 0);
    // the first line of a block comment may stand anywhere
    const indents = (filled.length > 1 ? filled.slice(1) : filled).map((line) => this.indentOf(line));
    this.base = indents.reduce((least, indent) => Math.min(least, indent), Number.POSITIVE_INFINITY);
  }

  split(): Segment[] {
    const { lines } = this;
    for (let i = 0; i < lines.length;) {
      const kept = this.keptLines(i);
      if (kept > 0) {
        this.flush();
        i += kept;
        continue;
      }
      this.line(i);
      i++;
    }
    this.flush();
    return this.segments;
  }

  private content(i: number): string {
    const line = this.lines[i];
    return line ? this.text.slice(line.start, line.end).trim() : '';
  }

  private indentOf(line: Span): number {
    const content = this.text.slice(line.start, line.end);
    return columns(content.slice(0, content.length - content.trimStart().length));
  }

  private indentAt(i: number): number {
    return this.indentOf(this.lines[i]!);
  }

  private isBlockTag(content: string): boolean {
    const { before, after } = blockTagsOf(content);
    return before + after > 0 && before + after >= content.length;
  }

  private blank(i: number): boolean {
    return isBlank(this.text, this.lines[i]!);
  }

  /** How many lines from here on are not to be translated. */
  private keptLines(i: number): number {
    const content = this.content(i);
    if (!/\p{L}/u.test(content) && !fenceOf(content)) return 1;
    if (this.style.comment && (/^\.[A-Z]+(?: [\w-]+)?$/.test(content) || this.isBlockTag(content))) return 1;
    const fence = fenceOf(content);
    if (fence) return this.until(i + 1, (next) => next.startsWith(fence) && !/[^`~\s]/.test(next)) + 1;
    if (/^<(pre|code|script|style)\b[^>]*>/i.test(content)) {
      const close = `</${/^<(\w+)/.exec(content)![1]!.toLowerCase()}>`;
      return content.toLowerCase().includes(close)
        ? isCode(content)
          ? 1
          : 0
        : this.until(i + 1, (next) => next.toLowerCase().includes(close)) + 1;
    }
    if (this.style.comment || this.style.docString) {
      if (!this.paragraph && isPragma(content)) return 1;
      if (isPrompt(content)) return this.whileFilled(i);
      const tag = tagOf(content);
      if (tag?.code) return this.codeOfTag(i, tag.name);
      if (tag && tag.kept >= content.length) return 1;
    }
    if (this.style.docString) {
      const literal = this.literalBlock(i);
      if (literal > 0) return literal;
    } else if (this.isIndentedCode(i)) return this.indented(i, this.indentAt(i));
    if (this.style.comment && (isCode(content, this.paragraph !== null) || /^\|.*\|$/.test(content))) return 1;
    return 0;
  }

  /** Lines up to and with the first that fits; 0 further lines where none does. */
  private until(from: number, fits: (content: string) => boolean): number {
    for (let i = from; i < this.lines.length; i++) if (fits(this.content(i))) return i - from + 1;
    return this.lines.length - from;
  }

  private whileFilled(i: number): number {
    let end = i + 1;
    while (end < this.lines.length && !this.blank(end)) end++;
    return end - i;
  }

  private codeOfTag(i: number, name: string): number {
    const closing = new RegExp(`^[@\\\\]end${name}\\b`, 'i');
    const paired = /^(?:code|verbatim|dot|msc|startuml)$/i.test(name);
    let end = i + 1;
    for (; end < this.lines.length; end++) {
      const content = this.content(end);
      if (paired && (closing.test(content) || content.startsWith('@enduml'))) return end + 1 - i;
      if (!paired && tagOf(content)) break;
    }
    return end - i;
  }

  /** After a blank line, deeper than all text around it. */
  private isIndentedCode(i: number): boolean {
    if (this.paragraph || this.style.kind === 'prose') return false;
    const afterBlank = i === 0 || this.blank(i - 1);
    return (
      afterBlank && this.indentAt(i) >= this.base + INDENTED_CODE && !bulletOf(this.content(i)) && this.lines.length > 1
    );
  }

  private indented(i: number, least: number): number {
    let end = i + 1;
    let last = i;
    for (; end < this.lines.length; end++) {
      if (this.blank(end)) continue;
      if (this.indentAt(end) < least) break;
      last = end;
    }
    return last + 1 - i;
  }

  /** What stands below "::" or a directive of code, deeper than it. */
  private literalBlock(i: number): number {
    let before = i - 1;
    while (before >= 0 && this.blank(before)) before--;
    if (before < 0 || (before === i - 1 && !this.content(before).startsWith('.. '))) return 0;
    const announces =
      this.content(before).endsWith('::') &&
      !/^\.\. (?:note|warning|tip|important|deprecated|versionadded|versionchanged|seealso|admonition)/.test(
        this.content(before),
      );
    return announces && this.indentAt(i) > this.indentOfOpening(before) ? this.indented(i, this.indentAt(i)) : 0;
  }

  private indentOfOpening(i: number): number {
    return i === 0 && this.lines.length > 1 ? this.base : this.indentAt(i);
  }

  private section: (Section & { indent: number }) | null = null;

  private line(i: number): void {
    const line = this.lines[i]!;
    const content = this.content(i);
    const start = this.text.slice(line.start, line.end).search(/\S/) + line.start;
    const indent = this.indentAt(i);
    const span = { start, end: start + content.length };
    if (this.style.comment) {
      const { before, after } = blockTagsOf(content);
      span.end -= after;
      if (before > 0) this.open(span, line, before, indent, 0);
      if (before > 0 || after > 0) {
        if (before === 0) this.words(i, line, span, content.slice(0, content.length - after), indent);
        if (after > 0) this.flush();
        return;
      }
    }
    this.words(i, line, span, content, indent);
  }

  private words(i: number, line: TextLine, span: Span, content: string, indent: number): void {
    if (this.style.docString) {
      const section = sectionOf(content, this.content(i + 1));
      if (section) {
        this.flush();
        this.section = { ...section, indent };
        return;
      }
      if (this.section && (this.section.code || this.section.entries)) {
        if (
          this.section.code &&
          !this.paragraph &&
          !content.startsWith('.. ') &&
          indent >= this.section.indent &&
          this.codeSection(content)
        )
          return this.flush();
        if (this.section.entries && !content.startsWith('.. ')) {
          const deeper = i + 1 < this.lines.length && !this.blank(i + 1) && this.indentAt(i + 1) > indent;
          if (this.section.numpy) {
            if (indent <= this.section.indent && isNumpyEntry(content) && (deeper || content.includes(' : ')))
              return this.flush();
          }
          const entry = this.section.numpy ? 0 : entryOf(content);
          if (entry > 0) return this.open(span, line, entry, indent, INDENTED_CODE);
        }
      }
      if (content.startsWith('.. ')) {
        const directive = /^\.\. [\w-]+::\s*(?:\d[\w.]*\s+)?/.exec(content)?.[0].length ?? content.length;
        return /^\.\. (?:note|warning|tip|important|deprecated|version\w+|seealso)/.test(content) &&
          directive < content.length
          ? this.open(span, line, directive, indent, 3)
          : this.flush();
      }
      const field = fieldOf(content);
      if (field !== null) return this.open(span, line, field, indent, INDENTED_CODE);
    }
    const tag = this.style.comment || this.style.docString ? tagOf(content) : null;
    if (tag) return this.open(span, line, tag.kept, indent, 2);
    const bullet = bulletOf(content);
    if (bullet > 0) return this.open(span, line, bullet, indent, Math.min(bullet, 4));
    const heading = this.style.comment && /^#{1,6}\s+/.exec(content);
    if (heading) {
      this.open(span, line, heading[0].length, indent, 0);
      return this.flush();
    }
    const label = this.style.comment ? labelOf(content) : 0;
    if (label > 0) return this.open(span, line, label, indent, 0);
    if (this.paragraph && this.continues(i, indent, span)) {
      this.paragraph.lines.push(span);
      this.paragraph.starts.push(line.lineStart);
    } else this.open(span, line, 0, indent, 0);
  }

  /** In a section of examples: prose only where it reads like prose. */
  private codeSection(content: string): boolean {
    return isCode(content) || !/^[\p{Lu}"'(].*[.:]$/u.test(content);
  }

  private open(span: Span, { lineStart }: TextLine, kept: number, indent: number, hang: number): void {
    this.flush();
    const rest = this.text.slice(span.start + kept, span.end);
    const start = span.start + kept + (rest.length - rest.trimStart().length);
    this.paragraph = { lines: [{ start, end: span.end }], starts: [lineStart], hang, indent };
  }

  private continues(i: number, indent: number, span: Span): boolean {
    const { lines, indent: first, hang } = this.paragraph!;
    const before = lines.at(-1)!;
    if (hang === 0 && lines.length > 1 && indent !== this.indentAt(i - 1)) return false;
    if (hang > 0 && indent < first) return false;
    if (hang === 0 && indent < first && this.lines[0] !== this.lines[i - 1]) return false;
    const opening = this.text.slice(span.start, span.start + 2);
    if (/^[[(]?\d{2,}[-:/.]\d/.test(this.text.slice(span.start, span.start + 12))) return false;
    if (!/^["'“(«[]?\p{Lu}/u.test(opening)) return true;
    // a capital after a line that ended early begins something new
    const previous = this.lines[i - 1]!;
    const width = columns(this.text.slice(previous.lineStart, before.end));
    const widest = this.style.comment || this.style.docString ? this.widest : this.widestAround(i);
    const firstWord = /^\S*/.exec(this.text.slice(span.start, span.end))![0].length;
    const full = width + 1 + firstWord > Math.min(widest, 120) - 2 && widest >= 50;
    const ended = /[.!?:]["'”’)\]]*$/.test(this.text.slice(Math.max(before.start, before.end - 3), before.end));
    return ended ? full || (widest >= 60 && width > widest * 0.75) : full || width > widest * 0.6;
  }

  /** The widest line of those that no blank line parts from line i. */
  private widestAround(i: number): number {
    const from = this.run?.from ?? -1;
    if (this.run && i >= from && i < this.run.to) return this.run.widest;
    let start = i;
    while (start > 0 && !this.blank(start - 1)) start--;
    let to = i;
    let widest = 0;
    for (to = start; to < this.lines.length && !this.blank(to); to++) {
      widest = Math.max(widest, columns(this.text.slice(this.lines[to]!.lineStart, this.lines[to]!.end)));
    }
    this.run = { from: start, to, widest };
    return widest;
  }

  private run: { from: number; to: number; widest: number } | null = null;

  private flush(): void {
    const { paragraph, text, style } = this;
    this.paragraph = null;
    if (!paragraph) return;
    const lines = paragraph.lines.filter(({ start, end }) => end > start);
    if (lines.length === 0) return;
    const segment = new SourceBuilder(text)
      .lines(lines)
      .segment(style.kind, style.syntax, { escape: style.escape, layout: this.layout(paragraph, lines) });
    if (segment) this.segments.push(segment);
  }

  private widthOf(lines: readonly Span[]): number {
    if (this.style.comment || this.style.docString) return this.widest;
    return lines.reduce((most, { end }) => Math.max(most, columnOf(this.text, end)), 0);
  }

  private layout(paragraph: Paragraph, lines: readonly Span[]): Layout {
    const { text, style } = this;
    const first = columnOf(text, lines[0]!.start);
    // a tag whose text begins on the line below has two lines, too
    const own = paragraph.lines.indexOf(lines[1] ?? lines[0]!);
    if (lines.length > 1) {
      const prefix = text.slice(paragraph.starts[own]!, lines[1]!.start);
      return { kind: 'wrapped', first, prefix, width: Math.max(this.widthOf(lines), LEAST_WIDTH), eol: style.eol };
    }
    if (style.prefix === null) return { kind: 'line' };
    const indent = ' '.repeat(
      (this.lines.length > 1 && Number.isFinite(this.base) ? Math.max(paragraph.indent, this.base) : paragraph.indent) +
        paragraph.hang,
    );
    return {
      kind: 'wrapped',
      first,
      prefix: style.prefix + indent,
      width: Math.max(this.widest, style.width),
      eol: style.eol,
    };
  }
}
