import type { SentenceResult } from '../shared/result';
import type { Passage, PlacedPassage } from './passage';

/** A blank line ends every sentence, so that no sentence crosses from one passage into the next. */
const SEPARATOR = '\n\n';

/** UTF-16 code units of the texts of a batch. */
export interface BatchSizes {
  /** Of the first one: small, so that there is something to read soon. Each one after is twice as large as before. */
  first: number;
  /** Of the largest. */
  most: number;
}

/** Large enough to keep the engine's rows filled, small enough that another request need not wait for long. */
export const BATCH_SIZES: BatchSizes = { first: 250, most: 2_000 };

/** For what is shown all at once: as much as one request may be, separators and masks counted. */
export const WHOLE: BatchSizes = { first: 18_000, most: 18_000 };

/** Passages in groups that are translated by one request each. One that is longer than a group is one of its own. */
export function* inBatches(passages: Iterable<Passage>, sizes: BatchSizes = BATCH_SIZES): Generator<Passage[]> {
  let size = sizes.first;
  let batch: Passage[] = [];
  let length = 0;
  for (const passage of passages) {
    if (batch.length > 0 && length + passage.text.length > size) {
      yield batch;
      batch = [];
      length = 0;
      size = Math.min(size * 2, sizes.most);
    }
    batch.push(passage);
    length += passage.text.length + SEPARATOR.length;
  }
  if (batch.length > 0) yield batch;
}

/** The text that stands for all passages of a batch. */
export function batchText(batch: readonly Passage[]): string {
  return batch.map(({ text }) => text).join(SEPARATOR);
}

/** Hands the sentences of a batch's text back to its passages, and puts those in place. */
export function placeBatch(batch: readonly Passage[], sentences: readonly SentenceResult[]): PlacedPassage[] {
  let at = 0;
  let next = 0;
  return batch.map((passage) => {
    const end = at + passage.text.length;
    const own: SentenceResult[] = [];
    for (; next < sentences.length && sentences[next]!.span.start < end; next++) {
      const sentence = sentences[next]!;
      own.push({ ...sentence, span: { start: sentence.span.start - at, end: sentence.span.end - at } });
    }
    at = end + SEPARATOR.length;
    return { passage, ...passage.place(own) };
  });
}
