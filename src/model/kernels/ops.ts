/**
 * Operations with a kernel of this project's own on the WASM backend, registered with the library like any of its own.
 * Each is to be asked for only where `wasmKernels()` is not null. Shapes as in transformer.ts.
 */

import * as tf from '@tensorflow/tfjs-core';
import type { TransformerConfig } from '../checkpoint/transformerConfig';
import { wasmKernels, type WasmKernels } from './wasm';

/** By the numbers that kernels/index.ts knows them by. */
const ACTIVATION_NUMBERS = { none: 0, relu: 1, swish: 2, silu: 2 };
export type FusedActivation = keyof typeof ACTIVATION_NUMBERS;

export const isFused = (name: string): name is FusedActivation => Object.hasOwn(ACTIVATION_NUMBERS, name);

type Inputs = Record<string, tf.Tensor | undefined>;
type Kernel<A> = (kernels: WasmKernels, inputs: Inputs, attrs: A) => tf.TensorInfo | tf.TensorInfo[];

/** Makes a kernel known, and returns the function that runs it. */
function register<A extends object, Out extends tf.Tensor | tf.Tensor[]>(name: string, kernel: Kernel<A>) {
  const kernelName = `AttentionLens.${name}`;
  tf.registerKernel({
    kernelName,
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs }) => kernel(wasmKernels()!, inputs as Inputs, attrs as unknown as A),
  });
  return (inputs: Inputs, attrs: A): Out =>
    tf.engine().runKernel(kernelName, inputs as tf.NamedTensorMap, attrs as unknown as tf.NamedAttrMap) as Out;
}

/** Columns that a panel of packed weights has. */
const PANEL = 8;

/** Weights as `denseOf` wants them: (in, out) -> (out / 8, rounded up, in, 8), filled with 0 */
export function packWeights(weights: tf.Tensor2D): tf.Tensor3D {
  return tf.tidy(() => {
    const [inner, columns] = weights.shape;
    const panels = Math.ceil(columns / PANEL);
    const padded = tf.pad(weights, [
      [0, 0],
      [0, panels * PANEL - columns],
    ]);
    return tf.transpose(tf.reshape(padded, [inner, panels, PANEL]), [1, 0, 2]);
  });
}

/** (out) -> (out, rounded up to a multiple of 8) */
export const packBias = (bias: tf.Tensor1D): tf.Tensor1D =>
  tf.tidy(() => tf.pad(bias, [[0, Math.ceil(bias.shape[0] / PANEL) * PANEL - bias.shape[0]]]));

/** activation(x W + b): x (B, in), packed weights and bias -> (B, columns) */
export const dense = register<{ columns: number; activation: FusedActivation }, tf.Tensor2D>(
  'Dense',
  (kernels, { x, weights, bias }, { columns, activation }) => {
    const [rows, inner] = x!.shape as [number, number];
    const out = kernels.make([rows, columns]);
    kernels.run.dense(
      kernels.at(x!),
      rows,
      inner,
      kernels.at(weights!),
      kernels.at(bias!),
      columns,
      ACTIVATION_NUMBERS[activation],
      kernels.at(out),
    );
    return out;
  },
);

/** LN(x + y), y perhaps undefined: (B, D) -> (B, D) */
export const addNorm = register<{ epsilon: number }, tf.Tensor2D>(
  'AddNorm',
  (kernels, { x, y, gain, bias }, { epsilon }) => {
    const [rows, size] = x!.shape as [number, number];
    const out = kernels.make([rows, size]);
    const to = kernels.at(out);
    const [gainAt, biasAt] = [kernels.at(gain!), kernels.at(bias!)];
    kernels.run.addNorm(kernels.at(x!), y ? kernels.at(y) : 0, rows, size, gainAt, biasAt, epsilon, to);
    return out;
  },
);

/** (B, V) -> (B, V) */
export const softmaxRows = register<object, tf.Tensor2D>('Softmax', (kernels, { x }) => {
  const [rows, columns] = x!.shape as [number, number];
  const out = kernels.make([rows, columns]);
  kernels.run.softmax(kernels.at(x!), rows, columns, kernels.at(out));
  return out;
});

/** E y + position: (V, D), (L, D) -> (B·L, D) */
export const embedPieces = register<{ ids: readonly number[] }, tf.Tensor2D>(
  'Embed',
  (kernels, { table, positions }, { ids }) => {
    const [length, size] = positions!.shape as [number, number];
    const out = kernels.make([ids.length, size]);
    const at = kernels.integers(ids);
    kernels.run.embed(kernels.at(table!), at, kernels.at(positions!), ids.length, length, size, kernels.at(out));
    return out;
  },
);

/** Whether the kernels, which take four numbers at a time, suit a Transformer's heads. */
export const fitsKernels = ({
  d_model: d,
  encoder_attention_heads: e,
  decoder_attention_heads: h,
}: TransformerConfig) => (d / e) % 4 === 0 && (d / h) % 4 === 0;

interface AttendAttrs {
  /** N */
  sentences: number;
  heads: number;
  /** Keys of each sentence that count; null: all. */
  lengths: readonly number[] | null;
  /** Numbers before the queries in each row of `queries`, before the keys and before the values in each row of `memory`. */
  at: { keys: number; values: number };
}

/**
 * softmax(Q K^T) V in every head.
 * @param inputs queries (N·Q, D or more), of which the first D columns count; memory (N·S, ·) with keys and values
 * @returns weights (N, H, Q, S), context (N·Q, D)
 */
export const attendRows = register<AttendAttrs & { size: number }, [tf.Tensor4D, tf.Tensor2D]>(
  'Attend',
  (kernels, { queries, memory }, { sentences, heads, lengths, at, size }) => {
    const [rows, qStride] = queries!.shape as [number, number];
    const [remembered, kStride] = memory!.shape as [number, number];
    const [q, keys] = [rows / sentences, remembered / sentences];
    const weights = kernels.make([sentences, heads, q, keys]);
    const context = kernels.make([rows, size]);
    const from = kernels.at(memory!);
    kernels.run.attend(
      kernels.at(queries!),
      qStride,
      from + 4 * at.keys,
      from + 4 * at.values,
      kStride,
      sentences,
      q,
      keys,
      heads,
      size / heads,
      lengths ? kernels.integers(lengths) : 0,
      kernels.at(weights),
      kernels.at(context),
    );
    return [weights, context];
  },
);

/**
 * One decoder position's self-attention: what each row has read before, in a new order, with the piece read now, and
 * what the piece attends to in it.
 * @param inputs projected (R, 3·D): query, key, value of the piece; past (·, t, 2·D): keys and values; none at the start
 * @param attrs order: the row of `past` that belongs to each row; null: its own
 * @returns past (R, t + 1, 2·D), weights (R, H, 1, t + 1), context (R, D)
 */
export const attendStep = register<
  { order: readonly number[] | null; heads: number },
  [tf.Tensor3D, tf.Tensor4D, tf.Tensor2D]
>('AttendStep', (kernels, { projected, past }, { order, heads }) => {
  const [rows, width] = projected!.shape as [number, number];
  const size = width / 3;
  const read = past ? past.shape[1]! : 0;
  const all = kernels.make([rows, read + 1, 2 * size]);
  const weights = kernels.make([rows, heads, 1, read + 1]);
  const context = kernels.make([rows, size]);
  const [from, keys] = [kernels.at(projected!), kernels.at(all)];
  const rowsBefore = past && order ? kernels.integers(order) : 0;
  const before = past ? kernels.at(past) : 0;
  kernels.run.append(before, read, rowsBefore, from + 4 * size, width, rows, 2 * size, keys);
  kernels.run.attend(
    from,
    width,
    keys,
    keys + 4 * size,
    2 * size,
    rows,
    1,
    read + 1,
    heads,
    size / heads,
    0,
    kernels.at(weights),
    kernels.at(context),
  );
  return [all, weights, context];
});

/** The likeliest ids of each row, likeliest first: (R, V) -> ids (R, count), values (R, count) */
export const likeliestOfRows = register<{ count: number }, [tf.Tensor2D, tf.Tensor2D]>(
  'Likeliest',
  (kernels, { probabilities }, { count }) => {
    const [rows, columns] = probabilities!.shape as [number, number];
    const ids = kernels.make([rows, count], 'int32');
    const values = kernels.make([rows, count]);
    const from = kernels.at(probabilities!);
    kernels.run.likeliest(from, rows, columns, count, kernels.at(ids), kernels.at(values));
    return [ids, values];
  },
);
