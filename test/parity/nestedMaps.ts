import type { AttentionMaps } from '../../src/shared/trace';

/** Attention weights as [layer][head][query][key], as PyTorch's were saved. */
export type NestedMaps = number[][][][];

export function nestedMaps({ layers, heads, queries, keys, weights }: AttentionMaps): NestedMaps {
  const list = <T>(length: number, of: (index: number) => T) => Array.from({ length }, (_, index) => of(index));
  const row = (at: number) => Array.from(weights.subarray(at * keys, (at + 1) * keys));
  return list(layers, (layer) =>
    list(heads, (head) => list(queries, (query) => row((layer * heads + head) * queries + query))),
  );
}
