/** Which of WebGL, WASM and plain JavaScript the engine computes on. */

import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import type { BackendChoice, BackendMeasure } from '../shared/engineProtocol';
import { EngineError } from '../shared/faults';
import type { BackendName } from '../shared/result';
import { probe } from './probe';
import { provideWasm, withoutProcessHandlers, type WasmBinaries } from './wasmBinaries';

/** WebGL, where the carrier has it; see webgl.ts. */
export interface WebglCarrier {
  /** Makes the backend known, and returns the name of the renderer. @throws Error saying why there is no WebGL */
  prepare(): string;
}

export interface ChosenBackend {
  backend: BackendName;
  /** Where it was measured now. */
  measure?: BackendMeasure;
  /** Why WebGL is not to be had, where the carrier could have it. */
  webglFault?: string;
}

/**
 * Chooses a backend and starts it.
 * @param choice 'auto' takes the fastest; the plain one is slower than WASM everywhere and only used when told to,
 *   or where there is neither of the others
 * @throws EngineError 'backend' where the one that is asked for cannot be had
 */
export async function chooseBackend(
  choice: BackendChoice,
  wasm: WasmBinaries,
  webgl: WebglCarrier | null,
  remembered?: BackendMeasure,
): Promise<ChosenBackend> {
  tf.enableProdMode();
  const faults: Partial<Record<BackendName, string>> = {};
  prepareWasm(wasm, faults);
  const renderer = prepareWebgl(webgl, faults);
  // where the carrier never has WebGL, its absence is nothing to tell the user
  const webglFault = webgl && faults.webgl ? { webglFault: faults.webgl } : {};

  if (choice !== 'auto') {
    const problem = faults[choice] ?? (await start(choice));
    if (problem === null) return { backend: choice };
    if (choice === 'webgl') {
      return { ...(await fallBack(['wasm', 'cpu'], faults)), ...(webgl ? { webglFault: problem } : {}) };
    }
    throw new EngineError({ code: 'backend', backend: choice, problem });
  }
  if (renderer === null) return { ...(await fallBack(['wasm', 'cpu'], faults)), ...webglFault };
  if (remembered?.renderer === renderer && (await start(remembered.fastest)) === null) {
    return { backend: remembered.fastest };
  }
  const measure = await measureBackends(renderer, faults);
  return { ...(await fallBack([measure.fastest, 'wasm', 'cpu'], faults)), measure };
}

function prepareWasm(wasm: WasmBinaries, faults: Partial<Record<BackendName, string>>): void {
  try {
    provideWasm(wasm);
  } catch (error) {
    faults.wasm = messageOf(error);
  }
}

function prepareWebgl(webgl: WebglCarrier | null, faults: Partial<Record<BackendName, string>>): string | null {
  if (!webgl) {
    faults.webgl = 'there is no WebGL outside the panel';
    return null;
  }
  try {
    return webgl.prepare();
  } catch (error) {
    faults.webgl = messageOf(error);
    return null;
  }
}

/** Starts a backend; returns null, or why it does not work. */
async function start(backend: BackendName): Promise<string | null> {
  try {
    const started = await withoutProcessHandlers(() => tf.setBackend(backend));
    if (!started) return 'it does not start';
    await tf.ready();
    return null;
  } catch (error) {
    return messageOf(error);
  }
}

/** The first backend of a list that works. */
async function fallBack(
  order: readonly BackendName[],
  faults: Partial<Record<BackendName, string>>,
): Promise<{ backend: BackendName }> {
  let problem = '';
  for (const backend of order) {
    const fault = faults[backend] ?? (await start(backend));
    if (fault === null) return { backend };
    problem = fault;
  }
  throw new EngineError({ code: 'backend', backend: order.at(-1)!, problem });
}

/** Times a decoder-like probe on WebGL and WASM. */
async function measureBackends(
  renderer: string,
  faults: Partial<Record<BackendName, string>>,
): Promise<BackendMeasure> {
  const milliseconds: BackendMeasure['milliseconds'] = {};
  for (const backend of ['wasm', 'webgl'] as const) {
    const fault = faults[backend] ?? (await start(backend));
    if (fault === null) milliseconds[backend] = await probe();
  }
  const { wasm = Number.POSITIVE_INFINITY, webgl = Number.POSITIVE_INFINITY } = milliseconds;
  return { renderer, milliseconds, fastest: webgl < wasm ? 'webgl' : wasm < Number.POSITIVE_INFINITY ? 'wasm' : 'cpu' };
}

function messageOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message;
  const message = (thrown as { message?: unknown } | null)?.message;
  return typeof message === 'string' ? message : String(thrown);
}
