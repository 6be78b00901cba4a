/** Segments in portions, for documents too long for one request. */

import type { Segment } from './segment';

export interface BatchLimits {
  /** Most UTF-16 code units of source text in a batch; a longer segment is a batch of its own. */
  characters: number;
  /** Most segments in a batch. */
  segments: number;
}

const LIMITS: BatchLimits = { characters: 4_000, segments: 32 };

/**
 * Portions in an order that shows first what the user sees first: from `first` on to the end, then from the beginning.
 * Indices are those of `segments`.
 * @param first offset in the document, such as that of the first visible line
 */
export function* inBatches(
  segments: readonly Segment[],
  first = 0,
  limits: BatchLimits = LIMITS,
): Generator<{ index: number; segment: Segment }[], void, void> {
  const found = segments.findIndex(({ span }) => span.end > first);
  const from = Math.max(0, found);
  let batch: { index: number; segment: Segment }[] = [];
  let characters = 0;
  for (let n = 0; n < segments.length; n++) {
    const index = (from + n) % segments.length;
    const segment = segments[index]!;
    const { length } = segment.source;
    const wraps = index === 0 && n > 0;
    if (batch.length > 0 && (wraps || characters + length > limits.characters || batch.length >= limits.segments)) {
      yield batch;
      batch = [];
      characters = 0;
    }
    batch.push({ index, segment });
    characters += length;
  }
  if (batch.length > 0) yield batch;
}
