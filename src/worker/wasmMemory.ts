/**
 * Notices that the memory of the WASM backend has come to its end. The library does not: its `malloc` answers 0 then, and
 * kernels compute on what lies there.
 */

import { EngineError } from '../shared/faults';

/** What is used of the library's backend; its own types do not say it. */
interface WasmBackend {
  wasm: {
    asm?: { memory?: unknown };
    _malloc(bytes: number): number;
    _free(at: number): void;
  };
}

export class WasmMemory {
  /** Whether memory was refused: what was computed since may be wrong, and what will be, too. */
  exhausted = false;

  private constructor() {}

  /** Null where the backend is another one. */
  static of(backend: unknown): WasmMemory | null {
    const { wasm } = backend as Partial<WasmBackend>;
    const memory = wasm?.asm?.memory;
    if (!wasm || !(memory instanceof WebAssembly.Memory)) return null;
    const watched = new WasmMemory();
    watched.watchGrowth(memory);
    watched.watchAllocation(wasm);
    return watched;
  }

  /** Kernels in WebAssembly allocate as well, and tell nobody; but all must ask here for the memory to grow. */
  private watchGrowth(memory: WebAssembly.Memory): void {
    const grow = memory.grow.bind(memory);
    memory.grow = (pages) => {
      try {
        const before = grow(pages);
        // more was asked for than was needed, and less was to be had
        this.exhausted = false;
        return before;
      } catch (refused) {
        this.exhausted = true;
        throw refused;
      }
    };
  }

  private watchAllocation(wasm: WasmBackend['wasm']): void {
    // the library puts the real function in this place when it is called first
    wasm._free(wasm._malloc(1));
    const allocate = wasm._malloc;
    wasm._malloc = (bytes) => {
      const at = allocate(bytes);
      if (at !== 0) return at;
      this.exhausted = true;
      throw new EngineError({ code: 'outOfMemory' });
    };
  }
}
