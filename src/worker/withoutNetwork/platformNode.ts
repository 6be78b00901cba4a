/**
 * Takes the place of the library's own platform for Node in the bundles (webpack.config.js): the same, but for `fetch`,
 * so that no bundle holds a way to the network.
 */

import { env } from '@tensorflow/tfjs-core/dist/environment';
import type { Platform } from '@tensorflow/tfjs-core/dist/platforms/platform';

export class PlatformNode implements Platform {
  fetch(path: string): Promise<Response> {
    return Promise.reject(new Error(`nothing is fetched here: ${path}`));
  }

  /** Milliseconds. */
  now(): number {
    return performance.now();
  }

  encode(text: string): Uint8Array {
    return new TextEncoder().encode(text);
  }

  decode(bytes: Uint8Array, encoding: string): string {
    return new TextDecoder(encoding).decode(bytes);
  }

  isTypedArray(value: unknown): value is Float32Array | Int32Array | Uint8Array | Uint8ClampedArray {
    return [Float32Array, Int32Array, Uint8Array, Uint8ClampedArray].some((kind) => value instanceof kind);
  }
}

if (env().get('IS_NODE') && !env().get('IS_BROWSER')) env().setPlatform('node', new PlatformNode());
