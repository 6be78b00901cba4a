import { joinTranslation, type Pin, type SentenceResult } from '../shared/result';
import {
  asComment,
  commentAt,
  commentSyntax,
  documentSpans,
  identifierAt,
  insertBelow,
  isCompound,
  protectSegment,
  render,
  restore,
  segmentsOf,
  type GlossaryEntry,
  type MaskedItem,
  type ProtectedText,
  type Restored,
  type Segment,
} from '../text';
import { isCode } from '../text/blocks/marks';
import { eolOf, indentationAt, lineEndAt, lineStartAt } from '../text/lines';
import type { Passage, PlacedPassage } from './passage';
import type { Span } from '../text/sentences';
import type { Insertion, Reader, SourceDocument } from './reader';

/** Reads documents by their languages. @param glossary the user's terms, asked for whenever something is read */
export function createReader(glossary: () => readonly GlossaryEntry[]): Reader {
  return {
    *passages(document, within) {
      const terms = glossary();
      for (const segment of segmentsOf(document, within)) {
        if (!isProgram(segment, document.languageId)) yield passageOf(segment, terms);
      }
    },
    commentAt: ({ text, languageId }, offset) => commentAt(text, languageId, offset),
    nameAt({ text, languageId }, offset) {
      if (!commentSyntax(languageId)) return null;
      const name = identifierAt(text, offset);
      return name && isCompound(text.slice(name.start, name.end)) ? name : null;
    },
    below,
  };
}

/** A line of a program is no text, though it was selected: with comments, by cursors one below the other. */
function isProgram({ kind, source }: Segment, languageId: string): boolean {
  return kind === 'prose' && commentSyntax(languageId) !== null && !PARAGRAPHS.has(languageId) && isCode(source);
}

/** A passage that knows the segment that it was made of. */
interface SegmentPassage extends Passage {
  segment: Segment;
}

function passageOf(segment: Segment, glossary: readonly GlossaryEntry[]): SegmentPassage {
  const { source } = segment;
  const masked = protectSegment(segment, glossary);
  return {
    ...segment.span,
    source,
    text: masked.text,
    segment,
    place(sentences) {
      const restored = restore(sentences, masked);
      // Where nothing was kept, the candidates of the search are still what they say.
      const kept = masked.items.length > 0;
      return { text: render(segment, restored.text), sentences: kept ? withPins(restored) : [...sentences] };
    },
    adopt(sentences, index, result) {
      const before = sentences[index]!;
      const alternatives = result.alternatives ?? before.alternatives;
      const adopted: SentenceResult = {
        ...withKept(result, keptIn(before.span, masked)),
        span: before.span,
        ...(alternatives ? { alternatives } : {}),
      };
      const all = sentences.map((sentence, at) => (at === index ? adopted : sentence));
      return { text: render(segment, joinTranslation(source, all)), sentences: all };
    },
    spansOf: (part) => documentSpans(segment, part),
  };
}

/**
 * What must stand in every translation of a part of the source, as if the model had been shown it as it is. The user's
 * terms are not of it: whoever chooses a translation by hand has seen how it translates them.
 */
function keptIn({ start, end }: Span, { source, items }: ProtectedText): ProtectedText {
  const text = source.slice(start, end);
  const own = items.flatMap((item): MaskedItem[] => {
    if (item.source.start < start || item.source.end > end) return [];
    const span = { start: item.source.start - start, end: item.source.end - start };
    return item.text === text.slice(span.start, span.end) ? [{ ...item, source: span, masked: span }] : [];
  });
  return { source: text, text, items: own };
}

/** A translated sentence with what was left out of it put back. */
function withKept(result: SentenceResult, kept: ProtectedText): SentenceResult {
  if (kept.items.length === 0) return result;
  const whole = { ...result, span: { start: 0, end: result.source.length } };
  return withPins(restore([whole], kept))[0]!;
}

/** The sentences with what was kept in them. */
function withPins({ sentences, links, restored }: Restored): SentenceResult[] {
  const lost = new Set(restored.map(({ start }) => start));
  let source = 0;
  let target = 0;
  return sentences.map((sentence) => {
    // What stands between two sentences is as long in the translation as in the source, but for what was kept there.
    target += gapLength(links, source, sentence.span.start);
    const end = target + sentence.target.length;
    const pinned = links.flatMap((link): Pin[] => {
      if (link.source.start < sentence.span.start || link.source.end > sentence.span.end) return [];
      if (link.target.start < target || link.target.end > end) return [];
      return [
        {
          source: { start: link.source.start - sentence.span.start, end: link.source.end - sentence.span.start },
          target: { start: link.target.start - target, end: link.target.end - target },
          ...(lost.has(link.source.start) ? { restored: true } : {}),
        },
      ];
    });
    source = sentence.span.end;
    target = end;
    return pinned.length > 0 ? { ...sentence, pinned } : sentence;
  });
}

function gapLength(links: Restored['links'], start: number, end: number): number {
  return links.reduce((length, link) => {
    if (link.source.start < start || link.source.end > end) return length;
    return length + (link.target.end - link.target.start) - (link.source.end - link.source.start);
  }, end - start);
}

/** What is data: a line more would be an entry more, or an error. */
const NO_LINE_BELOW: ReadonlySet<Segment['kind']> = new Set(['value', 'cell']);
/** Languages in which paragraphs are told apart by blank lines. */
const PARAGRAPHS: ReadonlySet<string> = new Set([
  'markdown',
  'mdx',
  'quarto',
  'rmd',
  'restructuredtext',
  'rst',
  'asciidoc',
  'latex',
  'tex',
]);

function below(document: SourceDocument, { passage, sentences, text: placed }: PlacedPassage): Insertion | null {
  const { text, languageId } = document;
  const { segment } = passage as SegmentPassage;
  if (NO_LINE_BELOW.has(segment.kind)) return null;
  // The passage may have moved since it was read.
  const shift = passage.start - segment.span.start;
  const moved: Segment = { ...segment, span: { start: passage.start, end: segment.span.end + shift } };
  const translation = joinTranslation(segment.source, sentences);
  const inComment = segment.kind === 'comment' || segment.kind === 'docString';
  const lineEnd = lineEndAt(text, moved.span.end);
  const eol = eolOf(text);
  if (!inComment && commentSyntax(languageId) && !PARAGRAPHS.has(languageId)) {
    const indentation = indentationAt(text, lineStartAt(text, moved.span.start));
    return {
      at: lineEnd,
      text: eol + asComment(segment.kind === 'identifier' ? translation : placed, languageId, indentation, eol),
    };
  }
  const edit = insertBelow({ text, languageId }, moved, translation);
  const apart = PARAGRAPHS.has(languageId) && (segment.kind === 'prose' || segment.kind === 'heading');
  return { at: edit.start, text: apart ? eol + edit.newText : edit.newText };
}
