/** Weights and records as the kernels want them; see kernels/linear.ts. */

import * as tf from '@tensorflow/tfjs-core';
import type { TensorValues } from '../checkpoint/safetensors';

/** Columns that a panel of packed weights has. */
const PANEL = 8;

/** One of the matrices whose products are computed together: PyTorch's [outputs, inner]. */
export interface Block {
  tensor: Pick<TensorValues, 'values' | 'quantised'>;
  outputs: number;
  /** Its output is multiplied by this. */
  factor: number;
}

export interface PackedWeights {
  /** (columns / 8, rounded up, inner, 8) in f32, or (…, inner, 4) words of two whole numbers in bfloat16 */
  weights: tf.Tensor3D;
  /** (columns, rounded up); null: the weights are f32. */
  scales: tf.Tensor1D | null;
  /** (columns / 8, inner / 4, 8), each rounded up: words of four whole numbers in 8 bits; null: the weights are f32. */
  integers: tf.Tensor3D | null;
}

/** Upper 16 bits of the whole numbers from -128 to 127 as 32-bit floats, which loses nothing of them. */
const BFLOAT16 = Uint16Array.from(
  { length: 256 },
  (_, i) => new Uint32Array(Float32Array.of(i - 128).buffer)[0]! >>> 16,
);

/** @param blocks side by side: the columns of the first come first */
export function packWeights(inner: number, blocks: readonly Block[]): PackedWeights {
  const columns = blocks.reduce((sum, { outputs }) => sum + outputs, 0);
  const panels = Math.ceil(columns / PANEL);
  const halves = blocks.every(({ tensor }) => tensor.quantised !== undefined);
  return halves ? packHalves(inner, panels, blocks) : packFloats(inner, panels, blocks);
}

function packFloats(inner: number, panels: number, blocks: readonly Block[]): PackedWeights {
  const packed = new Float32Array(panels * inner * PANEL);
  let column = 0;
  for (const { tensor, outputs, factor } of blocks) {
    const { values } = tensor;
    for (let row = 0, from = 0; row < outputs; row++, column++) {
      let to = Math.floor(column / PANEL) * inner * PANEL + (column % PANEL);
      for (const end = from + inner; from < end; from++, to += PANEL) packed[to] = values[from]! * factor;
    }
  }
  return { weights: tf.tensor3d(packed, [panels, inner, PANEL]), scales: null, integers: null };
}

function packHalves(inner: number, panels: number, blocks: readonly Block[]): PackedWeights {
  const words = new Int32Array((panels * inner * PANEL) / 2);
  const packed = new Uint16Array(words.buffer);
  const scales = new Float32Array(panels * PANEL);
  let column = 0;
  for (const { tensor, outputs, factor } of blocks) {
    const { integers, scales: ofRows } = tensor.quantised!;
    for (let row = 0, from = 0; row < outputs; row++, column++) {
      const to = Math.floor(column / PANEL) * inner * PANEL + 2 * (column % 4) + (column % PANEL < 4 ? 0 : 1);
      for (let i = 0; i < inner; i++, from++) packed[to + i * PANEL] = BFLOAT16[integers[from]! + 128]!;
      scales[column] = ofRows[row]! * factor;
    }
  }
  return {
    weights: tf.tensor3d(words, [panels, inner, PANEL / 2], 'int32'),
    scales: tf.tensor1d(scales),
    integers: packIntegers(inner, panels, blocks),
  };
}

/** See ofOneInIntegers in kernels/linear.ts: two of a column side by side, 8 columns; then the next two. */
function packIntegers(inner: number, panels: number, blocks: readonly Block[]): tf.Tensor3D {
  const fours = Math.ceil(inner / 4);
  const words = new Int32Array(panels * fours * PANEL);
  const packed = new Int8Array(words.buffer);
  let column = 0;
  for (const { tensor, outputs } of blocks) {
    const { integers } = tensor.quantised!;
    for (let row = 0, from = 0; row < outputs; row++, column++) {
      const to = Math.floor(column / PANEL) * fours * 4 * PANEL + 2 * (column % PANEL);
      for (let i = 0; i < inner; i++, from++) packed[to + (i >> 1) * 2 * PANEL + (i & 1)] = integers[from]!;
    }
  }
  return tf.tensor3d(words, [panels, fours, PANEL], 'int32');
}

/** (columns) -> (columns, rounded up to a multiple of 8) */
export const packBias = (bias: tf.Tensor1D): tf.Tensor1D =>
  tf.tidy(() => tf.pad(bias, [[0, Math.ceil(bias.shape[0] / PANEL) * PANEL - bias.shape[0]]]));

/** The 32 bits of a number, as a record holds it. */
export const bitsOf = (value: number): number => new Int32Array(Float32Array.of(value).buffer)[0]!;
