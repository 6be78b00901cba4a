/** A Transformer as this project's own kernels compute it: the whole encoder in one call, and every decoder step. */

import type * as tf from '@tensorflow/tfjs-core';
import type { TransformerConfig } from '../checkpoint/transformerConfig';
import type { Weights } from '../checkpoint/weights';
import { decodeRows, encodeRows, stackRecord, type Recorded, type Stack } from '../kernels/transformer';
import { wasmKernels } from '../kernels/wasm';
import type { Linear } from '../linear';
import type { AttentionRecorder } from './attentionRecorder';
import type { TransformerDecoder } from './decoder';
import { embeddingFactor } from './embedding';
import type { TransformerEncoder } from './encoder';

/** What the decoder reads of the sources. */
export interface FusedMemory {
  /** Keys and values of each layer, (N·S, 2·D), computed once a sentence. */
  layers: tf.Tensor2D[];
  /** Pieces of each sentence. */
  lengths: readonly number[];
}

interface Parts {
  encoder: TransformerEncoder;
  decoder: TransformerDecoder;
  /** The layer that p(y_t) is the softmax of. */
  emission: Linear;
}

export class FusedTransformer {
  private constructor(
    private readonly encoder: { stack: Stack; record: tf.Tensor1D },
    private readonly decoder: { stack: Stack; record: tf.Tensor1D },
    private readonly rememberRows: (states: tf.Tensor2D) => tf.Tensor2D[],
  ) {}

  /** Null where the backend has no kernels, or the heads do not suit them, which take four numbers at a time. */
  static of(config: TransformerConfig, weights: Weights, parts: Parts): FusedTransformer | null {
    const { d_model: size, encoder_attention_heads: e, decoder_attention_heads: d, alignment } = config;
    if (!wasmKernels() || (size / e) % 4 !== 0 || (size / d) % 4 !== 0) return null;
    const shared = { size, output: parts.emission as Recorded, factor: embeddingFactor(config) };
    const { encoder, decoder } = parts;
    const { layer = config.decoder_layers - 1, head } = alignment ?? {};
    const made = (stack: Stack) => ({ stack, record: stackRecord(stack, (make) => weights.derived(make)) });
    return new FusedTransformer(
      made({
        ...shared,
        layers: encoder.recorded,
        heads: e,
        inner: config.encoder_ffn_dim,
        positions: encoder.positions,
        alignment: { layer: -1, head: undefined },
      }),
      made({
        ...shared,
        layers: decoder.recorded,
        heads: d,
        inner: config.decoder_ffn_dim,
        positions: decoder.positions,
        alignment: { layer, head },
      }),
      (states) => decoder.rememberRows(states),
    );
  }

  /** D of the keys and as many of the values. */
  get remembered(): number {
    return 2 * this.decoder.stack.size;
  }

  get layers(): number {
    return this.decoder.stack.layers.length;
  }

  /** @param ids (N, S), padded */
  encode(ids: readonly number[], lengths: readonly number[], recorder?: AttentionRecorder): FusedMemory {
    const { record, stack } = this.encoder;
    const [states, ...weights] = encodeRows({ record }, { stack, ids, lengths });
    for (const map of weights) recorder?.recordEncoder(map);
    return { layers: this.rememberRows(states), lengths };
  }

  /**
   * Reads the next piece of each row.
   * @param past keys and values of what every row has read, (R, room, 2·D) of each layer; this piece's are added
   * @param read pieces in `past` before
   * @returns probabilities (R, V), weights (R, S): the attention that aligns words
   */
  step(
    ids: readonly number[],
    past: readonly tf.Tensor3D[],
    read: number,
    { layers: memories, lengths }: FusedMemory,
    recorder?: AttentionRecorder,
  ): { probabilities: tf.Tensor2D; weights: tf.Tensor2D } {
    const { record, stack } = this.decoder;
    const recorded = recorder !== undefined;
    const outputs = decodeRows({ record }, { stack, ids, lengths, read, past, memories, recorded });
    const [probabilities, weights, ...maps] = outputs;
    const count = this.layers;
    recorder?.recordStep(
      maps.slice(0, recorded ? count : 0).map((self, layer) => ({ self, cross: maps[count + layer]! })),
    );
    return { probabilities, weights };
  }
}
