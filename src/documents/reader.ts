import type { Span } from '../text/sentences';
import type { Passage, PlacedPassage } from './passage';

/** A text and how it is written. */
export interface SourceDocument {
  text: string;
  /** VS Code's id of the language. */
  languageId: string;
}

/** A text to be put into a document, at an offset. */
export interface Insertion {
  at: number;
  text: string;
}

/** Knows where in a document its words are. */
export interface Reader {
  /**
   * What there is to translate, in order, found as it is asked for.
   * @param within the part of the document that is meant; all of it where absent
   */
  passages(document: SourceDocument, within?: Span): Iterable<Passage>;
  /** The comment that an offset is in, marks included; null where there is none. */
  commentAt(document: SourceDocument, offset: number): Span | null;
  /** The name of several words that an offset is in; null where there is none. */
  nameAt(document: SourceDocument, offset: number): Span | null;
  /**
   * Where the translation of a passage goes so that its original stays: below it, as a comment like it or as a paragraph.
   * Null where nothing of the kind can stand.
   * @param document as it is now, which the passage's span speaks of
   */
  below(document: SourceDocument, placed: PlacedPassage): Insertion | null;
}
