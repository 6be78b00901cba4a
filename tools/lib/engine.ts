/** The engine, in this process: the same code that the extension's workers run. */

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { chooseBackend } from '../../src/worker/backend';
import { loadModel, type LoadedModel } from '../../src/model/loadedModel';
import { EngineError } from '../../src/shared/faults';
import type { BackendName } from '../../src/shared/result';
import { tokenizerOwner } from '../../src/shared/tokenizerOwner';
import { withScores, type ModelFiles } from '../../src/shared/engineProtocol';
import type { WasmBinaries } from '../../src/worker/wasmBinaries';

export const ROOT = path.resolve(__dirname, '../..');
const WASM = path.join(ROOT, 'node_modules/@tensorflow/tfjs-backend-wasm/dist');

export interface EngineOptions {
  /** Model id; by default the one that models/default.json names. */
  model?: string;
  /** Folder of models. */
  models: string;
  backend: BackendName;
}

/** A file's bytes in a buffer of their own. */
async function bytesOf(file: string): Promise<ArrayBuffer> {
  const bytes = await readFile(file);
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
}

export async function readWasm(): Promise<WasmBinaries> {
  const [simd, plain] = await Promise.all([
    bytesOf(path.join(WASM, 'tfjs-backend-wasm-simd.wasm')),
    bytesOf(path.join(WASM, 'tfjs-backend-wasm.wasm')),
  ]);
  return { simd, plain };
}

/** @throws EngineError 'modelFile' naming the file that is missing */
export async function readModel(models: string, id: string): Promise<ModelFiles> {
  const read = async <T>(file: string, reader: (path: string) => Promise<T>, folder = id): Promise<T> => {
    try {
      return await reader(path.join(models, folder, file));
    } catch {
      throw new EngineError({ code: 'modelFile', model: id, file, problem: `it cannot be read in ${models}` });
    }
  };
  const text = (file: string) => readFile(file, 'utf8');
  const config = await read('config.json', text);
  const files = {
    id,
    config,
    tokenizer: await read('tokenizer.json', text, tokenizerOwner(id, config)),
    weights: await read('model.safetensors', bytesOf),
  };
  // few models have it
  return withScores(files, await bytesOf(path.join(models, id, 'scores.safetensors')).catch(() => undefined));
}

/** The id that models/default.json names. @throws Error where there is none */
export async function defaultModel(models: string): Promise<string> {
  const file = path.join(models, 'default.json');
  try {
    const { default: id } = JSON.parse(await readFile(file, 'utf8')) as { default: unknown };
    if (typeof id === 'string') return id;
  } catch {
    // said below
  }
  throw new Error(`${file} names no default model; give one with --model.`);
}

/** Starts the backend and loads the model. */
export async function startEngine(options: EngineOptions): Promise<LoadedModel> {
  const id = options.model ?? (await defaultModel(options.models));
  const files = await readModel(options.models, id);
  await startBackend(options.backend);
  return loadModel(files);
}

/** To be done once, before any model is loaded. */
export async function startBackend(backend: BackendName): Promise<void> {
  await chooseBackend(backend, await readWasm(), null);
}
