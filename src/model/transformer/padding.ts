/** Sources as one batch: shorter ones are filled up with a piece that no attention sees. */

export interface PaddedSources {
  /** (N, S) */
  ids: number[];
  /** Pieces of each sentence. */
  lengths: number[];
  /** S */
  longest: number;
}

/** @param sources N sequences of piece ids, each ending in </s> */
export function padSources(sources: readonly (readonly number[])[], pad: number): PaddedSources {
  const lengths = sources.map((ids) => ids.length);
  const longest = Math.max(...lengths);
  const ids = sources.flatMap((source) => [...source, ...Array<number>(longest - source.length).fill(pad)]);
  return { ids, lengths, longest };
}
