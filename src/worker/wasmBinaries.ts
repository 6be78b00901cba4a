/** Starts the WASM backend from binaries that are already in memory: a worker can fetch nothing by itself. */

import * as tf from '@tensorflow/tfjs-core';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';

export interface WasmBinaries {
  simd: ArrayBuffer;
  plain: ArrayBuffer;
}

const SIMD = 'tfjs-backend-wasm-simd.wasm';
const PLAIN = 'tfjs-backend-wasm.wasm';

/**
 * Makes the backend read its binary from memory. The library asks the platform's `fetch` for it, so that is answered
 * here; nothing is ever fetched.
 * @throws Error where the bytes are no WebAssembly
 */
export function provideWasm({ simd, plain }: WasmBinaries): void {
  // the library calls back only when compiling succeeds: broken bytes would make it wait for ever
  for (const [name, bytes] of [[SIMD, simd] as const, [PLAIN, plain] as const]) {
    if (!looksLikeWasm(bytes)) throw new Error(`${name} is damaged`);
  }
  const binaries: Record<string, ArrayBuffer> = { [SIMD]: simd, [PLAIN]: plain };
  // without SharedArrayBuffer the threaded binary is never asked for, but the library wants a name for it
  setWasmPaths({ [SIMD]: SIMD, [PLAIN]: PLAIN, 'tfjs-backend-wasm-threaded-simd.wasm': SIMD }, true);
  const { platform } = tf.env();
  platform.fetch = async (path) => {
    const bytes = binaries[path];
    if (!bytes) throw new Error(`nothing is fetched here: ${path}`);
    return new Response(bytes);
  };
}

function looksLikeWasm(bytes: ArrayBuffer): boolean {
  return bytes.byteLength > 8 && new DataView(bytes).getUint32(0, false) === 0x0061736d;
}

/**
 * The library's glue code (Emscripten) makes every unhandled rejection in a Node process fatal; this takes its
 * handlers away again, once it has started.
 */
export async function withoutProcessHandlers<T>(start: () => Promise<T>): Promise<T> {
  if (typeof process === 'undefined' || typeof process.listeners !== 'function') return start();
  const before = HANDLED.map((event) => process.listeners(event as 'uncaughtException'));
  try {
    return await start();
  } finally {
    for (const [i, event] of HANDLED.entries()) {
      for (const listener of process.listeners(event as 'uncaughtException')) {
        if (!before[i]!.includes(listener)) process.removeListener(event, listener);
      }
    }
  }
}

const HANDLED = ['uncaughtException', 'unhandledRejection'] as const;
