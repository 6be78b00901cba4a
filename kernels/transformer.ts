/**
 * A Transformer's encoder, and a step of its decoder, each in one call (Vaswani et al. 2017, section 3.1; layer
 * normalisation after each part, as in Marian).
 *
 * Shapes: N sentences, S source pieces, R rows (hypotheses), K of each sentence, D size, F inner size, H heads, V pieces.
 */

import { alignment, attend, softmax } from './attention';
import { dense, Linear } from './linear';
import { addNorm, Norm } from './norm';
import { embed } from './rows';

/** What encoder and decoder have in common, and the addresses of their layers behind it. */
@unmanaged
class Stack {
  layers: i32;
  heads: i32;
  size: i32;
  inner: i32;
  /** The output layer, whose columns are the embeddings, too. */
  output: Linear;
  /** Of the embeddings, sqrt(D) or 1. */
  factor: f32;
  /** (·, D) */
  positions: usize;
  /** The attention that aligns words: the decoder's layer, and the head in it, -1 for the mean of all. */
  alignmentLayer: i32;
  alignmentHead: i32;
}

/** Its LayerEnd lies behind it. */
@unmanaged
class EncoderLayer {
  /** Q, K, V side by side: D to 3·D */
  projection: Linear;
}

/** Its LayerEnd lies behind it. */
@unmanaged
class DecoderLayer {
  /** Q, K, V side by side: D to 3·D */
  selfProjection: Linear;
  selfOutput: Linear;
  selfNorm: Norm;
  query: Linear;
}

/** What follows attention to the source, in the encoder as in the decoder. */
@unmanaged
class LayerEnd {
  output: Linear;
  norm: Norm;
  first: Linear;
  second: Linear;
  finalNorm: Norm;
}

/** The address in a list of them. */
function nth(list: usize, index: i32): usize {
  return load<usize>(list + ((<usize>index) << 2));
}

function layerOf<T>(stack: Stack, index: i32): T {
  return changetype<T>(nth(changetype<usize>(stack) + offsetof<Stack>(), index));
}

/** x = LN(x + attention's output); x = LN(x + FFN(x)). context, x, part (rows, D), inner (rows, F) */
function finishLayer<T>(
  stack: Stack,
  layer: T,
  context: usize,
  rows: i32,
  x: usize,
  part: usize,
  inner: usize,
  more: usize,
): void {
  const end = changetype<LayerEnd>(changetype<usize>(layer) + offsetof<T>());
  const size = stack.size;
  dense(context, rows, size, end.output, part, more);
  addNorm(x, part, rows, size, end.norm, x);
  dense(x, rows, size, end.first, inner, more);
  dense(inner, rows, stack.inner, end.second, part, more);
  addNorm(x, part, rows, size, end.finalNorm, x);
}

/**
 * x = LN(x + attention(x)); x = LN(x + FFN(x)), layer by layer.
 * @param ids (N, S), i32
 * @param lengths pieces of each sentence, i32
 * @param weights of each layer, the address of (N, H, S, S), filled
 * @param work N·S·(5·D + F) numbers to work with, and max(D, F) + 3 more
 * @param x (N·S, D), filled
 */
export function encode(
  stack: Stack,
  ids: usize,
  lengths: usize,
  sentences: i32,
  pieces: i32,
  weights: usize,
  work: usize,
  x: usize,
): void {
  const rows = sentences * pieces;
  const heads = stack.heads;
  const size = stack.size;
  const block = (<usize>(rows * size)) << 2;
  const projected = work;
  const context = projected + 3 * block;
  const part = context + block;
  const inner = part + block;
  const more = inner + ((<usize>(rows * stack.inner)) << 2);
  embed(stack.output, stack.factor, ids, stack.positions, rows, pieces, size, x);
  for (let i = 0; i < stack.layers; i++) {
    const layer = layerOf<EncoderLayer>(stack, i);
    dense(x, rows, size, layer.projection, projected, more);
    const keys = projected + ((<usize>size) << 2);
    const values = keys + ((<usize>size) << 2);
    const stride = 3 * size;
    const map = nth(weights, i);
    const width = size / heads;
    attend(
      projected,
      stride,
      keys,
      values,
      stride,
      pieces,
      sentences,
      pieces,
      pieces,
      heads,
      width,
      lengths,
      map,
      context,
    );
    finishLayer(stack, layer, context, rows, x, part, inner, more);
  }
}

/**
 * Reads the next piece of every row: x = LN(x + self-attention(x)); LN(x + cross-attention(x, h)); LN(x + FFN(x)), layer by
 * layer; then p(y_t | y_<t, x).
 * @param ids (R), i32
 * @param sentences N, each with R / N rows
 * @param read pieces that every row has read before
 * @param past of each layer, the address of keys and values read, (R, room, 2·D), to which this piece's are added
 * @param memories of each layer, the address of the source's keys and values, (N·S, 2·D)
 * @param lengths pieces of each source, i32
 * @param pieces S
 * @param selfWeights of each layer, the address of (R, H, 1, read + 1), filled
 * @param crossWeights of each layer, the address of (N, H, K, S), filled
 * @param work R·(6·D + F) numbers to work with, and max(D, F) + 3 more
 * @param probabilities (R, V), filled
 * @param aligned (R, S), filled with the attention that aligns words
 */
export function decode(
  stack: Stack,
  ids: usize,
  rows: i32,
  sentences: i32,
  read: i32,
  room: i32,
  past: usize,
  memories: usize,
  lengths: usize,
  pieces: i32,
  selfWeights: usize,
  crossWeights: usize,
  work: usize,
  probabilities: usize,
  aligned: usize,
): void {
  const heads = stack.heads;
  const size = stack.size;
  const width = size / heads;
  const row = (<usize>size) << 2;
  const block = <usize>rows * row;
  const x = work;
  const projected = x + block;
  const context = projected + 3 * block;
  const part = context + block;
  const inner = part + block;
  const more = inner + ((<usize>(rows * stack.inner)) << 2);
  embed(stack.output, stack.factor, ids, stack.positions + <usize>read * row, rows, 1, size, x);
  for (let i = 0; i < stack.layers; i++) {
    const layer = layerOf<DecoderLayer>(stack, i);
    dense(x, rows, size, layer.selfProjection, projected, more);
    const keys = nth(past, i);
    for (let r = 0; r < rows; r++) {
      memory.copy(keys + <usize>(r * room + read) * 2 * row, projected + <usize>(3 * r + 1) * row, 2 * row);
    }
    const self = nth(selfWeights, i);
    attend(projected, 3 * size, keys, keys + row, 2 * size, room, rows, 1, read + 1, heads, width, 0, self, context);
    dense(context, rows, size, layer.selfOutput, part, more);
    addNorm(x, part, rows, size, layer.selfNorm, x);

    dense(x, rows, size, layer.query, projected, more);
    const source = nth(memories, i);
    const cross = nth(crossWeights, i);
    const queries = rows / sentences;
    attend(
      projected,
      size,
      source,
      source + row,
      2 * size,
      pieces,
      sentences,
      queries,
      pieces,
      heads,
      width,
      lengths,
      cross,
      context,
    );
    if (i == stack.alignmentLayer) alignment(cross, sentences, heads, queries, pieces, stack.alignmentHead, aligned);
    finishLayer(stack, layer, context, rows, x, part, inner, more);
  }
  dense(x, rows, size, stack.output, probabilities, more);
  softmax(probabilities, rows, stack.output.columns, probabilities);
}
