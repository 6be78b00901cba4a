/**
 * From what people select to what a model can translate, and back. Pure functions; no editor, no tensors.
 *
 * ```
 * document + range -> segmentsOf -> segments
 *   each: protect(segment.source) -> text for the model -> translate -> restore -> text
 * editsFor(segments, texts) -> edits that put every translation in the place of its segment
 * ```
 *
 * | for | use |
 * | --- | --- |
 * | a selection, several, or a whole file | `segmentsOf(document, range?)`, one call for each selection |
 * | a segment through the model | `protectSegment(segment, glossary)`, then `restore(sentences, protected)` |
 * | Replace Selection | `editsFor(segments, translations)`; `putBack` gives the whole text |
 * | Insert Below | `insertBelow(document, segment, translation)`: in the same comment, list or quote |
 * | Translate Comment at Cursor | `commentAt(text, languageId, offset)`, then `segmentsOf` its range |
 * | Translate File Beside | `segmentsOf(document)`, `putBack` as they come |
 * | Show Original | keep the segments: `raw` is what stood at `span` before |
 * | hover on a comment | `commentAt`; `toDocument(segment, offset)` places words of the source in the editor |
 * | hover on a name | `identifierAt(text, offset)`, `splitIdentifier(name).words.join(' ')` |
 * | "this is French already" | `detectLanguage(text)` |
 *
 * What holds by construction, and is tested over all formats: a translation equal to the source changes no byte; any
 * other changes nothing outside of its segment's span; every protected span stands in the restored text once. All
 * spans are half-open, in UTF-16 code units, and `segmentsOf` returns disjoint segments in order.
 *
 * `restore` also returns the sentences as of the unmasked source, with words and alignment (`SentenceResult`, as the
 * engine's), so that panel and hover show names and code as they are, each linked to itself.
 */

import type { Segment } from './segment';
import type { GlossaryEntry } from './protect/protectedSpan';
import type { ProtectedText } from './protect/mask';
import { protect } from './protect/protect';

export { asComment, insertBelow } from './asComment';
export { commentAt, type CommentGroup } from './comments/segments';
export { commentSyntax } from './comments/languages';
export { detectLanguage, type Detected } from './detect';
export {
  identifierAt,
  isCompound,
  isIdentifier,
  joinIdentifier,
  splitIdentifier,
  type IdentifierWords,
} from './identifiers';
export type { MaskedItem, ProtectedText } from './protect/mask';
export { protect } from './protect/protect';
export type { GlossaryEntry, InlineSyntax, ProtectedKind, ProtectedSpan } from './protect/protectedSpan';
export { recognise } from './protect/recognise';
export { restore, type PinnedLink, type Restored } from './protect/restore';
export {
  documentSpans,
  editsFor,
  putBack,
  render,
  toDocument,
  type Edit,
  type Segment,
  type SegmentKind,
  type TextDocument,
} from './segment';
export { identifierSegment, segmentsOf } from './segments';
export { splitSentences, type Span } from './sentences';

/** A segment as the model is to see it: its protected spans, and the user's terms, masked. */
export function protectSegment(segment: Segment, glossary: readonly GlossaryEntry[] = []): ProtectedText {
  return protect(segment.source, { syntax: segment.syntax, spans: segment.protected, glossary });
}
