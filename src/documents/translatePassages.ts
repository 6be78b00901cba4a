import { MAX_CHARACTERS } from '../shared/limits';
import type { SentenceResult } from '../shared/result';
import { batchText, inBatches, placeBatch, type BatchSizes } from './batches';
import type { Passage, PlacedPassage } from './passage';

/**
 * Translates a document passage by passage. Passages are drawn as they are needed and nothing is kept of their
 * sentences, so that only a batch of those is in memory at a time.
 * @param translate the sentences of one text; it rejects where it is to end
 */
export async function* translatePassages(
  passages: Iterable<Passage>,
  translate: (text: string) => Promise<readonly SentenceResult[]>,
  sizes?: BatchSizes,
): AsyncGenerator<PlacedPassage[]> {
  for (const batch of inBatches(passages, sizes)) yield placeBatch(batch, await translate(batchText(batch)));
}

/** The passages that are in the model's language, as far as anybody can tell, and short enough for a request. */
export function* translatable(passages: Iterable<Passage>, isIn: (text: string) => boolean): Generator<Passage> {
  for (const passage of passages) if (passage.text.length <= MAX_CHARACTERS && isIn(passage.source)) yield passage;
}

/** Passages in the order in which they are best shown: those from an offset on, then those before. */
export function startingAt(passages: readonly Passage[], offset: number): Passage[] {
  const first = passages.findIndex(({ end }) => end > offset);
  return first <= 0 ? [...passages] : [...passages.slice(first), ...passages.slice(0, first)];
}

/** A document's text with the passages that are translated by now, as pieces: what is joined is the document. */
export async function* translatedPieces(
  text: string,
  placed: AsyncIterable<readonly PlacedPassage[]>,
): AsyncGenerator<string> {
  let at = 0;
  for await (const batch of placed) {
    let piece = '';
    for (const { passage, text: translation } of batch) {
      piece += text.slice(at, passage.start) + translation;
      at = passage.end;
    }
    yield piece;
  }
  if (at < text.length) yield text.slice(at);
}
