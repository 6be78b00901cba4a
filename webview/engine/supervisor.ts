import * as v from 'valibot';
import {
  buffersOf,
  type BackendChoice,
  type BackendMeasure,
  type EngineRequest,
  type EngineResponse,
} from '../../src/shared/engineProtocol';
import { toFault, type EngineFault } from '../../src/shared/faults';
import { engineResponseSchema, type ForwardedRequest } from '../messages';
import { fetchModel } from './fetchFiles';

/** What the supervisor needs of a Worker. */
export interface WorkerLike {
  postMessage(message: EngineRequest, transfer: Transferable[]): void;
  terminate(): void;
  onmessage: ((event: { data: unknown }) => void) | null;
  onerror: ((event: { message?: string; preventDefault?(): void }) => void) | null;
  onmessageerror: ((event: unknown) => void) | null;
}

/** The world around the supervisor. */
export interface Surroundings {
  /** A fresh worker; rejects where its script cannot be had. */
  spawn(): Promise<WorkerLike>;
  /** Fresh copies of the WASM binaries: they are transferred. */
  fetchWasm(): Promise<{ simd: ArrayBuffer; plain: ArrayBuffer }>;
  fetch: typeof fetch;
  /** A worker with work to do that says nothing for so long is taken for dead. */
  silenceSeconds: number;
  /** Every answer of the engine. Faults with id null concern the worker as a whole. */
  respond(response: EngineResponse): void;
  /** Model bytes arriving, 0 to 1. */
  loadProgress(model: string, progress: number): void;
}

interface LoadJob {
  kind: 'load';
  id: number;
  model: string;
  base: string;
  scores: boolean;
  abort: AbortController;
}

interface RequestJob {
  kind: 'request';
  id: number;
  model: string;
  request: Exclude<ForwardedRequest, { type: 'cancel' }>;
}

type Job = (LoadJob | RequestJob) & {
  /** Lies with the worker (or, for a load, is being fetched). */
  begun: boolean;
  /** The worker has it, so its silence counts. */
  sent: boolean;
  /** A worker already died with it in flight. */
  replayed: boolean;
};

interface StartOptions {
  backend: BackendChoice;
  remembered?: BackendMeasure;
}

/**
 * Keeps a translation worker alive: starts it, feeds it model files, hands requests over, and when it dies, falls
 * silent or loses its graphics device, starts another one with the same models and replays what was in flight, once.
 * Every request is answered, with a result or with a fault.
 */
export class EngineSupervisor {
  private worker: WorkerLike | null = null;
  private phase: 'stopped' | 'starting' | 'running' = 'stopped';
  private options: StartOptions | null = null;
  private startFailed = false;
  private readonly jobs = new Map<number, Job>();
  /** Where each model that the host had loaded is fetched from. */
  private readonly models = new Map<string, Pick<LoadJob, 'base' | 'scores'>>();
  /** Those of them that the worker of now has. */
  private readonly here = new Set<string>();
  private silence: ReturnType<typeof setTimeout> | undefined;
  /** Ids of the supervisor's own reloads; the host's are not negative. */
  private ownId = -1;

  constructor(private readonly world: Surroundings) {}

  /** Starts a worker without models; one that runs is ended, and its requests with it. */
  start(options: StartOptions): void {
    this.end();
    this.failAll({ code: 'workerDied', problem: 'it was restarted' });
    this.models.clear();
    this.options = options;
    this.startFailed = false;
    void this.launch();
  }

  /** Fetches models/<id>/ below `base`, with scores.safetensors if it has one, and loads it into the worker. */
  load(id: number, model: string, base: string, scores = false): void {
    this.accept({ kind: 'load', id, model, base, scores, abort: new AbortController(), ...fresh });
  }

  /** Hands a request over. */
  request(request: ForwardedRequest): void {
    if (request.type === 'cancel') {
      this.cancel(request.id);
      return;
    }
    // a worker that is started anew must not be given again what nobody wants any more
    if (request.type === 'unload') this.models.delete(request.model);
    this.accept({ kind: 'request', id: request.id, model: request.model, request, ...fresh });
  }

  private accept(job: Job): void {
    if (!this.options) {
      this.world.respond({ type: 'fault', id: job.id, fault: { code: 'modelNotLoaded', model: job.model } });
      return;
    }
    this.jobs.set(job.id, job);
    if (this.phase === 'stopped') {
      // The last worker could not be saved; a new request is reason enough to try afresh.
      this.startFailed = false;
      this.reload(job);
      void this.launch();
    } else {
      this.reload(job);
      this.flush();
    }
  }

  private cancel(id: number): void {
    const job = this.jobs.get(id);
    if (!job) return;
    if (job.sent) {
      this.send({ type: 'cancel', id });
      return;
    }
    if (job.kind === 'load') job.abort.abort();
    this.finish({ type: 'fault', id, fault: { code: 'cancelled' } });
  }

  private async launch(): Promise<void> {
    this.phase = 'starting';
    let worker: WorkerLike | undefined;
    const options = this.options!;
    const current = (): boolean => this.phase === 'starting' && this.options === options && !this.worker;
    try {
      const [spawned, wasm] = await Promise.all([this.world.spawn(), this.world.fetchWasm()]);
      worker = spawned;
      if (!current()) return worker.terminate();
      this.adopt(worker);
      this.send({ type: 'start', ...options, wasm }, [wasm.simd, wasm.plain]);
      this.watch();
    } catch (thrown) {
      worker?.terminate();
      if (this.options === options) this.giveUp({ code: 'workerDied', problem: messageOf(thrown) });
    }
  }

  private adopt(worker: WorkerLike): void {
    this.worker = worker;
    const died = (problem: string): void => {
      if (this.worker === worker) this.revive({ code: 'workerDied', problem });
    };
    worker.onmessage = ({ data }) => {
      if (this.worker === worker) this.receive(data);
    };
    worker.onerror = (event) => {
      event.preventDefault?.();
      died(event.message || 'the worker failed');
    };
    worker.onmessageerror = () => died('a message could not be read');
  }

  private receive(data: unknown): void {
    const parsed = v.safeParse(engineResponseSchema, data);
    if (!parsed.success) return this.revive({ code: 'workerDied', problem: 'it sent an answer of a wrong form' });
    const response = parsed.output;
    if (response.type === 'fault' && this.isEnd(response.fault)) {
      return this.revive(response.fault, response.id === null ? undefined : this.jobs.get(response.id));
    }
    if (response.type === 'started') {
      this.phase = 'running';
      this.startFailed = false;
      this.world.respond(response);
      this.flush();
    } else if (response.type === 'fault' && response.id === null) this.fail(response.fault);
    else this.finish(response);
    this.watch();
  }

  /** Whether a worker that says this of itself must be replaced. */
  private isEnd({ code }: EngineFault): boolean {
    if (this.phase === 'starting') return code === 'contextLost';
    return code === 'contextLost' || code === 'outOfMemory' || code === 'workerDied';
  }

  /** A fault of the worker as a whole. */
  private fail(fault: EngineFault): void {
    if (this.phase === 'starting') this.giveUp(fault);
    else this.world.respond({ type: 'fault', id: null, fault });
  }

  /** Passes on what the worker said about a request, and forgets the request when this ends it. */
  private finish(response: Exclude<EngineResponse, { type: 'started' }>): void {
    const job = response.id === null ? undefined : this.jobs.get(response.id);
    if (!job) return;
    if (response.type === 'progress') {
      if (job.id >= 0) this.world.respond(response);
      return;
    }
    this.jobs.delete(job.id);
    if (job.kind === 'load') {
      if (response.type === 'loaded') {
        this.models.set(job.model, { base: job.base, scores: job.scores });
        this.here.add(job.model);
      } else this.models.delete(job.model);
    }
    if (job.id >= 0) this.world.respond(response);
    this.flush();
    this.watch();
  }

  /** Begins every job that can begin: loads at once, a request when no load of its model is under way. */
  private flush(): void {
    if (this.phase !== 'running') return;
    const loading = new Set([...this.jobs.values()].flatMap((job) => (job.kind === 'load' ? [job.model] : [])));
    for (const job of this.jobs.values()) {
      if (job.begun || (job.kind === 'request' && loading.has(job.model))) continue;
      job.begun = true;
      if (job.kind === 'load') void this.sendModel(job);
      else {
        job.sent = true;
        this.send(job.request);
      }
    }
    this.watch();
  }

  private async sendModel(job: LoadJob & Job): Promise<void> {
    const { worker } = this;
    const { signal } = job.abort;
    const progress = (share: number): void => {
      if (!signal.aborted) this.world.loadProgress(job.model, share);
    };
    try {
      const files = await fetchModel(job.model, job.base, this.world.fetch, progress, signal, job.scores);
      if (signal.aborted || this.worker !== worker) return;
      job.sent = true;
      this.send({ type: 'load', id: job.id, files }, buffersOf(files));
      this.watch();
    } catch (thrown) {
      if (!signal.aborted && this.worker === worker) this.finish({ type: 'fault', id: job.id, fault: toFault(thrown) });
    }
  }

  private send(request: EngineRequest, transfer: Transferable[] = []): void {
    this.worker?.postMessage(request, transfer);
  }

  /**
   * Ends a dead worker and starts another, unless the dead one was already the second try.
   * @param culprit what it died of, where that is known: then nothing else is blamed for it
   */
  private revive(cause: EngineFault, culprit?: Job): void {
    const wasStarting = this.phase === 'starting';
    this.end();
    if (cause.code === 'contextLost') this.options = { backend: 'auto' };
    if (wasStarting && this.startFailed) return this.giveUp(cause);
    this.startFailed = wasStarting;
    for (const job of this.jobs.values()) {
      const blamed = culprit ? job === culprit : job.begun;
      if (blamed && job.replayed) this.finish({ type: 'fault', id: job.id, fault: cause });
      job.replayed ||= blamed;
    }
    for (const job of this.jobs.values()) this.rewind(job);
    // With nothing to do, the next request starts the worker: one that dies while idle must not die in a loop.
    if (this.jobs.size === 0 && !wasStarting) return;
    for (const job of this.jobs.values()) this.reload(job);
    void this.launch();
  }

  /** Makes a job ready for another worker. */
  private rewind(job: Job): void {
    job.begun = false;
    job.sent = false;
    if (job.kind === 'load') {
      job.abort.abort();
      job.abort = new AbortController();
    }
  }

  /** Has the worker load what a request needs and the host knows as loaded, where it neither has it nor is loading it. */
  private reload({ kind, model }: Job): void {
    if (kind === 'load') return;
    const place = this.models.get(model);
    const loading = [...this.jobs.values()].some((job) => job.kind === 'load' && job.model === model);
    if (!place || loading || this.here.has(model)) return;
    const id = this.ownId--;
    this.jobs.set(id, { kind: 'load', id, model, ...place, abort: new AbortController(), ...fresh, replayed: true });
  }

  /** The worker cannot be had: everything ends in this fault, until the next request tries again. */
  private giveUp(fault: EngineFault): void {
    this.end();
    this.failAll(fault);
    this.world.respond({ type: 'fault', id: null, fault });
  }

  private failAll(fault: EngineFault): void {
    for (const job of this.jobs.values()) {
      if (job.kind === 'load') job.abort.abort();
      if (job.id >= 0) this.world.respond({ type: 'fault', id: job.id, fault });
    }
    this.jobs.clear();
  }

  private end(): void {
    this.worker?.terminate();
    this.worker = null;
    this.phase = 'stopped';
    this.here.clear();
    clearTimeout(this.silence);
  }

  /** Restarts the clock while the worker owes an answer. */
  private watch(): void {
    clearTimeout(this.silence);
    const owes = this.phase === 'starting' || [...this.jobs.values()].some((job) => job.sent);
    if (!owes || !this.worker) return;
    const seconds = this.world.silenceSeconds;
    this.silence = setTimeout(() => this.revive({ code: 'deadline', seconds }), seconds * 1000);
  }
}

const fresh = { begun: false, sent: false, replayed: false };

const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));
