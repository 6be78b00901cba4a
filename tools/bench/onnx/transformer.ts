/**
 * A Transformer of models/ as two ONNX models: the encoder, which also gives keys and values of the decoder's
 * cross-attention, and one decoder step with its cache. Written as well as one would by hand, so that the runtime that
 * runs it is measured and not an awkward export: one product for queries, keys and values; layer normalisation as one
 * operator; nothing computed twice.
 *
 * Shapes as in src/model/transformer: N sentences, K hypotheses of each, R = N·K rows, S source pieces, t read before,
 * D d_model, H heads of width d, V vocabulary.
 */

import type { TransformerConfig } from '../../../src/model/checkpoint/transformerConfig';
import type { TensorValues } from '../../../src/model/checkpoint/safetensors';
import { sinusoidalPositions } from '../../../src/model/transformer/positions';
import { HIDDEN } from '../../../src/model/transformer/masks';
import { Graph } from './graph';

export interface OnnxTransformer {
  encoder: Uint8Array;
  decoder: Uint8Array;
}

type Tensors = ReadonlyMap<string, TensorValues>;

/** One of the two graphs, with what both are made of. */
class Writer {
  readonly graph: Graph;
  readonly size: number;

  constructor(
    name: string,
    readonly config: TransformerConfig,
    private readonly tensors: Tensors,
    private readonly heads: number,
  ) {
    this.graph = new Graph(name);
    this.size = config.d_model;
  }

  values(name: string): Float32Array {
    const tensor = this.tensors.get(name);
    if (!tensor) throw new Error(`The tensor "${name}" is missing.`);
    return tensor.values;
  }

  vector(name: string): string {
    const values = this.values(name);
    return this.graph.weights(values, [values.length]);
  }

  /** y = x W^T + b of linear layers side by side. */
  linear(x: string, names: readonly string[], factors: readonly number[] = []): string {
    const scaled = (part: string) =>
      names.map((name, i) => this.values(`${name}.${part}`).map((value) => value * (factors[i] ?? 1)));
    const bias = concatenate(scaled('bias'));
    const weight = concatenate(scaled('weight'));
    const inputs = weight.length / bias.length;
    const shape = [bias.length, inputs];
    return this.graph.node('Gemm', [x, this.graph.weights(weight, shape), this.graph.weights(bias, [bias.length])], {
      transB: 1,
    });
  }

  norm(x: string, name: string): string {
    const inputs = [x, this.vector(`${name}.weight`), this.vector(`${name}.bias`)];
    return this.graph.node('LayerNormalization', inputs, { axis: -1, epsilon: { float: 1e-5 } });
  }

  add = (a: string, b: string): string => this.graph.node('Add', [a, b]);

  feedForward(x: string, scope: string): string {
    const inner = this.linear(x, [`${scope}.fc1`]);
    const active =
      this.config.activation_function === 'relu'
        ? this.graph.node('Relu', [inner])
        : this.graph.node('Mul', [inner, this.graph.node('Sigmoid', [inner])]);
    return this.linear(active, [`${scope}.fc2`]);
  }

  /** ids and the positions' table -> (rows, D) */
  embed(ids: string, positions: string): string {
    const { vocab_size, max_position_embeddings, scale_embedding } = this.config;
    const factor = scale_embedding ? Math.sqrt(this.size) : 1;
    const table = this.values('model.shared.weight').map((value) => value * factor);
    const pieces = this.graph.node('Gather', [this.graph.weights(table, [vocab_size, this.size]), ids]);
    const sinusoids = this.graph.weights(sinusoidalPositions(max_position_embeddings, this.size), [
      max_position_embeddings,
      this.size,
    ]);
    const placed = this.add(pieces, this.graph.node('Gather', [sinusoids, positions]));
    return this.graph.node('Reshape', [placed, this.graph.integers(-1, this.size)]);
  }

  /** (·, D) -> (B, H, L, d); `shape` names [B, L, H, d] */
  toHeads(x: string, shape: string): string {
    return this.graph.node('Transpose', [this.graph.node('Reshape', [x, shape])], { perm: [0, 2, 1, 3] });
  }

  /** softmax(Q K^T + mask) V -> (·, D) */
  attend(queries: string, keys: string, values: string, mask?: string): string {
    const turned = this.graph.node('Transpose', [keys], { perm: [0, 1, 3, 2] });
    const scores = this.graph.node('MatMul', [queries, turned]);
    const weights = this.graph.node('Softmax', [mask ? this.add(scores, mask) : scores], { axis: -1 });
    const context = this.graph.node('MatMul', [weights, values]);
    const inOrder = this.graph.node('Transpose', [context], { perm: [0, 2, 1, 3] });
    return this.graph.node('Reshape', [inOrder, this.graph.integers(-1, this.size)]);
  }

  get queryFactor(): number {
    return 1 / Math.sqrt(this.size / this.heads);
  }
}

function concatenate(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const named = (scope: string, ...names: string[]): string[] => names.map((name) => `${scope}.${name}`);

function encoder(config: TransformerConfig, tensors: Tensors): Uint8Array {
  const heads = config.encoder_attention_heads;
  const writer = new Writer('encoder', config, tensors, heads);
  const { graph } = writer;
  const ids = graph.input('ids', 'int64', ['N', 'S']);
  const positions = graph.input('positions', 'int64', ['S']);
  const mask = graph.input('mask', 'float', ['N', 1, 1, 'S']);
  const shape = graph.input('shape', 'int64', [4]);
  const memoryShape = graph.input('memory_shape', 'int64', [4]);
  let x = writer.embed(ids, positions);
  for (let layer = 0; layer < config.encoder_layers; layer++) {
    const scope = `model.encoder.layers.${layer}`;
    const projections = named(`${scope}.self_attn`, 'q_proj', 'k_proj', 'v_proj');
    const [queries, keys, values] = graph
      .split(writer.linear(x, projections, [writer.queryFactor]), 3, 1)
      .map((part) => writer.toHeads(part, shape));
    const attended = writer.linear(writer.attend(queries!, keys!, values!, mask), [`${scope}.self_attn.out_proj`]);
    x = writer.norm(writer.add(x, attended), `${scope}.self_attn_layer_norm`);
    x = writer.norm(writer.add(x, writer.feedForward(x, scope)), `${scope}.final_layer_norm`);
  }
  const width = config.d_model / config.decoder_attention_heads;
  for (let layer = 0; layer < config.decoder_layers; layer++) {
    const projections = named(`model.decoder.layers.${layer}.encoder_attn`, 'k_proj', 'v_proj');
    const parts = graph.split(writer.linear(x, projections), 2, 1);
    for (const [i, part] of parts.entries()) {
      const extents = ['N', config.decoder_attention_heads, 'S', width];
      graph.output(writer.toHeads(part, memoryShape), `${i === 0 ? 'keys' : 'values'}_${layer}`, extents);
    }
  }
  return graph.finish();
}

function decoder(config: TransformerConfig, tensors: Tensors): Uint8Array {
  const heads = config.decoder_attention_heads;
  const width = config.d_model / heads;
  const writer = new Writer('decoder', config, tensors, heads);
  const { graph } = writer;
  const ids = graph.input('ids', 'int64', ['R']);
  const position = graph.input('position', 'int64', [1]);
  const mask = graph.input('mask', 'float', ['N', 1, 1, 'S']);
  const rowShape = graph.input('row_shape', 'int64', [4]);
  const sentenceShape = graph.input('sentence_shape', 'int64', [4]);
  let x = writer.embed(ids, position);
  for (let layer = 0; layer < config.decoder_layers; layer++) {
    const scope = `model.decoder.layers.${layer}`;
    const projections = named(`${scope}.self_attn`, 'q_proj', 'k_proj', 'v_proj');
    const parts = graph.split(writer.linear(x, projections, [writer.queryFactor]), 3, 1);
    // one position: (R, D) lies in memory as (R, H, 1, d) does
    const [queries, ...read] = parts.map((part) => graph.node('Reshape', [part, rowShape]));
    const [keys, values] = ['keys', 'values'].map((kind, i) => {
      const past = graph.input(`past_${kind}_${layer}`, 'float', ['R', heads, 't', width]);
      const all = graph.node('Concat', [past, read[i]!], { axis: 2 });
      graph.output(all, `present_${kind}_${layer}`, ['R', heads, 't1', width]);
      return all;
    });
    const self = writer.linear(writer.attend(queries!, keys!, values!), [`${scope}.self_attn.out_proj`]);
    x = writer.norm(writer.add(x, self), `${scope}.self_attn_layer_norm`);

    const [memoryKeys, memoryValues] = ['keys', 'values'].map((kind) =>
      graph.input(`${kind}_${layer}`, 'float', ['N', heads, 'S', width]),
    );
    const query = writer.linear(x, [`${scope}.encoder_attn.q_proj`], [writer.queryFactor]);
    const context = writer.attend(writer.toHeads(query, sentenceShape), memoryKeys!, memoryValues!, mask);
    x = writer.norm(
      writer.add(x, writer.linear(context, [`${scope}.encoder_attn.out_proj`])),
      `${scope}.encoder_attn_layer_norm`,
    );
    x = writer.norm(writer.add(x, writer.feedForward(x, scope)), `${scope}.final_layer_norm`);
  }
  const { vocab_size: v, pad_token_id: pad } = config;
  const banned = new Set(config.bad_words_ids?.flat() ?? [pad]);
  const bias = writer.values('final_logits_bias').map((value, id) => (banned.has(id) ? HIDDEN : value));
  const output = graph.weights(writer.values('model.shared.weight'), [v, config.d_model]);
  const logits = graph.node('Gemm', [x, output, graph.weights(bias, [v])], { transB: 1 });
  graph.output(graph.node('Softmax', [logits], { axis: -1 }), 'probabilities', ['R', v]);
  return graph.finish();
}

export function onnxTransformer(config: TransformerConfig, tensors: Tensors): OnnxTransformer {
  return { encoder: encoder(config, tensors), decoder: decoder(config, tensors) };
}
