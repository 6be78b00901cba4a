import type { SentenceResult } from '../shared/result';
import type { Span } from '../text/sentences';

/**
 * A stretch of a document that is translated as a whole: a paragraph, the words of a comment, a string of a message
 * file. The span is what its translation takes the place of.
 */
export interface Passage extends Span {
  /** Its words, without comment marks and line breaks: what the reader sees as the source. */
  source: string;
  /** What the model is given: `source`, where nothing in it is kept from being translated. */
  text: string;
  /** @param sentences of `text`, as the model made them */
  place(sentences: readonly SentenceResult[]): Placement;
  /**
   * Has another translation of a sentence take the place of the one that was placed; what must stay stands in it.
   * @param sentences as they were placed
   * @param result of the sentence with this index, its source word for word
   */
  adopt(sentences: readonly SentenceResult[], index: number, result: SentenceResult): Placement;
  /** Where a part of `source` stands in the document that was read; none where it stands nowhere as it is. */
  spansOf(part: Span): Span[];
}

/** What became of a passage. */
export interface Placement {
  /** What takes the place of the span, marks and line breaks included. */
  text: string;
  /** With what was kept put back; their spans are in `source` of the passage. */
  sentences: SentenceResult[];
}

export interface PlacedPassage extends Placement {
  passage: Passage;
}
