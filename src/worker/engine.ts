/** The request loop: the same in a Web Worker, in a worker thread and in the tests. */

import * as tf from '@tensorflow/tfjs-core';
import { align } from '../model/align';
import { CancellationFlag } from '../model/cancellation';
import { inspect } from '../model/inspect';
import { disposeModel, loadModel, type LoadedModel } from '../model/loadedModel';
import { occlude } from '../model/occlude';
import { trace } from '../model/trace';
import { TEXT_LIMIT, translate } from '../model/translate';
import type {
  AlignRequest,
  CancelRequest,
  EngineRequest,
  EngineResponse,
  InspectRequest,
  LoadRequest,
  OccludeRequest,
  StartRequest,
  TraceRequest,
  TranslateRequest,
  UnloadRequest,
} from '../shared/engineProtocol';
import { EngineError, toFault, type EngineFault } from '../shared/faults';
import { chooseBackend, type WebglCarrier } from './backend';
import { parseRequest } from './requests';
import { WasmMemory } from './wasmMemory';

/** What an engine needs of whatever carries it. */
export interface Carrier {
  emit(response: EngineResponse): void;
  /** Resolves after the messages that have arrived are handed to `receive`. */
  letMessagesIn(): Promise<void>;
  /** WebGL, or null where the carrier never has it. */
  webgl: WebglCarrier | null;
}

type Work = Exclude<EngineRequest, CancelRequest>;

interface Job {
  request: Work;
  flag: CancellationFlag;
}

const idOf = (request: Work): number | null => (request.type === 'start' ? null : request.id);

export class Engine {
  private readonly models = new Map<string, LoadedModel>();
  /** Waiting requests, first come first served, so that none starves. */
  private readonly queue: Job[] = [];
  private running: Job | null = null;
  private started = false;
  private memory: WasmMemory | null = null;

  constructor(private readonly carrier: Carrier) {}

  /** Takes any message; never throws. Every request ends in exactly one answer, a fault if need be. */
  receive(message: unknown): void {
    const parsed = parseRequest(message);
    if ('problem' in parsed) {
      this.fail(parsed.id, { code: 'internal', problem: parsed.problem });
      return;
    }
    const { request } = parsed;
    if (request.type === 'cancel') this.cancel(request.id);
    else {
      this.queue.push({ request, flag: new CancellationFlag(() => this.carrier.letMessagesIn()) });
      void this.work();
    }
  }

  private fail(id: number | null, fault: EngineFault): void {
    this.carrier.emit({ type: 'fault', id, fault });
  }

  private faultOf(thrown: unknown): EngineFault {
    // whatever was thrown, it came of this
    if (this.memory?.exhausted) return { code: 'outOfMemory' };
    // compiled code that has stopped midway cannot be relied on any more
    if (thrown instanceof WebAssembly.RuntimeError) return { code: 'workerDied', problem: thrown.message };
    return toFault(thrown);
  }

  private cancel(id: number): void {
    if (this.running && idOf(this.running.request) === id) this.running.flag.cancel();
    const at = this.queue.findIndex(({ request }) => idOf(request) === id);
    if (at < 0) return;
    this.queue.splice(at, 1);
    this.fail(id, { code: 'cancelled' });
  }

  private async work(): Promise<void> {
    if (this.running) return;
    for (let job; (job = this.queue.shift());) {
      this.running = job;
      try {
        const answer = await this.answer(job);
        if (this.memory?.exhausted) throw new EngineError({ code: 'outOfMemory' });
        this.carrier.emit(answer);
      } catch (error) {
        this.fail(idOf(job.request), this.faultOf(error));
      }
      this.running = null;
    }
  }

  private answer({ request, flag }: Job): Promise<EngineResponse> {
    switch (request.type) {
      case 'start':
        return this.start(request);
      case 'load':
        return this.load(request);
      case 'translate':
        return this.translate(request, flag);
      case 'align':
        return this.align(request, flag);
      case 'inspect':
        return this.inspect(request, flag);
      case 'trace':
        return this.trace(request, flag);
      case 'occlude':
        return this.occlude(request, flag);
      case 'unload':
        return this.unload(request);
    }
  }

  private async start({ backend, wasm, remembered }: StartRequest): Promise<EngineResponse> {
    if (this.started) throw new EngineError({ code: 'internal', problem: 'the engine was started twice' });
    const chosen = await chooseBackend(backend, wasm, this.carrier.webgl, remembered);
    this.memory = WasmMemory.of(tf.backend());
    this.started = true;
    return { type: 'started', ...chosen };
  }

  private async load({ id, files }: LoadRequest): Promise<EngineResponse> {
    if (!this.started)
      throw new EngineError({ code: 'internal', problem: 'a model came before the engine was started' });
    const model = loadModel(files);
    this.forget(files.id);
    this.models.set(files.id, model);
    return { type: 'loaded', id, model: files.id };
  }

  private forget(id: string): void {
    const model = this.models.get(id);
    if (model) disposeModel(model);
    this.models.delete(id);
  }

  private async unload({ id, model }: UnloadRequest): Promise<EngineResponse> {
    this.forget(model);
    return { type: 'unloaded', id, model };
  }

  private modelOf(id: string): LoadedModel {
    const model = this.models.get(id);
    if (!model) throw new EngineError({ code: 'modelNotLoaded', model: id });
    return model;
  }

  private progressOf(id: number): (done: number, total: number) => void {
    return (done, total) => this.carrier.emit({ type: 'progress', id, done, total });
  }

  private async translate(request: TranslateRequest, flag: CancellationFlag): Promise<EngineResponse> {
    const { id, model, text, options } = request;
    const result = await translate(this.modelOf(model), text, { ...options, onProgress: this.progressOf(id) }, flag);
    return { type: 'translated', id, result };
  }

  private async align(request: AlignRequest, flag: CancellationFlag): Promise<EngineResponse> {
    const { id, model, source, target } = request;
    const characters = Math.max(source.length, target.length);
    if (characters > TEXT_LIMIT) throw new EngineError({ code: 'textTooLong', characters, limit: TEXT_LIMIT });
    const result = await align(this.modelOf(model), [{ source, target }], flag);
    return { type: 'aligned', id, result };
  }

  private async inspect(request: InspectRequest, flag: CancellationFlag): Promise<EngineResponse> {
    const { id, model } = request;
    return { type: 'inspected', id, record: await inspect(this.modelOf(model), request, flag) };
  }

  private async trace(request: TraceRequest, flag: CancellationFlag): Promise<EngineResponse> {
    const { id, model } = request;
    return { type: 'traced', id, record: await trace(this.modelOf(model), request, flag) };
  }

  private async occlude(request: OccludeRequest, flag: CancellationFlag): Promise<EngineResponse> {
    const { id, model } = request;
    const record = await occlude(this.modelOf(model), request, flag, this.progressOf(id));
    return { type: 'occluded', id, record };
  }
}
