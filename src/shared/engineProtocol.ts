/** Messages between whoever carries the engine (webview, worker thread, command line) and its worker. */

import type { EngineFault } from './faults';
import type { BackendName, TranslationResult } from './result';
import type { StepRecord } from './stepRecord';
import type { OccludeOptions, OcclusionRecord, TraceOptions, TraceRecord } from './trace';

/** The files of models/<id>/ that the engine reads. */
export interface ModelFiles {
  id: string;
  config: string;
  tokenizer: string;
  /** model.safetensors; transferred, not copied. */
  weights: ArrayBuffer;
  /**
   * scores.safetensors, where the folder has it; transferred, not copied. Parameters of further score functions, learned
   * on the states of this model: `<name of SCORES>.<tensor>`. Read by `inspect` with `bench`.
   */
  scores?: ArrayBuffer;
}

/** Model files with the optional one, where there is one. */
export const withScores = (files: ModelFiles, scores: ArrayBuffer | undefined): ModelFiles =>
  scores ? { ...files, scores } : files;

/** The buffers of model files, to be transferred with the message that holds them. */
export const buffersOf = ({ weights, scores }: ModelFiles): ArrayBuffer[] => (scores ? [weights, scores] : [weights]);

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

/** Which step of a decoding is laid open, and how. */
export interface InspectOptions {
  /** One sentence, as prose. What does not fit the model is left out at its end. */
  source: string;
  /** As prose: the decoder is forced along it. Null: it decodes greedily, as `translate` with a beam of 1. */
  target: string | null;
  /** Index of the target piece that the step emits; one beyond the last piece gives the last step (see StepRecord.step). */
  step: number;
  /** Also score the step with every score function that can be computed for it. */
  bench: boolean;
  /** Of a Transformer: decoder layer and head, by default those that config.json aligns with, else the last layer's first. */
  layer?: number;
  head?: number;
}

/** Lays open one decoder step. */
export interface InspectRequest extends InspectOptions {
  type: 'inspect';
  id: number;
  model: string;
}

/** Decodes one sentence and tells everything about it. */
export interface TraceRequest extends TraceOptions {
  type: 'trace';
  id: number;
  model: string;
}

/** Leaves out each source word once. */
export interface OccludeRequest extends OccludeOptions {
  type: 'occlude';
  id: number;
  model: string;
}

/** Frees a model's weights. One that is not loaded is no fault. */
export interface UnloadRequest {
  type: 'unload';
  id: number;
  model: string;
}

/** Stops the request with this id; it then ends in an error with code `cancelled`. */
export interface CancelRequest {
  type: 'cancel';
  id: number;
}

/** What is handed to the worker as it is, by whoever carries it. */
export type CarriedRequest =
  TranslateRequest | AlignRequest | InspectRequest | TraceRequest | OccludeRequest | UnloadRequest | CancelRequest;

export type EngineRequest = StartRequest | LoadRequest | CarriedRequest;

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
  | { type: 'inspected'; id: number; record: StepRecord }
  | { type: 'traced'; id: number; record: TraceRecord }
  | { type: 'occluded'; id: number; record: OcclusionRecord }
  | { type: 'unloaded'; id: number; model: string }
  | { type: 'fault'; id: number | null; fault: EngineFault };

/** The buffers of an answer that may be handed over, not copied: the worker keeps nothing of it. */
export const buffersOfAnswer = (response: EngineResponse): ArrayBuffer[] =>
  response.type === 'traced'
    ? Object.values(response.record.maps ?? {}).map(({ weights }) => weights.buffer as ArrayBuffer)
    : [];
