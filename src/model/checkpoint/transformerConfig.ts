/**
 * config.json of a Transformer: the keys of Hugging Face's MarianConfig, and this project's own. A plain configuration
 * of Hugging Face's, which has none of those, is read as well.
 */

import * as v from 'valibot';
import { ACTIVATIONS } from '../transformer/activations';
import { common, index, nameIn, pieceId, width } from './fields';

const AlignmentSchema = v.looseObject({
  /** Of the decoder, counted from 0. */
  layer: index,
  /** The mean of the layer's heads, where none is named. */
  head: v.optional(index),
  /** See AlignmentRow. */
  row: v.picklist(['emitting', 'reading']),
  /** Whether the head was trained on word alignments, beside the translation loss. */
  trained: v.optional(v.boolean(), false),
});

export const TransformerSchema = v.looseObject({
  ...common,
  architecture: v.literal('transformer'),
  unk_token_id: v.optional(pieceId),
  decoder_vocab_size: v.optional(width),
  d_model: width,
  encoder_layers: width,
  encoder_attention_heads: width,
  encoder_ffn_dim: width,
  decoder_layers: width,
  decoder_attention_heads: width,
  decoder_ffn_dim: width,
  /** As many rows has a table that is made, not read: no more than any text can need. */
  max_position_embeddings: v.pipe(width, v.maxValue(8192)),
  activation_function: nameIn(ACTIVATIONS),
  /** Whether embeddings are multiplied by the square root of d_model. */
  scale_embedding: v.optional(v.boolean(), false),
  /** One embedding serves source, target and output; nothing else is supported. */
  share_encoder_decoder_embeddings: v.optional(v.literal(true)),
  tie_word_embeddings: v.optional(v.literal(true)),
  /** Pieces that are never emitted; the pad by default. Sequences of several pieces are not supported. */
  bad_words_ids: v.nullish(v.array(v.strictTuple([pieceId]))),
  /** The cross-attention that aligns words; by default the mean of the last layer's heads at the emitting step. */
  alignment: v.optional(AlignmentSchema),
});

export type TransformerConfig = v.InferOutput<typeof TransformerSchema>;

/** Gives a plain Hugging Face configuration (model_type "marian", no `architecture`) the keys that it lacks. */
export function completeMarianConfig(model: string, raw: unknown): unknown {
  const plain = v.safeParse(v.looseObject({ model_type: v.literal('marian') }), raw);
  if (!plain.success || 'architecture' in plain.output) return raw;
  return {
    id: model,
    name: model,
    source_language: 'und',
    target_language: 'und',
    max_source_pieces: plain.output['max_position_embeddings'],
    ...plain.output,
    architecture: 'transformer',
  };
}

/** What the parts of a configuration demand of one another; null where all is well. */
export function transformerContradiction(config: TransformerConfig): string | null {
  const { d_model, vocab_size, alignment, decoder_layers, decoder_attention_heads } = config;
  for (const side of ['encoder', 'decoder'] as const) {
    const heads = config[`${side}_attention_heads`];
    if (d_model % heads) return `d_model is ${d_model}, which ${side}_attention_heads, ${heads}, does not divide`;
  }
  if (config.max_source_pieces > config.max_position_embeddings) {
    return `max_source_pieces is ${config.max_source_pieces}, but max_position_embeddings is ${config.max_position_embeddings}`;
  }
  if ((config.decoder_vocab_size ?? vocab_size) !== vocab_size) {
    return `decoder_vocab_size is ${config.decoder_vocab_size}, but vocab_size is ${vocab_size}`;
  }
  const banned = config.bad_words_ids?.flat().find((id) => id >= vocab_size);
  if (banned !== undefined) return `bad_words_ids has ${banned}, but vocab_size is ${vocab_size}`;
  if (alignment && alignment.layer >= decoder_layers) {
    return `alignment.layer is ${alignment.layer}, but decoder_layers is ${decoder_layers}`;
  }
  if (alignment?.head !== undefined && alignment.head >= decoder_attention_heads) {
    return `alignment.head is ${alignment.head}, but decoder_attention_heads is ${decoder_attention_heads}`;
  }
  return null;
}
