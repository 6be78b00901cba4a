/**
 * The Transformer (Vaswani et al. 2017, https://arxiv.org/abs/1706.03762) in the shape of Marian (Junczys-Dowmunt et
 * al. 2018, https://aclanthology.org/P18-4020): layer normalisation after each part, sinusoidal positions, one embedding
 * for source, target and output. Tensor names and configuration are those of Hugging Face's MarianMTModel; the
 * reference is training/attention_lens/models/transformer.py.
 *
 * Shapes: N sentences, K hypotheses of each, R = N·K rows, S source pieces, t pieces read before, Q pieces read now,
 * D d_model, H heads of width d = D/H, V vocabulary.
 */

import * as tf from '@tensorflow/tfjs-core';
import type { TransformerConfig } from '../checkpoint/transformerConfig';
import type { Weights } from '../checkpoint/weights';
import { sharedLinear, type Linear, type MakeBias } from '../linear';
import type { AttentionEdit } from '../attention/edit';
import { softmaxOf } from '../softmaxOf';
import type { AlignmentRow, DecoderRun, TranslationModel } from '../translationModel';
import type { AttentionRecorder } from './attentionRecorder';
import { TransformerDecoder, type LayerWeights } from './decoder';
import { Embedding } from './embedding';
import { TransformerEncoder } from './encoder';
import type { HeadChoice, OpenStep } from '../openStep';
import { HIDDEN } from './masks';
import { layOpenTransformer } from './openStep';
import { FusedRun } from './fusedRun';
import { FusedTransformer } from './fusedTransformer';
import { TransformerRun } from './transformerRun';

/** Copies of the shared embedding that some checkpoints hold under the names of its other uses. */
const TIED = ['model.encoder.embed_tokens.weight', 'model.decoder.embed_tokens.weight', 'lm_head.weight'];

export class Transformer implements TranslationModel {
  readonly vocabulary: number;
  readonly eos: number;
  readonly start: number;
  readonly alignmentRow: AlignmentRow;
  readonly longestTarget: number;
  readonly encoder: TransformerEncoder;
  readonly decoder: TransformerDecoder;
  /** Logits of all pieces: D to V. */
  private readonly output: Linear;
  /** The same, and HIDDEN for the pieces that are never emitted. */
  private readonly emission: Linear;
  /** The same model in this project's own kernels; null where there are none. */
  private readonly fused: FusedTransformer | null;

  /** @throws EngineError 'modelFile' where the weights do not fit */
  constructor(
    readonly config: TransformerConfig,
    private readonly weights: Weights,
  ) {
    const { vocab_size: v, d_model: d, pad_token_id: pad } = config;
    this.vocabulary = v;
    this.eos = config.eos_token_id;
    this.start = config.decoder_start_token_id;
    this.alignmentRow = config.alignment?.row ?? 'emitting';
    this.longestTarget = config.max_position_embeddings;
    const model = weights.scope('model');
    const tied = sharedLinear(weights, {
      inputs: d,
      blocks: [{ name: 'model.shared.weight', outputs: v }],
    });
    for (const copy of TIED) weights.ignore(copy);
    // a sum over one row, not a reshape: the WASM backend goes by the rank that the data were made with
    const bias: MakeBias = (read) => tf.sum<tf.Tensor1D>(read('final_logits_bias', [1, v]), 0);
    const banned = new Set(config.bad_words_ids?.flat() ?? [pad]);
    const hidden = Array.from({ length: v }, (_, id) => (banned.has(id) ? HIDDEN : 0));
    this.output = tied(bias);
    this.emission = tied((read) => tf.add(bias(read), tf.tensor1d(hidden)));
    const embedding = new Embedding(model.scope('shared'), config, this.output);
    this.encoder = new TransformerEncoder(model.scope('encoder'), config, embedding, pad);
    this.decoder = new TransformerDecoder(model.scope('decoder'), config, embedding);
    const { encoder, decoder, emission } = this;
    this.fused = FusedTransformer.of(config, weights, { encoder, decoder, emission });
  }

  /** x (B, D) -> (B, V), of all pieces, those that are never emitted among them */
  logits(x: tf.Tensor2D): tf.Tensor2D {
    return this.output.apply(x);
  }

  /** p(y_t | y_<t, x): x (B, D) -> (B, V), 0 for the pieces that are never emitted */
  probabilities(x: tf.Tensor2D): tf.Tensor2D {
    return softmaxOf(this.emissionLogits(x));
  }

  /** x (B, D) -> (B, V), HIDDEN for the pieces that are never emitted */
  emissionLogits(x: tf.Tensor2D): tf.Tensor2D {
    return this.emission.apply(x);
  }

  /** The attention that aligns words, of all layers' -> (R, S); for one piece a row */
  alignment(layers: readonly LayerWeights[]): tf.Tensor2D {
    const { layer = layers.length - 1, head } = this.config.alignment ?? {};
    const { cross } = layers[layer]!; // (N, H, K, S)
    const [n, , k, s] = cross.shape;
    const chosen = head === undefined ? tf.mean(cross, 1) : tf.slice(cross, [0, head, 0, 0], [n, 1, k, s]);
    return tf.reshape(chosen, [n * k, s]);
  }

  begin(
    sources: readonly (readonly number[])[],
    width: number,
    recorder?: AttentionRecorder,
    edit?: AttentionEdit,
  ): DecoderRun {
    // what is changed on the way is computed step by step, in the library's own operations
    if (this.fused && !edit) return new FusedRun(this.fused, this.config.pad_token_id, sources, width, recorder);
    return new TransformerRun(this, sources, width, recorder, edit);
  }

  layOpen(source: readonly number[], read: readonly number[], choice: HeadChoice): Promise<OpenStep> {
    return layOpenTransformer(this, source, read, { ...this.config.alignment, ...defined(choice) });
  }

  dispose(): void {
    this.weights.dispose();
  }
}

/** What is chosen, without what is left open. */
const defined = ({ layer, head }: HeadChoice): HeadChoice => ({
  ...(layer === undefined ? {} : { layer }),
  ...(head === undefined ? {} : { head }),
});
