/** A whole decoding laid open: every piece with its probability and its rivals, all attention on request, and what-ifs. */

import type { BackendName, SentenceResult, Word } from './result';
import type { PieceList } from './stepRecord';

/** A head: of the encoder's or the decoder's self-attention, or of the decoder's cross-attention; counted from 0. */
export interface HeadRef {
  part: AttentionPart;
  layer: number;
  head: number;
}

export type AttentionPart = 'encoder' | 'decoder' | 'cross';

/**
 * What is done to the model while it decodes; whatever is absent stays as it is. Everything is about the attention on
 * the source (a Transformer's cross-attention) unless said otherwise. What does not fit the model or the source is the
 * fault `edit`; any change of a model without attention, `noAttention`.
 */
export interface Intervention {
  /**
   * Indices of source words whose pieces no attention may reach: their weight is exactly 0 at every step and, of a
   * Transformer, for every query of the encoder too. (The state that a recurrent encoder had after reading them stays.)
   */
  mask?: number[];
  /** At these steps the weights are these, over the source pieces, (S), each list summing to 1, nothing on a masked word; of all layers and heads. */
  force?: { step: number; weights: number[] }[];
  /** Heads whose output is 0; of a Transformer only. */
  drop?: HeadRef[];
  /** Scores are divided by it before the softmax; above 1 flattens, below 1 sharpens. */
  temperature?: number;
}

export interface TraceOptions {
  /** One sentence, as prose. What does not fit the model is left out at its end. */
  source: string;
  /** As prose: the decoder is forced along it. Null: it decodes greedily. */
  target: string | null;
  /** With `target` null: ids of the first target pieces; greedy decoding goes on after them. */
  prefix?: number[];
  edit?: Intervention;
  /** Also every attention of every layer and head. */
  maps?: boolean;
}

/** A piece that could have come at a step. */
export interface NextPiece {
  id: number;
  /** As in PieceList. */
  piece: string;
  probability: number;
}

/** What the model held likely at one step. */
export interface TraceStep {
  /** Of the piece that came. */
  probability: number;
  /** Of the whole distribution, in bits. */
  entropy: number;
  /** The likeliest pieces, best first; with a forced target the one that came need not be among them. */
  next: NextPiece[];
}

/** Attention of all heads of one part: weights[((layer * heads + head) * queries + query) * keys + key]. */
export interface AttentionMaps {
  layers: number;
  heads: number;
  /** Rows: source pieces (encoder), or what the decoder reads: the start, y_1, ..., y_{T-1} (decoder, cross). */
  queries: number;
  /** Columns: source pieces (encoder, cross), or what the decoder reads (decoder; 0 for what is to come). */
  keys: number;
  weights: Float32Array;
}

/** Shapes: S source pieces, T target pieces, the end marks counted. */
export interface TraceRecord {
  model: string;
  backend: BackendName;
  /** The decoding as the pictures draw it; its words and spans are of prose. */
  sentence: SentenceResult;
  sourcePieces: PieceList;
  targetPieces: PieceList;
  /** (T): vocabulary ids of targetPieces. */
  targetIds: number[];
  /** (T) */
  steps: TraceStep[];
  /**
   * (T, S): of the pieces, as the model aligns them (of a Transformer one head, see `head`); [] where there is no
   * attention. Row t is that of step t where `row` is "emitting", and of step t + 1, which reads piece t, where "reading".
   */
  weights: number[][];
  row: 'emitting' | 'reading';
  /** The head that `weights` are of; absent where the model is recurrent, whose attention is one. */
  head?: { layer: number; head: number };
  /** Of a recurrent model with attention: `cross` alone, of one layer and one head, row t that of step t. */
  maps?: Partial<Record<AttentionPart, AttentionMaps>>;
}

export interface OccludeOptions {
  source: string;
  target: string;
}

/**
 * Every source word left out once (the text without it is read anew), the target forced: what each target word loses.
 * Shapes: S source words, T target words.
 */
export interface OcclusionRecord {
  model: string;
  backend: BackendName;
  source: string;
  target: string;
  sourceWords: Word[];
  targetWords: Word[];
  /** (T, S): ln p(word | whole source) - ln p(word | source without word s), summed over the word's pieces. */
  loss: number[][];
  /** (T, S + 1): as SentenceResult.alignment, of the whole source; [] where the model has no attention. */
  attention: number[][];
}
