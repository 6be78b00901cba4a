/**
 * This project's own kernels in the memory of the WASM backend (see kernels/index.ts), and what the library's backend
 * must tell for that. Where anything is missing, there are none, and the library's are used.
 */

import * as tf from '@tensorflow/tfjs-core';
import { RELAXED, SIMD } from './binaries';

type Pointer = number;

/** Exports of kernels/index.ts. */
export interface Kernels {
  dense(x: Pointer, rows: number, inner: number, linear: Pointer, out: Pointer, work: Pointer): void;
  addNorm(x: Pointer, y: Pointer, rows: number, size: number, norm: Pointer, out: Pointer): void;
  softmax(x: Pointer, rows: number, columns: number, out: Pointer): void;
  embed(
    table: Pointer,
    factor: number,
    ids: Pointer,
    positions: Pointer,
    rows: number,
    length: number,
    size: number,
    out: Pointer,
  ): void;
  encode(
    stack: Pointer,
    ids: Pointer,
    lengths: Pointer,
    sentences: number,
    pieces: number,
    weights: Pointer,
    work: Pointer,
    x: Pointer,
  ): void;
  decode(
    stack: Pointer,
    ids: Pointer,
    rows: number,
    sentences: number,
    read: number,
    room: number,
    past: Pointer,
    memories: Pointer,
    lengths: Pointer,
    pieces: number,
    selfWeights: Pointer,
    crossWeights: Pointer,
    work: Pointer,
    probabilities: Pointer,
    aligned: Pointer,
  ): void;
  rearrange(
    past: Pointer,
    roomBefore: number,
    read: number,
    order: Pointer,
    rows: number,
    room: number,
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
  private readonly lists = new Scratch();
  private readonly room = new Scratch();

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

  /** Lays lists of integers where a kernel can read them, until the next call. */
  lay(...lists: readonly (readonly number[])[]): Pointer[] {
    const { wasm } = this.backend;
    const count = lists.reduce((sum, list) => sum + list.length, 0);
    let at = this.lists.of(count, wasm);
    const words = new Int32Array(wasm.HEAPU8.buffer);
    return lists.map((list) => {
      const from = at;
      words.set(list, from >> 2);
      at += 4 * list.length;
      return from;
    });
  }

  /** Memory for so many numbers, until the next call. */
  work(count: number): Pointer {
    return this.room.of(count, this.backend.wasm);
  }

  /** Numbers that lie in memory now; to be read before it can grow. */
  read(at: Pointer, count: number): Float32Array {
    return new Float32Array(this.backend.wasm.HEAPU8.buffer, at, count);
  }

  readIntegers(at: Pointer, count: number): Int32Array {
    return new Int32Array(this.backend.wasm.HEAPU8.buffer, at, count);
  }
}

/** A piece of the backend's memory that grows with what is asked for. */
class Scratch {
  private at: Pointer = 0;
  private bytes = 0;

  of(words: number, wasm: WasmBackend['wasm']): Pointer {
    if (4 * words > this.bytes) {
      if (this.at) wasm._free(this.at);
      this.bytes = Math.max(4096, 8 * words);
      this.at = wasm._malloc(this.bytes) >>> 0;
    }
    return this.at;
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
