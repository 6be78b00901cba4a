import type { Span } from '../text/sentences';
import type { PlacedPassage } from './passage';

/** A word of the source, and where it stands in the document that was read. */
export interface WordPlace {
  /** Index over the sentences of all passages. */
  sentence: number;
  /** Index into its sourceWords. */
  word: number;
  /** Index of the passage that holds it. */
  passage: number;
  /** One a line, relative to the start of the passage. */
  spans: Span[];
}

/** Where every source word stands; words that stand nowhere as they are have no place. */
export function wordPlaces(placed: readonly PlacedPassage[]): WordPlace[] {
  const places: WordPlace[] = [];
  let sentence = 0;
  placed.forEach(({ passage, sentences }, index) => {
    for (const { span, sourceWords } of sentences) {
      sourceWords.forEach(({ start, end, text }, word) => {
        const part = { start: span.start + start, end: span.start + end };
        if (passage.source.slice(part.start, part.end) !== text) return;
        const spans = passage.spansOf(part).map((each) => ({
          start: each.start - passage.start,
          end: each.end - passage.start,
        }));
        if (spans.length > 0) places.push({ sentence, word, passage: index, spans });
      });
      sentence++;
    }
  });
  return places;
}

/**
 * The place that holds all of a range; of two that it stands between, the first.
 * @param starts where the passages begin now; null for one that was changed
 */
export function placeAt(
  places: readonly WordPlace[],
  starts: readonly (number | null)[],
  { start, end }: Span,
): WordPlace | null {
  const holds = ({ passage, spans }: WordPlace): boolean => {
    const from = starts[passage] ?? null;
    return from !== null && spans.some((span) => from + span.start <= start && end <= from + span.end);
  };
  return places.find(holds) ?? null;
}
