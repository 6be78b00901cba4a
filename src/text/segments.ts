/** A document, or a part of it, to the segments that are to be translated. */

import { splitBlocks } from './blocks/split';
import { commentSyntax } from './comments/languages';
import { commentSegments } from './comments/segments';
import { jsonSegments } from './data/json';
import { poSegments } from './data/po';
import { propertiesSegments } from './data/properties';
import { xmlStrings } from './data/xliff';
import { yamlSegments } from './data/yaml';
import { isCompound, splitIdentifier } from './identifiers';
import { eolOf, linesOf, trimSpan } from './lines';
import { markdownSegments } from './markdown/segments';
import { rstSegments } from './rst/segments';
import { clip, SourceBuilder, type Segment, type TextDocument } from './segment';
import type { Span } from './sentences';

/** Languages whose text is the document itself. */
const MARKDOWN = new Set(['markdown', 'mdx', 'quarto', 'rmd', 'chatagent', 'instructions', 'prompt', 'skill']);
const PROSE = new Set([
  'plaintext',
  'text',
  'log',
  'git-commit',
  'scminput',
  'asciidoc',
  'latex',
  'tex',
  'search-result',
  'Log',
  'code-text-binary',
]);

type Reader = (text: string, languageId: string) => Segment[];

const whole = (text: string) => ({ start: text.startsWith('\uFEFF') ? 1 : 0, end: text.length });

const READERS: Record<string, Reader> = {
  restructuredtext: rstSegments,
  rst: rstSegments,
  json: jsonSegments,
  jsonc: jsonSegments,
  json5: jsonSegments,
  jsonl: jsonSegments,
  yaml: (text) => yamlSegments(text),
  dockercompose: (text) => yamlSegments(text),
  'github-actions-workflow': (text) => yamlSegments(text),
  properties: propertiesSegments,
  'java-properties': propertiesSegments,
  ini: propertiesSegments,
  po: poSegments,
  gettext: poSegments,
};

/**
 * The segments of a document, in order and disjoint.
 *
 * - With a range, those in it. A paragraph, a comment or a string that the range cuts through is cut, too; a value that
 *   cannot be cut (an entry of a catalogue, a YAML scalar) is taken whole.
 * - A range of code and comments gives the comments. A range that has no comment, or lies within one string or word, is
 *   taken to be text itself: the user has selected it to be translated. A single compound name is cut into words.
 * - Values of data files that may as well be meant for a program (`"type": "module"`), and entries that are translated
 *   already, are left out unless the range lies within them.
 */
export function segmentsOf({ text, languageId }: TextDocument, range?: Span): Segment[] {
  if (range) return inRange(text, languageId, clamp(range, text.length));
  return read(text, languageId).filter((segment) => !segment.doubtful && !segment.translated);
}

function clamp({ start, end }: Span, length: number): Span {
  const from = Math.min(Math.max(0, start), length);
  return { start: from, end: Math.min(Math.max(from, end), length) };
}

function inRange(text: string, languageId: string, selected: Span): Segment[] {
  const range = trimSpan(text, selected);
  if (range.start >= range.end) return [];
  const within = ({ span, extent }: Segment) => {
    const { start, end } = extent ?? span;
    return range.start >= start && range.end <= end;
  };
  const segments = read(text, languageId, range)
    .filter((segment) => (!segment.doubtful && !segment.translated) || within(segment))
    .flatMap((segment) => clip(segment, range, text) ?? []);
  if (segments.length > 0) return segments;
  if (range.start === 0 && range.end === text.trimEnd().length && !PROSE.has(languageId)) return [];
  return asProse(text, languageId, range);
}

/** A selection that moves, a hover and a command read the same page again and again, and a long one takes a while. */
let lastPage: { text: string; segments: Segment[] } | null = null;

function markdownPage(text: string, languageId: string): Segment[] {
  if (lastPage?.text !== text) {
    lastPage = { text, segments: markdownSegments(text) ?? proseSegments(text, whole(text), languageId) };
  }
  return lastPage.segments;
}

function read(text: string, languageId: string, range?: Span): Segment[] {
  if (MARKDOWN.has(languageId)) return markdownPage(text, languageId);
  if (PROSE.has(languageId)) return proseSegments(text, whole(text), languageId);
  if (languageId === 'xml' || languageId === 'xliff' || languageId === 'resx') {
    return xmlStrings(text) ?? commentSegments(text, 'xml', range);
  }
  const reader = Object.hasOwn(READERS, languageId) ? READERS[languageId] : undefined;
  if (reader) return reader(text, languageId);
  // a language that nobody knows is text
  return commentSyntax(languageId)
    ? commentSegments(text, languageId, range)
    : proseSegments(text, whole(text), languageId);
}

/** A selection as text, whatever it was selected in. */
function asProse(text: string, languageId: string, range: Span): Segment[] {
  const selected = text.slice(range.start, range.end);
  if (isCompound(selected)) return [identifierSegment(text, range)];
  const segments = proseSegments(text, range, languageId);
  if (segments.length > 0 || !/\p{L}/u.test(selected)) return segments;
  const segment = new SourceBuilder(text).copy(range.start, range.end).segment('prose', 'plain');
  return segment ? [segment] : [];
}

/** A name as the words it is made of; its translation is written as a name again. */
export function identifierSegment(text: string, span: Span): Segment {
  const raw = text.slice(span.start, span.end);
  const { words, style, before, after } = splitIdentifier(raw);
  const source = words.join(' ');
  const inner = { start: span.start + before.length, end: span.end - after.length };
  return {
    kind: 'identifier',
    span: inner,
    raw: text.slice(inner.start, inner.end),
    source,
    syntax: 'plain',
    protected: [],
    pieces: [{ ...inner, at: 0, length: source.length }],
    layout: { kind: 'identifier', style },
    escape: 'none',
    divisible: false,
  };
}

/** Paragraphs, list items and single lines of a plain text. */
export function proseSegments(text: string, range: Span, languageId = 'plaintext'): Segment[] {
  const commit = languageId === 'git-commit' || languageId === 'scminput';
  const tex = languageId === 'latex' || languageId === 'tex';
  const lines = linesOf(text, range).map(({ start, end }) => {
    const kept =
      (commit && text[start] === '#') ||
      (tex && /^\s*(?:%|\\(?:begin|end|usepackage|documentclass|label|input|include)\b)/.test(text.slice(start, end)));
    return { lineStart: start, start: kept ? end : start, end };
  });
  // the first line may begin within one
  const segments = splitBlocks(text, lines, {
    kind: 'prose',
    syntax: languageId === 'asciidoc' ? 'markdown' : 'plain',
    escape: 'none',
    eol: eolOf(text),
    comment: false,
    docString: false,
    prefix: null,
    width: 80,
  });
  return segments;
}
