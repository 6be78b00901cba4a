import * as tf from '@tensorflow/tfjs-core';
import type { TransformerConfig } from '../checkpoint/transformerConfig';
import type { Weights } from '../checkpoint/weights';
import type { Recorded } from '../kernels/transformer';
import { linear, type Linear } from '../linear';
import { positionTable, type Embedding } from './embedding';
import type { EncodedSource } from './encoder';
import { FeedForward } from './feedForward';
import { mergeHeads, splitHeads } from './heads';
import { LayerNorm } from './layerNorm';
import { causalMask } from './masks';
import { headsEdit, type AttentionEdit, type HeadsEdit } from '../attention/edit';
import { attendWithHeads, queryFactor, type HeadsAttended, type KeysAndValues } from '../attention/multiHead';
import { projectTogether } from './projections';

/** What the decoder reads of the sources. */
export interface CrossMemory {
  /** Keys and values of each layer, (N, H, S, d), computed once a sentence. */
  layers: KeysAndValues[];
  /** (N, 1, 1, S), 0 or HIDDEN; null where no sentence is padded. */
  mask: tf.Tensor4D | null;
  /** What is done to attention while one piece is read at a time; absent: nothing. */
  edit?: AttentionEdit;
}

/** Keys and values of what was read before, (R, H, t, d), of each layer; empty at the start. */
export type Cache = KeysAndValues[];

/** Attention weights of one layer. */
export interface LayerWeights {
  /** Self-attention, (R, H, Q, t + Q) */
  self: tf.Tensor4D;
  /** Cross-attention, (N, H, K·Q, S) */
  cross: tf.Tensor4D;
}

/** Cross-attention of one layer, with what it was computed from. */
export interface CrossAttended extends HeadsAttended {
  /** (N, H, K·Q, d), multiplied by `queryFactor` */
  queries: tf.Tensor4D;
}

export interface Decoded {
  /** (R·Q, D) */
  x: tf.Tensor2D;
  /** With the Q pieces read. */
  cache: Cache;
  weights: LayerWeights[];
  /** Of each layer. */
  cross: CrossAttended[];
}

/** x = LN(x + self-attention(x)); LN(x + cross-attention(x, h)); LN(x + FFN(x)) (Vaswani et al. 2017, section 3.1). */
class DecoderLayer {
  private readonly selfProjection: Linear;
  private readonly selfOutput: Linear;
  private readonly selfNorm: LayerNorm;
  private readonly crossQuery: Linear;
  private readonly crossKeysAndValues: Linear;
  private readonly crossOutput: Linear;
  private readonly crossNorm: LayerNorm;
  private readonly feedForward: FeedForward;
  private readonly finalNorm: LayerNorm;
  private readonly heads: number;

  constructor(weights: Weights, config: TransformerConfig) {
    const { d_model: d, decoder_ffn_dim: inner, activation_function: activation } = config;
    this.heads = config.decoder_attention_heads;
    const query = { name: 'q_proj', factor: queryFactor(d, this.heads) };
    const keysAndValues = [{ name: 'k_proj' }, { name: 'v_proj' }];
    const self = weights.scope('self_attn');
    this.selfProjection = projectTogether(self, d, [query, ...keysAndValues]);
    this.selfOutput = linear(self.scope('out_proj'), d, d);
    this.selfNorm = new LayerNorm(weights.scope('self_attn_layer_norm'), d);
    const cross = weights.scope('encoder_attn');
    this.crossQuery = projectTogether(cross, d, [query]);
    this.crossKeysAndValues = projectTogether(cross, d, keysAndValues);
    this.crossOutput = linear(cross.scope('out_proj'), d, d);
    this.crossNorm = new LayerNorm(weights.scope('encoder_attn_layer_norm'), d);
    this.feedForward = new FeedForward(weights, d, inner, activation);
    this.finalNorm = new LayerNorm(weights.scope('final_layer_norm'), d);
  }

  /** states (N·S, D) -> (N, H, S, d) */
  remember(states: tf.Tensor2D, sentences: number): KeysAndValues {
    const projected = tf.split(this.crossKeysAndValues.apply(states), 2, 1) as tf.Tensor2D[];
    const [keys, values] = projected.map((part) => splitHeads(part, sentences, this.heads));
    return { keys: keys!, values: values! };
  }

  /** x (R·Q, D), past (R, H, t, d), causal (Q, t + Q) -> x (R·Q, D), past with the Q pieces, weights */
  apply(
    x: tf.Tensor2D,
    rows: number,
    past: KeysAndValues | undefined,
    causal: tf.Tensor2D | null,
    memory: KeysAndValues,
    padding: tf.Tensor4D | null,
    edits: { self?: HeadsEdit; cross?: HeadsEdit } = {},
  ) {
    const projected = tf.split(this.selfProjection.apply(x), 3, 1) as tf.Tensor2D[]; // 3 of (R·Q, D)
    const [queries, keys, values] = projected.map((part) => splitHeads(part, rows, this.heads)); // (R, H, Q, d)
    const read = past
      ? { keys: tf.concat([past.keys, keys!], 2), values: tf.concat([past.values, values!], 2) } // (R, H, t + Q, d)
      : { keys: keys!, values: values! };
    const self = attendWithHeads(queries!, read, causal, edits.self);
    const selfAttended = this.selfNorm.ofSum(x, this.selfOutput.apply(mergeHeads(self.context)));

    // the hypotheses of a sentence are queries of the same keys: (R·Q, D) = (N·K·Q, D) -> (N, H, K·Q, d)
    const crossQueries = splitHeads(this.crossQuery.apply(selfAttended), memory.keys.shape[0], this.heads);
    const cross = attendWithHeads(crossQueries, memory, padding, edits.cross);
    return {
      x: this.finish(selfAttended, mergeHeads(cross.context)),
      read,
      weights: { self: self.weights, cross: cross.weights },
      cross: { queries: crossQueries, ...cross },
    };
  }

  /** What follows cross-attention: x, context (R·Q, D) -> (R·Q, D) */
  private finish(x: tf.Tensor2D, context: tf.Tensor2D): tf.Tensor2D {
    const attended = this.crossNorm.ofSum(x, this.crossOutput.apply(context));
    return this.finalNorm.ofSum(attended, this.feedForward.apply(attended));
  }

  /** Keys and values in rows: states (N·S, D) -> (N·S, 2·D) */
  rememberRows(states: tf.Tensor2D): tf.Tensor2D {
    return this.crossKeysAndValues.apply(states);
  }

  /** kernels/transformer.ts: DecoderLayer, LayerEnd */
  get recorded(): Recorded[] {
    const { inner, outer } = this.feedForward;
    const self = [this.selfProjection, this.selfOutput, this.selfNorm];
    return [...self, this.crossQuery, this.crossOutput, this.crossNorm, inner, outer, this.finalNorm];
  }
}

export class TransformerDecoder {
  readonly positions: tf.Tensor2D;
  private readonly layers: DecoderLayer[];

  constructor(
    weights: Weights,
    config: TransformerConfig,
    private readonly embedding: Embedding,
  ) {
    this.positions = positionTable(weights, config);
    this.layers = Array.from(
      { length: config.decoder_layers },
      (_, layer) => new DecoderLayer(weights.scope(`layers.${layer}`), config),
    );
  }

  remember({ states, mask }: EncodedSource, sentences: number): CrossMemory {
    return { layers: this.layers.map((layer) => layer.remember(states, sentences)), mask };
  }

  /**
   * Reads the next Q pieces of R rows; one in decoding, a whole prefix where it is known.
   * @param ids (R·Q), row by row
   * @param cache what the rows have read before; not changed
   */
  read(ids: readonly number[], rows: number, cache: Cache, memory: CrossMemory): Decoded {
    const past = cache[0]?.keys.shape[2] ?? 0;
    const count = ids.length / rows;
    const causal = causalMask(count, past);
    let x = this.embedding.apply(ids, tf.slice(this.positions, past, count)); // (R·Q, D)
    const decoded: Omit<Decoded, 'x'> = { cache: [], weights: [], cross: [] };
    for (const [i, layer] of this.layers.entries()) {
      const edits = memory.edit && {
        self: headsEdit(memory.edit, 'decoder', i),
        cross: headsEdit(memory.edit, 'cross', i, past),
      };
      const next = layer.apply(x, rows, cache[i], causal, memory.layers[i]!, memory.mask, edits);
      decoded.cache.push(next.read);
      decoded.weights.push(next.weights);
      decoded.cross.push(next.cross);
      x = next.x;
    }
    return { x, ...decoded };
  }

  /** See DecoderLayer.rememberRows. */
  rememberRows(states: tf.Tensor2D): tf.Tensor2D[] {
    return this.layers.map((layer) => layer.rememberRows(states));
  }

  /** Of each layer, its parts as the kernels know them. */
  get recorded(): Recorded[][] {
    return this.layers.map((layer) => layer.recorded);
  }
}
