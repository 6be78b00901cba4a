/** A Transformer's encoder and decoder steps as single operations; see kernels/transformer.ts. */

import type * as tf from '@tensorflow/tfjs-core';
import { bitsOf } from './pack';
import { record, register } from './ops';
import type { WasmKernels } from './wasm';

/** A part of a layer that the kernels can compute. */
export interface Recorded {
  record?: tf.Tensor1D;
}

/** kernels/transformer.ts: Stack, and its layers' parts in the order of EncoderLayer or DecoderLayer, then LayerEnd */
export interface Stack {
  layers: readonly (readonly Recorded[])[];
  heads: number;
  /** D */
  size: number;
  /** F */
  inner: number;
  /** The output layer, whose columns are the embeddings. */
  output: Recorded;
  /** Of the embeddings. */
  factor: number;
  /** (·, D) */
  positions: tf.Tensor2D;
  alignment: { layer: number; head: number | undefined };
}

/** @param keep takes every tensor that is made, and frees them with the model */
export function stackRecord(stack: Stack, keep: (make: () => tf.Tensor1D) => tf.Tensor1D): tf.Tensor1D {
  const layers = stack.layers.map((parts) => keep(() => record(parts.map((part) => part.record!))));
  const { heads, size, inner, output, factor, positions, alignment } = stack;
  return keep(() =>
    record([
      layers.length,
      heads,
      size,
      inner,
      output.record!,
      bitsOf(factor),
      positions,
      alignment.layer,
      alignment.head ?? -1,
      ...layers,
    ]),
  );
}

interface EncodeAttrs {
  stack: Stack;
  /** (N, S) */
  ids: readonly number[];
  lengths: readonly number[];
}

/** The record of the encoder -> states (N·S, D) and, for each layer, attention weights (N, H, S, S) */
export const encodeRows = register<EncodeAttrs, [tf.Tensor2D, ...tf.Tensor4D[]]>(
  'Encode',
  (kernels, { record: at }, { stack: { layers, heads, size, inner }, ids, lengths }) => {
    const rows = ids.length;
    const [sentences, pieces] = [lengths.length, rows / lengths.length];
    const x = kernels.make([rows, size]);
    const weights = layers.map(() => kernels.make([sentences, heads, pieces, pieces]));
    const work = kernels.work(rows * (5 * size + inner) + Math.max(size, inner) + 3);
    const [idsAt, lengthsAt, weightsAt] = kernels.lay(ids, lengths, places(kernels, weights));
    kernels.run.encode(kernels.at(at!), idsAt!, lengthsAt!, sentences, pieces, weightsAt!, work, kernels.at(x));
    return [x, ...weights];
  },
);

interface DecodeAttrs {
  stack: Stack;
  /** (R) */
  ids: readonly number[];
  /** Pieces of each of N sources. */
  lengths: readonly number[];
  /** Pieces read before. */
  read: number;
  /** Of each layer, keys and values of what was read, (R, room, 2·D), to which those of this piece are added. */
  past: readonly tf.Tensor3D[];
  /** Of each layer, keys and values of the sources, (N·S, 2·D). */
  memories: readonly tf.Tensor2D[];
  /** Whether all attention is wanted, and not that alone which aligns words. */
  recorded: boolean;
}

/**
 * The record of the decoder -> probabilities (R, V), attention that aligns words (R, S) and, where it is wanted, of
 * every layer: self-attention (R, H, 1, read + 1), then of every layer: cross-attention (N, H, K, S)
 */
export const decodeRows = register<DecodeAttrs, [tf.Tensor2D, tf.Tensor2D, ...tf.Tensor4D[]]>(
  'Decode',
  (kernels, { record: at }, { stack, ids, lengths, read, past, memories, recorded }) => {
    const { layers, heads, size, inner, output } = stack;
    const [rows, sentences] = [ids.length, lengths.length];
    const pieces = memories[0]!.shape[0] / sentences;
    const [self, cross] = [rows * heads * (read + 1), rows * heads * pieces];
    const probabilities = kernels.make([rows, columnsOf(kernels, output)]);
    const aligned = kernels.make([rows, pieces]);
    const kept = recorded
      ? [
          ...layers.map(() => kernels.make([rows, heads, 1, read + 1])),
          ...layers.map(() => kernels.make([sentences, heads, rows / sentences, pieces])),
        ]
      : [];
    const own = rows * (6 * size + inner) + Math.max(size, inner) + 3;
    const work = kernels.work(own + self + cross);
    // not wanted, every layer's overwrites the one before
    const unwanted = work + 4 * own;
    const weights = recorded
      ? places(kernels, kept)
      : [...layers.map(() => unwanted), ...layers.map(() => unwanted + 4 * self)];
    const [idsAt, lengthsAt, pastAt, memoriesAt, weightsAt] = kernels.lay(
      ids,
      lengths,
      places(kernels, past),
      places(kernels, memories),
      weights,
    );
    kernels.run.decode(
      kernels.at(at!),
      idsAt!,
      rows,
      sentences,
      read,
      past[0]!.shape[1],
      pastAt!,
      memoriesAt!,
      lengthsAt!,
      pieces,
      weightsAt!,
      weightsAt! + 4 * layers.length,
      work,
      kernels.at(probabilities),
      kernels.at(aligned),
    );
    return [probabilities, aligned, ...kept];
  },
);

const places = (kernels: WasmKernels, tensors: readonly tf.TensorInfo[]) => tensors.map((tensor) => kernels.at(tensor));

/** The fifth word of a Linear. */
const columnsOf = (kernels: WasmKernels, { record: linear }: Recorded) =>
  kernels.readIntegers(kernels.at(linear!), 5)[4]!;

interface RearrangeAttrs {
  /** The row of `past` that becomes each row. */
  order: readonly number[];
  /** Pieces of `past` that are taken. */
  read: number;
  /** Pieces that there shall be room for. */
  room: number;
}

/** past (·, ·, 2·D) -> (R, room, 2·D), of which the first `read` pieces are filled */
export const rearrangeRows = register<RearrangeAttrs, tf.Tensor3D>(
  'Rearrange',
  (kernels, { past }, { order, read, room }) => {
    const [, before, size] = past!.shape as [number, number, number];
    const out = kernels.make([order.length, room, size]);
    const [orderAt] = kernels.lay(order);
    kernels.run.rearrange(kernels.at(past!), before, read, orderAt!, order.length, room, size, kernels.at(out));
    return out;
  },
);

/** (R, room, 2·D), with nothing in it yet. */
export const emptyRows = register<{ shape: [number, number, number] }, tf.Tensor3D>('Empty', (kernels, _, { shape }) =>
  kernels.make(shape),
);
