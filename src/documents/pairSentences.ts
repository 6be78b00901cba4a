import { splitSentences, type Span } from '../text/sentences';
import type { Passage } from './passage';

/** A sentence, or more where they cannot be told apart, and what the user says is its translation. */
export interface SentencePair {
  /** Index of the passage; null for a source that goes over several. */
  passage: number | null;
  /** In the source of the passage, or of all passages one below the other. */
  span: Span;
  source: string;
  target: string;
}

/**
 * Pairs the sentences of a text with those of its translation: one by one where there are as many on both sides, paragraph
 * by paragraph where there are as many of those, or else all with all.
 * @param targets paragraphs of the translation
 */
export function pairSentences(
  passages: readonly Pick<Passage, 'source'>[],
  targets: readonly string[],
): SentencePair[] {
  const sources = passages.flatMap(({ source }, passage) =>
    splitSentences(source).map((span) => ({ passage, span, source: oneLine(source.slice(span.start, span.end)) })),
  );
  const sentences = targets.flatMap((text) => splitSentences(text).map(({ start, end }) => text.slice(start, end)));
  if (sources.length === sentences.length)
    return sources.map((each, n) => ({ ...each, target: oneLine(sentences[n]!) }));
  if (passages.length === targets.length) {
    return passages.map(({ source }, passage) => ({
      passage,
      span: { start: 0, end: source.length },
      source: oneLine(source),
      target: oneLine(targets[passage]!),
    }));
  }
  const source = passages.map((each) => each.source).join('\n');
  const span = { start: 0, end: source.length };
  return [
    { passage: passages.length === 1 ? 0 : null, span, source: oneLine(source), target: oneLine(targets.join(' ')) },
  ];
}

/** The text on one line; every character stays where it is. */
const oneLine = (text: string): string => text.replaceAll(/\s/g, ' ');
