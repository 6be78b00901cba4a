import * as tf from '@tensorflow/tfjs-core';
import type { TransformerConfig } from '../checkpoint/transformerConfig';
import type { Weights } from '../checkpoint/weights';
import type { Recorded } from '../kernels/transformer';
import { linear, type Linear } from '../linear';
import type { AttentionRecorder } from './attentionRecorder';
import { positionTable, type Embedding } from './embedding';
import { FeedForward } from './feedForward';
import { mergeHeads, splitHeads } from './heads';
import { LayerNorm } from './layerNorm';
import { paddingMask } from './masks';
import { padSources } from './padding';
import { headsEdit, type AttentionEdit, type HeadsEdit } from '../attention/edit';
import { attendWithHeads, queryFactor } from '../attention/multiHead';
import { projectTogether } from './projections';

export interface EncodedSource {
  /** h_1..h_S of each sentence, (N·S, D) */
  states: tf.Tensor2D;
  /** (N, 1, 1, S), 0 or HIDDEN; null where no sentence is padded. */
  mask: tf.Tensor4D | null;
}

/** x = LN(x + attention(x)); x = LN(x + FFN(x)) (Vaswani et al. 2017, section 3.1). */
class EncoderLayer {
  private readonly projection: Linear;
  private readonly output: Linear;
  private readonly attentionNorm: LayerNorm;
  private readonly feedForward: FeedForward;
  private readonly finalNorm: LayerNorm;
  private readonly heads: number;

  constructor(weights: Weights, config: TransformerConfig) {
    const { d_model: d, encoder_ffn_dim: inner, activation_function: activation } = config;
    this.heads = config.encoder_attention_heads;
    const attention = weights.scope('self_attn');
    this.projection = projectTogether(attention, d, [
      { name: 'q_proj', factor: queryFactor(d, this.heads) },
      { name: 'k_proj' },
      { name: 'v_proj' },
    ]);
    this.output = linear(attention.scope('out_proj'), d, d);
    this.attentionNorm = new LayerNorm(weights.scope('self_attn_layer_norm'), d);
    this.feedForward = new FeedForward(weights, d, inner, activation);
    this.finalNorm = new LayerNorm(weights.scope('final_layer_norm'), d);
  }

  /** x (N·S, D) -> x (N·S, D), weights (N, H, S, S) */
  apply(x: tf.Tensor2D, sentences: number, mask: tf.Tensor4D | null, edit?: HeadsEdit) {
    const projected = tf.split(this.projection.apply(x), 3, 1) as tf.Tensor2D[]; // 3 of (N·S, D)
    const [queries, keys, values] = projected.map((part) => splitHeads(part, sentences, this.heads)); // (N, H, S, d)
    const { context, weights } = attendWithHeads(queries!, { keys: keys!, values: values! }, mask, edit);
    return { x: this.finish(x, mergeHeads(context)), weights };
  }

  /** kernels/transformer.ts: EncoderLayer, LayerEnd */
  get recorded(): Recorded[] {
    const { inner, outer } = this.feedForward;
    return [this.projection, this.output, this.attentionNorm, inner, outer, this.finalNorm];
  }

  /** x, context (N·S, D) -> (N·S, D) */
  private finish(x: tf.Tensor2D, context: tf.Tensor2D): tf.Tensor2D {
    const attended = this.attentionNorm.ofSum(x, this.output.apply(context));
    return this.finalNorm.ofSum(attended, this.feedForward.apply(attended));
  }
}

export class TransformerEncoder {
  readonly positions: tf.Tensor2D;
  private readonly layers: EncoderLayer[];

  constructor(
    weights: Weights,
    config: TransformerConfig,
    private readonly embedding: Embedding,
    private readonly pad: number,
  ) {
    this.positions = positionTable(weights, config);
    this.layers = Array.from(
      { length: config.encoder_layers },
      (_, layer) => new EncoderLayer(weights.scope(`layers.${layer}`), config),
    );
  }

  /** Of each layer, its parts as the kernels know them. */
  get recorded(): Recorded[][] {
    return this.layers.map((layer) => layer.recorded);
  }

  /** sources: N sequences of piece ids, each ending in </s> */
  encode(sources: readonly (readonly number[])[], recorder?: AttentionRecorder, edit?: AttentionEdit): EncodedSource {
    const { ids, lengths, longest } = padSources(sources, this.pad);
    const mask = paddingMask(lengths, longest, edit?.masked);
    let x = this.embedding.apply(ids, tf.slice(this.positions, 0, longest)); // (N·S, D)
    for (const [i, layer] of this.layers.entries()) {
      const next = layer.apply(x, sources.length, mask, headsEdit(edit, 'encoder', i));
      recorder?.recordEncoder(next.weights);
      x = next.x;
    }
    return { states: x, mask };
  }
}
