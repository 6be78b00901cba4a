/**
 * This project's own kernels in the memory of the WASM backend (see kernels/index.ts), and what the library's backend
 * must tell for that. Where anything is missing, there are none, and the library's are used.
 */

import * as tf from '@tensorflow/tfjs-core';
import { RELAXED, SIMD } from './binaries';

type Pointer = number;

/** Exports of kernels/index.ts. */
export interface Kernels {
  dense(
    x: Pointer,
    rows: number,
    inner: number,
    weights: Pointer,
    bias: Pointer,
    columns: number,
    activation: number,
    out: Pointer,
  ): void;
  addNorm(
    x: Pointer,
    y: Pointer,
    rows: number,
    size: number,
    gain: Pointer,
    bias: Pointer,
    epsilon: number,
    out: Pointer,
  ): void;
  softmax(x: Pointer, rows: number, columns: number, out: Pointer): void;
  attend(
    q: Pointer,
    qStride: number,
    k: Pointer,
    v: Pointer,
    kStride: number,
    sentences: number,
    queries: number,
    keys: number,
    heads: number,
    width: number,
    lengths: Pointer,
    weights: Pointer,
    context: Pointer,
  ): void;
  append(
    past: Pointer,
    read: number,
    order: Pointer,
    next: Pointer,
    stride: number,
    rows: number,
    size: number,
    out: Pointer,
  ): void;
  embed(
    table: Pointer,
    ids: Pointer,
    positions: Pointer,
    rows: number,
    length: number,
    size: number,
    out: Pointer,
  ): void;
  likeliest(p: Pointer, rows: number, columns: number, count: number, ids: Pointer, values: Pointer): void;
}

/** What is used of the library's backend; its own types do not say all of it. */
interface WasmBackend {
  wasm: {
    asm?: { memory?: unknown };
    HEAPU8: Uint8Array;
    _malloc(bytes: number): Pointer;
    _free(at: Pointer): void;
  };
  dataIdMap: { get(id: object): { memoryOffset: Pointer } };
  makeOutput(shape: readonly number[], dtype: tf.DataType): tf.TensorInfo;
}

/** The kernels at work on one backend's memory. */
export class WasmKernels {
  private scratch: Pointer = 0;
  private scratchBytes = 0;

  private constructor(
    private readonly backend: WasmBackend,
    readonly run: Kernels,
  ) {}

  /** Null where this backend or this engine of WebAssembly cannot have them. */
  static on(backend: unknown): WasmKernels | null {
    const { wasm, dataIdMap, makeOutput } = backend as Partial<WasmBackend>;
    const memory = wasm?.asm?.memory;
    if (!(memory instanceof WebAssembly.Memory) || !dataIdMap || !makeOutput) return null;
    for (const base64 of [RELAXED, SIMD]) {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      if (!WebAssembly.validate(bytes)) continue;
      const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
      return new WasmKernels(backend as WasmBackend, instance.exports as unknown as Kernels);
    }
    return null;
  }

  at(tensor: tf.TensorInfo): Pointer {
    return this.backend.dataIdMap.get(tensor.dataId).memoryOffset;
  }

  make(shape: readonly number[], dtype: 'float32' | 'int32' = 'float32'): tf.TensorInfo {
    return this.backend.makeOutput([...shape], dtype);
  }

  /** Lays integers where a kernel can read them, until the next call. */
  integers(values: readonly number[]): Pointer {
    const { wasm } = this.backend;
    const bytes = values.length * 4;
    if (bytes > this.scratchBytes) {
      if (this.scratch) wasm._free(this.scratch);
      this.scratchBytes = Math.max(4096, 2 * bytes);
      this.scratch = wasm._malloc(this.scratchBytes) >>> 0;
    }
    new Int32Array(wasm.HEAPU8.buffer, this.scratch, values.length).set(values);
    return this.scratch;
  }
}

const made = new WeakMap<object, WasmKernels | null>();

/** The kernels on the backend in use; null where there are none. */
export function wasmKernels(): WasmKernels | null {
  if (tf.getBackend() !== 'wasm') return null;
  const backend = tf.backend();
  let kernels = made.get(backend);
  if (kernels === undefined) {
    kernels = WasmKernels.on(backend);
    made.set(backend, kernels);
  }
  return kernels;
}
