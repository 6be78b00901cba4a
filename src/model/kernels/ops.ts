/**
 * Operations with a kernel of this project's own on the WASM backend, registered with the library like any of its own.
 * Each is to be asked for only where `wasmKernels()` is not null. Shapes as in transformer.ts.
 */

import * as tf from '@tensorflow/tfjs-core';
import { ACTIVATION_NUMBERS, type FusedActivation } from './activations';
import { bitsOf, type PackedWeights } from './pack';
import { wasmKernels, type WasmKernels } from './wasm';

type Inputs = Record<string, tf.Tensor | undefined>;
type Kernel<A> = (kernels: WasmKernels, inputs: Inputs, attrs: A) => tf.TensorInfo | tf.TensorInfo[];

/** Makes a kernel known, and returns the function that runs it. */
export function register<A extends object, Out extends tf.Tensor | tf.Tensor[]>(name: string, kernel: Kernel<A>) {
  const kernelName = `AttentionLens.${name}`;
  tf.registerKernel({
    kernelName,
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs }) => kernel(wasmKernels()!, inputs as Inputs, attrs as unknown as A),
  });
  return (inputs: Inputs, attrs: A): Out =>
    tf.engine().runKernel(kernelName, inputs as tf.NamedTensorMap, attrs as unknown as tf.NamedAttrMap) as Out;
}

/** A record of the kernels: words, and the addresses of tensors, which must live as long as it does. */
export function record(words: readonly (number | tf.Tensor)[]): tf.Tensor1D {
  const kernels = wasmKernels()!;
  return tf.tensor1d(Int32Array.from(words, (word) => (typeof word === 'number' ? word : kernels.at(word))));
}

interface LinearRecord extends PackedWeights {
  bias: tf.Tensor1D;
  columns: number;
  activation: FusedActivation;
}

/** kernels/linear.ts: Linear */
export const linearRecord = ({ weights, scales, integers, bias, columns, activation }: LinearRecord): tf.Tensor1D =>
  record([weights, scales ?? 0, integers ?? 0, bias, columns, ACTIVATION_NUMBERS[activation]]);

/** kernels/norm.ts: Norm */
export const normRecord = (gain: tf.Tensor1D, bias: tf.Tensor1D, epsilon: number): tf.Tensor1D =>
  record([gain, bias, bitsOf(epsilon)]);

/** activation(x W + b): x (B, in), a layer's record -> (B, columns) */
export const dense = register<{ columns: number }, tf.Tensor2D>(
  'Dense',
  (kernels, { x, record: linear }, { columns }) => {
    const [rows, inner] = x!.shape as [number, number];
    const out = kernels.make([rows, columns]);
    kernels.run.dense(kernels.at(x!), rows, inner, kernels.at(linear!), kernels.at(out), kernels.work(inner + 3));
    return out;
  },
);

/** LN(x + y), y perhaps undefined: (B, D) -> (B, D) */
export const addNorm = register<object, tf.Tensor2D>('AddNorm', (kernels, { x, y, record: norm }) => {
  const [rows, size] = x!.shape as [number, number];
  const out = kernels.make([rows, size]);
  kernels.run.addNorm(kernels.at(x!), y ? kernels.at(y) : 0, rows, size, kernels.at(norm!), kernels.at(out));
  return out;
});

/** (B, V) -> (B, V) */
export const softmaxRows = register<object, tf.Tensor2D>('Softmax', (kernels, { x }) => {
  const [rows, columns] = x!.shape as [number, number];
  const out = kernels.make([rows, columns]);
  kernels.run.softmax(kernels.at(x!), rows, columns, kernels.at(out));
  return out;
});

/** factor · E y + position: the record of the layer whose columns are E, (L, D) -> (B·L, D) */
export const embedPieces = register<{ ids: readonly number[]; factor: number }, tf.Tensor2D>(
  'Embed',
  (kernels, { record: table, positions }, { ids, factor }) => {
    const [length, size] = positions!.shape as [number, number];
    const out = kernels.make([ids.length, size]);
    const [at] = kernels.lay(ids);
    const to = kernels.at(out);
    kernels.run.embed(kernels.at(table!), factor, at!, kernels.at(positions!), ids.length, length, size, to);
    return out;
  },
);

/** The likeliest ids of each row, likeliest first: (R, V) -> ids (R, count), values (R, count) */
export function likeliestOfRows(probabilities: tf.Tensor2D, count: number): { ids: Int32Array; values: Float32Array } {
  const kernels = wasmKernels()!;
  const [rows, columns] = probabilities.shape;
  const size = rows * count;
  const ids = kernels.work(2 * size);
  const values = ids + 4 * size;
  kernels.run.likeliest(kernels.at(probabilities), rows, columns, count, ids, values);
  return { ids: kernels.readIntegers(ids, size).slice(), values: kernels.read(values, size).slice() };
}
