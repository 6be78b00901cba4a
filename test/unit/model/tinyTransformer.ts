/** A very small Transformer with random weights, made in memory. */

import type { ModelFiles } from '../../../src/shared/engineProtocol';
import { encodeTensors, randomNumbers, tinyConfig, tinyTokenizer, VOCABULARY } from './tinyModel';

const D = 8;
const FFN = 12;
export const ENCODER_LAYERS = 2;
export const DECODER_LAYERS = 2;
export const HEADS = 2;

/** config.json, with changes. */
export function transformerConfig(changes: Record<string, unknown> = {}): Record<string, unknown> {
  const { id, name, source_language, target_language, vocab_size, max_source_pieces } = tinyConfig();
  return {
    id,
    name,
    source_language,
    target_language,
    vocab_size,
    max_source_pieces,
    pad_token_id: VOCABULARY - 1,
    decoder_start_token_id: VOCABULARY - 1,
    eos_token_id: 0,
    unk_token_id: 1,
    architecture: 'transformer',
    model_type: 'marian',
    d_model: D,
    encoder_layers: ENCODER_LAYERS,
    encoder_attention_heads: HEADS,
    encoder_ffn_dim: FFN,
    decoder_layers: DECODER_LAYERS,
    decoder_attention_heads: HEADS,
    decoder_ffn_dim: FFN,
    max_position_embeddings: 64,
    activation_function: 'swish',
    scale_embedding: true,
    ...changes,
  };
}

function linearShapes(name: string, outputs: number, inputs: number): Record<string, number[]> {
  return { [`${name}.weight`]: [outputs, inputs], [`${name}.bias`]: [outputs] };
}

const normShapes = (name: string) => ({ [`${name}.weight`]: [D], [`${name}.bias`]: [D] });

function layerShapes(prefix: string, attentions: readonly string[]): Record<string, number[]> {
  const parts = attentions.map((attention) => ({
    ...linearShapes(`${prefix}.${attention}.q_proj`, D, D),
    ...linearShapes(`${prefix}.${attention}.k_proj`, D, D),
    ...linearShapes(`${prefix}.${attention}.v_proj`, D, D),
    ...linearShapes(`${prefix}.${attention}.out_proj`, D, D),
    ...normShapes(`${prefix}.${attention}_layer_norm`),
  }));
  return Object.assign(
    { ...linearShapes(`${prefix}.fc1`, FFN, D), ...linearShapes(`${prefix}.fc2`, D, FFN) },
    normShapes(`${prefix}.final_layer_norm`),
    ...parts,
  ) as Record<string, number[]>;
}

function transformerShapes(): Record<string, number[]> {
  const layers = (side: string, count: number, attentions: readonly string[]) =>
    Array.from({ length: count }, (_, i) => layerShapes(`model.${side}.layers.${i}`, attentions));
  return Object.assign(
    { 'model.shared.weight': [VOCABULARY, D], final_logits_bias: [1, VOCABULARY] },
    ...layers('encoder', ENCODER_LAYERS, ['self_attn']),
    ...layers('decoder', DECODER_LAYERS, ['self_attn', 'encoder_attn']),
  ) as Record<string, number[]>;
}

export type Tensors = Record<string, { shape: number[]; values: number[] }>;

/** Gains near 1 and small biases, so that what goes in is felt in what comes out. */
export function transformerTensors(seed = 11): Tensors {
  const random = randomNumbers(seed);
  const value = (name: string) => {
    if (name.endsWith('layer_norm.weight')) return 1 + 0.3 * random();
    return name.endsWith('bias') ? 0.3 * random() : random();
  };
  return Object.fromEntries(
    Object.entries(transformerShapes()).map(([name, shape]) => [
      name,
      { shape, values: Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => value(name)) },
    ]),
  );
}

export function transformerFiles(changes: Record<string, unknown> = {}, tensors = transformerTensors()): ModelFiles {
  return {
    id: 'tiny',
    config: JSON.stringify(transformerConfig(changes)),
    tokenizer: JSON.stringify(tinyTokenizer()),
    weights: encodeTensors(tensors),
  };
}
