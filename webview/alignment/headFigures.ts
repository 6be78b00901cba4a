/** What can be said of a head by the attention that it paid to one sentence. */

import type { ModelFigures } from '../../src/shared/compare';
import type { AttentionMaps, AttentionPart, TraceRecord } from '../../src/shared/trace';
import { rowsOf, type ShownHead } from './drawn';

export interface HeadFigures {
  head: ShownHead;
  /** Mean over the queries of the entropy of their weights, in bits. */
  entropy: number;
  /** Mean over the queries of their largest weight, 0 to 1. */
  peak: number;
  /** Mean weight on the mark: the source's end mark (encoder, cross) or the start (decoder), 0 to 1. */
  mark: number;
  /** Of self-attention: the place that gets the most attention, counted from the query's own, and how much it gets. */
  offset: { by: -1 | 0 | 1; weight: number } | null;
}

export const PARTS: readonly AttentionPart[] = ['cross', 'encoder', 'decoder'];

/** The parts that a trace has maps of, with them. */
export const partsOf = ({ maps }: TraceRecord): { part: AttentionPart; maps: AttentionMaps }[] =>
  PARTS.flatMap((part) => (maps?.[part]?.layers ? [{ part, maps: maps[part]! }] : []));

/** The heads of a layer, the mean of them before, where there is more than one. */
export const headsOf = (part: AttentionPart, layer: number, { heads }: AttentionMaps): ShownHead[] => [
  ...(heads > 1 ? [{ part, layer, head: null }] : []),
  ...Array.from({ length: heads }, (_, head) => ({ part, layer, head })),
];

/** Figures of a head, and of the mean of its layer's heads. */
export function figuresOf(maps: AttentionMaps, head: ShownHead): HeadFigures {
  const rows = rowsOf(maps, head);
  const offsets = [0, 0, 0];
  let entropy = 0;
  let peak = 0;
  let mark = 0;
  for (const [query, row] of rows.entries()) {
    let most = 0;
    for (let key = 0; key < row.length; key++) {
      const weight = row[key]!;
      if (weight > 0) entropy -= weight * Math.log2(weight);
      if (weight > most) most = weight;
    }
    peak += most;
    mark += row[head.part === 'decoder' ? 0 : row.length - 1]!;
    for (const by of [-1, 0, 1]) offsets[by + 1]! += row[query + by] ?? 0;
  }
  const count = rows.length;
  const best = offsets.indexOf(Math.max(...offsets));
  return {
    head,
    entropy: entropy / count,
    peak: peak / count,
    mark: mark / count,
    offset: head.part === 'cross' ? null : { by: (best - 1) as -1 | 0 | 1, weight: offsets[best]! / count },
  };
}

/** Alignment error rate of a head of the cross-attention, in percent. */
export interface HeadAer {
  layer: number;
  head: number;
  aer: number;
}

/** The rates that were measured of a model's heads, at the step whose attention aligns words; [] where none were. */
export const measuredHeads = ({ headAer = [] }: Pick<ModelFigures, 'headAer'>, row: TraceRecord['row']): HeadAer[] =>
  headAer.flatMap((heads, layer) => heads.map((rates, head) => ({ layer, head, aer: rates[row] })));

export const aerOf = (measured: readonly HeadAer[], { part, layer, head }: ShownHead): number | null =>
  part === 'cross' ? (measured.find((of) => of.layer === layer && of.head === head)?.aer ?? null) : null;

/** Best first: the lowest error. */
export const ranked = (measured: readonly HeadAer[]): HeadAer[] => [...measured].sort((a, b) => a.aer - b.aer);
