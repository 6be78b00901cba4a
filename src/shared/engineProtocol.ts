/** Messages between whoever carries the engine (webview, worker thread, command line) and its worker. */

import type { EngineFault } from './faults';
import type { BackendName, TranslationResult } from './result';

/** The files of models/<id>/ that the engine reads. */
export interface ModelFiles {
  id: string;
  config: string;
  tokenizer: string;
  /** model.safetensors; transferred, not copied. */
  weights: ArrayBuffer;
}

export type BackendChoice = 'auto' | BackendName;

/** First message to a worker. The WASM binaries travel as bytes: a blob worker can fetch nothing by itself. */
export interface StartRequest {
  type: 'start';
  backend: BackendChoice;
  wasm: { simd: ArrayBuffer; plain: ArrayBuffer };
  /** What an earlier run measured on this machine, so that `auto` need not measure again. */
  remembered?: BackendMeasure;
}

export interface LoadRequest {
  type: 'load';
  id: number;
  files: ModelFiles;
}

export interface TranslateOptions {
  /** Beam width; 1 is greedy. */
  beam: number;
  /** Hypotheses to return, at most `beam`. */
  nBest: number;
}

export interface TranslateRequest {
  type: 'translate';
  id: number;
  model: string;
  text: string;
  options: TranslateOptions;
}

/** Force the decoder along a given target and report its attention. Words are separated by spaces on both sides. */
export interface AlignRequest {
  type: 'align';
  id: number;
  model: string;
  source: string;
  target: string;
}

/** Stops the request with this id; it then ends in an error with code `cancelled`. */
export interface CancelRequest {
  type: 'cancel';
  id: number;
}

export type EngineRequest = StartRequest | LoadRequest | TranslateRequest | AlignRequest | CancelRequest;

/** Median milliseconds of one probe on each backend, and the renderer that they were measured on. */
export interface BackendMeasure {
  renderer: string;
  milliseconds: Partial<Record<BackendName, number>>;
  fastest: BackendName;
}

export type EngineResponse =
  | { type: 'started'; backend: BackendName; measure?: BackendMeasure; webglFault?: string }
  | { type: 'loaded'; id: number; model: string }
  | { type: 'progress'; id: number; done: number; total: number }
  | { type: 'translated'; id: number; result: TranslationResult }
  | { type: 'aligned'; id: number; result: TranslationResult }
  | { type: 'fault'; id: number | null; fault: EngineFault };
