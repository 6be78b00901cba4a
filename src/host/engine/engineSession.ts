import type {
  BackendChoice,
  BackendMeasure,
  EngineResponse,
  InspectOptions,
  TranslateOptions,
} from '../../shared/engineProtocol';
import { EngineError, type EngineFault } from '../../shared/faults';
import type { EngineStatus } from '../../shared/panelProtocol';
import type { TranslationResult } from '../../shared/result';
import type { StepRecord } from '../../shared/stepRecord';
import type { OccludeOptions, OcclusionRecord, TraceOptions, TraceRecord } from '../../shared/trace';
import type { Carrier, CarrierListener } from './carrier';

/** How to start and watch a worker; read anew at every start. */
export interface SessionOptions {
  backend: BackendChoice;
  remembered: BackendMeasure | undefined;
  /** A worker that owes an answer and says nothing for so long is given up. */
  silenceSeconds: number;
}

export interface SessionEvents {
  status(status: EngineStatus): void;
  measured(measure: BackendMeasure): void;
}

/** What all work for a model has in common. */
export interface SessionWork {
  model: string;
  signal: AbortSignal;
  /**
   * For work beside what the user translates with, such as a comparison: the status goes on telling of the model that
   * it tells of, while this one is loaded. Default: false.
   */
  quiet?: boolean;
}

export interface SessionRequest extends SessionWork {
  text: string;
  options: TranslateOptions;
  onProgress(done: number, total: number): void;
}

export interface SessionInspection extends SessionWork, InspectOptions {}
export interface SessionTrace extends SessionWork, TraceOptions {}
export interface SessionOcclusion extends SessionWork, OccludeOptions {}

interface Pending {
  settle(response: EngineResponse): void;
  reject(error: EngineError): void;
  progress(done: number, total: number): void;
  /** The worker gave a sign of life, so its silence is counted from now. */
  touch(): void;
}

/** A request that ended because the worker was replaced for another one's sake. */
export class BystanderError extends EngineError {}

/** Ids are unique among all sessions, so that no late answer can be taken for another request's. */
let lastId = 0;

/** The conversation with one carrier's worker: start it once, load each model once, then translate. */
export class EngineSession implements CarrierListener {
  private starting: Promise<void> | null = null;
  private started: { resolve(): void; reject(error: EngineError): void } | null = null;
  private readonly models = new Map<string, Promise<void>>();
  private readonly pending = new Map<number, Pending>();
  private backend: Extract<EngineResponse, { type: 'started' }> | null = null;
  /** The model that the status tells of. */
  private model = '';
  /** How many requests use each model now. */
  private readonly uses = new Map<string, number>();
  private users = 0;
  status: EngineStatus = { phase: 'idle' };

  constructor(
    readonly carrier: Carrier,
    private readonly options: () => SessionOptions,
    private readonly events: SessionEvents,
  ) {
    carrier.listen(this);
  }

  /** Whether requests are under way, or wait for the worker to start. */
  get busy(): boolean {
    return this.users > 0;
  }

  /** Starts the worker and loads the model, where that is not done yet. @throws EngineError */
  async ready(model: string, { quiet = false } = {}): Promise<void> {
    if (!quiet || this.model === '') this.model = model;
    this.starting ??= this.start();
    await this.starting;
    let loaded = this.models.get(model);
    if (!loaded) {
      loaded = this.load(model);
      this.models.set(model, loaded);
    }
    await loaded;
    const { status } = this;
    const told = status.phase === 'ready' && status.model === model;
    if (model === this.model && !told) this.reportReady(); // it was loaded quietly, or another one failed since
  }

  /** As `ready`, but counts as work, and can be given up. @throws EngineError */
  async prepare(work: SessionWork): Promise<void> {
    await this.work(work, async () => undefined);
  }

  /** @throws EngineError */
  async translate({ text, options, onProgress, ...work }: SessionRequest): Promise<TranslationResult> {
    const { model, signal } = work;
    const send = (id: number): void => this.carrier.send({ type: 'translate', id, model, text, options });
    const answer = await this.work(work, () => this.ask(send, { signal, onProgress }));
    if (answer.type === 'translated') return answer.result;
    throw new EngineError({ code: 'internal', problem: `a translation was answered by "${answer.type}"` });
  }

  /** One decoder step laid open. @throws EngineError */
  async inspect({ quiet, signal, ...inspection }: SessionInspection): Promise<StepRecord> {
    const send = (id: number): void => this.carrier.send({ type: 'inspect', id, ...inspection });
    const answer = await this.work({ quiet, signal, model: inspection.model }, () => this.ask(send, { signal }));
    if (answer.type === 'inspected') return answer.record;
    throw new EngineError({ code: 'internal', problem: `an inspection was answered by "${answer.type}"` });
  }

  /** A whole decoding laid open. @throws EngineError */
  async trace({ quiet, signal, ...options }: SessionTrace): Promise<TraceRecord> {
    const send = (id: number): void => this.carrier.send({ type: 'trace', id, ...options });
    const answer = await this.work({ quiet, signal, model: options.model }, () => this.ask(send, { signal }));
    if (answer.type === 'traced') return answer.record;
    throw new EngineError({ code: 'internal', problem: `a trace was answered by "${answer.type}"` });
  }

  /** What each source word is worth. @throws EngineError */
  async occlude({ quiet, signal, ...options }: SessionOcclusion): Promise<OcclusionRecord> {
    const send = (id: number): void => this.carrier.send({ type: 'occlude', id, ...options });
    const answer = await this.work({ quiet, signal, model: options.model }, () => this.ask(send, { signal }));
    if (answer.type === 'occluded') return answer.record;
    throw new EngineError({ code: 'internal', problem: `an occlusion was answered by "${answer.type}"` });
  }

  /**
   * Frees the memory of a model; its next use loads it again. The model that the status tells of stays, and one that
   * other requests use now.
   */
  async unload(model: string): Promise<void> {
    const loaded = this.models.get(model);
    await loaded?.catch(() => undefined);
    if (!loaded || this.models.get(model) !== loaded || model === this.model || this.uses.has(model)) return;
    // from here to `send` nothing may wait: a load that comes next must find it forgotten, and come after it
    this.models.delete(model);
    this.users++;
    try {
      await this.ask((id) => this.carrier.send({ type: 'unload', id, model }));
    } catch {
      // a worker that ended has freed it, too
    } finally {
      this.users--;
    }
  }

  /** Does something with a model, once it is ready. */
  private async work<T>({ model, signal, quiet }: SessionWork, run: () => Promise<T>): Promise<T> {
    this.users++;
    this.uses.set(model, (this.uses.get(model) ?? 0) + 1);
    try {
      await abortable(this.ready(model, { quiet }), signal);
      return await run();
    } finally {
      this.users--;
      const left = this.uses.get(model)! - 1;
      if (left > 0) this.uses.set(model, left);
      else this.uses.delete(model);
    }
  }

  /** Ends every request in this fault; the next one starts the worker afresh. */
  reset(fault: EngineFault): void {
    this.end(new EngineError(fault));
  }

  private end(error: EngineError): void {
    const waiting = [...this.pending.values()];
    this.pending.clear();
    this.models.clear();
    this.backend = null;
    this.starting = null;
    this.started?.reject(error);
    this.started = null;
    for (const { reject } of waiting) reject(error);
    this.report({ phase: 'idle' });
  }

  response(response: EngineResponse): void {
    this.touchAll();
    if (response.type === 'started') {
      this.backend = response;
      if (response.measure) this.events.measured(response.measure);
      if (this.started) this.started.resolve();
      else if (this.status.phase === 'ready') this.reportReady();
    } else if (response.type === 'progress') {
      this.pending.get(response.id)?.progress(response.done, response.total);
    } else if (response.id === null) {
      if (response.type === 'fault') this.workerFault(response.fault);
    } else {
      this.pending.get(response.id)?.settle(response);
      if (response.type === 'fault') this.replaceThread(response.fault);
    }
  }

  /** A thread that is of no use any more ends here; the panel does so for its worker itself. */
  private replaceThread(fault: EngineFault): void {
    if (this.carrier.name !== 'thread' || (fault.code !== 'outOfMemory' && fault.code !== 'workerDied')) return;
    this.carrier.dispose();
    this.end(new BystanderError({ code: 'workerDied', problem: 'it was restarted' }));
  }

  loadProgress(model: string, progress: number): void {
    this.touchAll();
    if (this.status.phase === 'loading' && model === this.model) this.report({ phase: 'loading', model, progress });
  }

  gone(problem: string): void {
    this.reset({ code: 'workerDied', problem });
  }

  dispose(): void {
    this.reset({ code: 'workerDied', problem: 'it was closed' });
    this.carrier.dispose();
  }

  private workerFault(fault: EngineFault): void {
    this.reset(fault);
    this.report({ phase: 'failed', fault });
  }

  private async start(): Promise<void> {
    const { backend, remembered, silenceSeconds } = this.options();
    this.report({ phase: 'loading', model: this.model, progress: null });
    const silence = setTimeout(
      () => this.workerFault({ code: 'deadline', seconds: silenceSeconds }),
      silenceSeconds * 1000,
    );
    try {
      await new Promise<void>((resolve, reject) => {
        this.started = { resolve, reject };
        this.carrier.start(backend, remembered);
      });
      this.started = null;
    } finally {
      clearTimeout(silence);
    }
  }

  private async load(model: string): Promise<void> {
    // what another model's loading says is not to be seen
    const shown = (): boolean => model === this.model;
    if (shown()) this.report({ phase: 'loading', model, progress: null });
    try {
      await this.ask((id) => this.carrier.load(id, model));
      if (shown()) this.reportReady();
    } catch (thrown) {
      this.models.delete(model);
      if (shown() && thrown instanceof EngineError) this.report({ phase: 'failed', fault: thrown.fault });
      throw thrown;
    }
  }

  /** Sends something under a new id, and waits for what ends it. */
  private async ask(
    send: (id: number) => void,
    watch: Partial<Pick<SessionRequest, 'signal' | 'onProgress'>> = {},
  ): Promise<EngineResponse> {
    const id = ++lastId;
    const { silenceSeconds } = this.options();
    const { signal, onProgress } = watch;
    let silence: ReturnType<typeof setTimeout> | undefined;
    let abort: (() => void) | undefined;
    try {
      return await new Promise<EngineResponse>((resolve, reject) => {
        if (signal?.aborted) return reject(new EngineError({ code: 'cancelled' }));
        const touch = (): void => {
          clearTimeout(silence);
          silence = setTimeout(() => this.silent(id, silenceSeconds), silenceSeconds * 1000);
        };
        const settle = (response: EngineResponse): void => {
          if (response.type === 'fault') reject(new EngineError(response.fault));
          else resolve(response);
        };
        this.pending.set(id, { settle, reject, progress: onProgress ?? (() => undefined), touch });
        abort = () => {
          this.carrier.send({ type: 'cancel', id });
          reject(new EngineError({ code: 'cancelled' }));
        };
        signal?.addEventListener('abort', abort, { once: true });
        touch();
        send(id);
      });
    } catch (thrown) {
      // A worker that lost its models (a document that was reloaded) is told everything again.
      if (thrown instanceof EngineError && thrown.fault.code === 'modelNotLoaded') this.models.clear();
      throw thrown;
    } finally {
      clearTimeout(silence);
      if (abort) signal?.removeEventListener('abort', abort);
      this.pending.delete(id);
    }
  }

  /** A worker that hangs cannot be told to stop, so it is started anew; what else lay with it ends too. */
  private silent(id: number, seconds: number): void {
    const fault: EngineFault = { code: 'deadline', seconds };
    this.pending.get(id)?.reject(new EngineError(fault));
    this.pending.delete(id);
    this.reset({ code: 'workerDied', problem: 'it fell silent' });
    this.report({ phase: 'failed', fault });
  }

  private touchAll(): void {
    for (const { touch } of this.pending.values()) touch();
  }

  private reportReady(): void {
    if (!this.backend) return;
    const { backend, webglFault } = this.backend;
    this.report({ phase: 'ready', model: this.model, backend, webglFault });
  }

  private report(status: EngineStatus): void {
    this.status = status;
    this.events.status(status);
  }
}

/** The promise, unless the signal comes first. */
export async function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  let onAbort: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(new EngineError({ code: 'cancelled' }));
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort!);
  }
}
