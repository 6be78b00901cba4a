import type { BackendMeasure, InspectOptions, TranslateOptions } from '../../shared/engineProtocol';
import { EngineError, toFault, type EngineFault } from '../../shared/faults';
import { MAX_CHARACTERS } from '../../shared/limits';
import type { EngineStatus } from '../../shared/panelProtocol';
import type { TranslationResult } from '../../shared/result';
import type { StepRecord } from '../../shared/stepRecord';
import type { OccludeOptions, OcclusionRecord, TraceOptions, TraceRecord } from '../../shared/trace';
import { Answers } from './answers';
import type { Carrier } from './carrier';
import { BystanderError, EngineSession, type SessionOptions, type SessionWork } from './engineSession';
import { Flights } from './flights';
import { cacheKey, ResultCache } from './resultCache';

/**
 * Who asks. A newer request of the same origin cancels the older one; each file that is translated is an origin, and each
 * part of the panel with questions of its own. What is begun for a `selection` that came to rest is another one than the
 * `hover` that may wait for the same already.
 */
export type Origin = 'command' | 'hover' | 'selection' | 'compare' | 'inspect' | `file ${string}` | `panel ${string}`;

export interface TranslationRequest {
  origin: Origin;
  /** One text a selection. */
  texts: readonly string[];
  model: string;
  options: TranslateOptions;
  /** Cancels the request. */
  signal?: AbortSignal;
  /** The status goes on telling of the model that it tells of (see SessionWork). */
  quiet?: boolean;
  /** Translates even what is remembered, so that the time it takes can be measured. */
  fresh?: boolean;
  /** Sentences done of one text; texts done where there are several. */
  onProgress?(done: number, total: number): void;
}

/** A decoder step to be laid open. */
export interface InspectionRequest extends InspectOptions {
  /** By default, `inspect`. */
  origin?: Origin;
  model: string;
  signal?: AbortSignal;
}

/** What is asked about one sentence. */
export interface SentenceQuestion {
  origin: Origin;
  model: string;
  signal?: AbortSignal;
}

/** The world around the client. */
export interface ClientWorld {
  createThread(): Carrier;
  options(carrier: Carrier['name']): SessionOptions;
  onStatus(status: EngineStatus): void;
  onMeasured(measure: BackendMeasure): void;
  /** A line for the log. It never holds text of the user's. */
  log(line: string): void;
  /** A thread that had nothing to do for so long is ended, and its memory with it. */
  threadIdleSeconds: number;
}

/**
 * Every request for a translation goes through here. It is carried by the panel's worker while the panel is open and by
 * a worker thread otherwise, and ends in results or in one EngineError: a carrier that dies under a request hands it
 * over to the next one, once.
 */
export class EngineClient {
  private panel: EngineSession | null = null;
  private thread: EngineSession | null = null;
  private idle: ReturnType<typeof setTimeout> | undefined;
  private readonly cache = new ResultCache();
  private readonly flights = new Flights<TranslationResult>();
  private readonly traces = new Answers<TraceRecord>();
  private readonly occlusions = new Answers<OcclusionRecord>();
  private readonly latest = new Map<Origin, AbortController>();

  constructor(private readonly world: ClientWorld) {}

  /** The state of the carrier that the next request goes to. */
  get status(): EngineStatus {
    return (this.panel ?? this.thread)?.status ?? { phase: 'idle' };
  }

  /** One result a text, in order. @throws EngineError */
  async translate(request: TranslationRequest): Promise<TranslationResult[]> {
    return this.asLatest(request.origin, request.signal, (signal) => {
      checkTexts(request.texts);
      return this.translateAll(request, signal);
    });
  }

  /**
   * One decoder step laid open; a newer inspection cancels the older one. The model is loaded quietly where it is not
   * loaded yet. @throws EngineError
   */
  async inspect({ origin = 'inspect', signal: given, ...inspection }: InspectionRequest): Promise<StepRecord> {
    return this.asLatest(origin, given, (signal) => {
      checkTexts([inspection.source]);
      return this.carry(signal, (session) => session.inspect({ ...inspection, signal, quiet: true }));
    });
  }

  /** A whole decoding laid open; quietly, as `inspect`. @throws EngineError */
  async trace({ origin, signal: given, ...question }: SentenceQuestion & TraceOptions): Promise<TraceRecord> {
    return this.asLatest(origin, given, (signal) => {
      checkTexts([question.source]);
      return this.traces.to(question, signal, (flight) =>
        this.carry(flight, (session) => session.trace({ ...question, signal: flight, quiet: true })),
      );
    });
  }

  /** What each source word is worth; quietly, as `inspect`. @throws EngineError */
  async occlude({ origin, signal: given, ...question }: SentenceQuestion & OccludeOptions): Promise<OcclusionRecord> {
    return this.asLatest(origin, given, (signal) => {
      checkTexts([question.source]);
      return this.occlusions.to(question, signal, (flight) =>
        this.carry(flight, (session) => session.occlude({ ...question, signal: flight, quiet: true })),
      );
    });
  }

  /**
   * Has the worker load a model for work beside what the user translates with, and the status say nothing of it: what
   * comes next can then be timed without the loading. @throws EngineError
   */
  async prepare(model: string, signal: AbortSignal): Promise<void> {
    const work: SessionWork = { model, signal, quiet: true };
    await this.carry(signal, (session) => session.prepare(work));
  }

  /** Frees the memory of a model, unless it is the one that the status tells of or is in use; see EngineSession.unload. */
  async unload(model: string): Promise<void> {
    await Promise.all([this.panel?.unload(model), this.thread?.unload(model)]);
  }

  /** Runs what cancels the older work of its origin; whatever is thrown is an EngineError. */
  private async asLatest<T>(
    origin: Origin,
    given: AbortSignal | undefined,
    run: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const abort = new AbortController();
    this.latest.get(origin)?.abort();
    this.latest.set(origin, abort);
    const signal = given ? AbortSignal.any([abort.signal, given]) : abort.signal;
    try {
      return await run(signal);
    } catch (thrown) {
      throw thrown instanceof EngineError ? thrown : new EngineError(toFault(thrown));
    } finally {
      if (this.latest.get(origin) === abort) this.latest.delete(origin);
    }
  }

  /** Cancels what this origin asked for. */
  cancel(origin: Origin): void {
    this.latest.get(origin)?.abort();
  }

  /** The translation, where it is remembered. */
  remembered(text: string, model: string, options: TranslateOptions): TranslationResult | undefined {
    return this.cache.get(cacheKey(model, text, options));
  }

  /** Requests move to the panel. What the thread is at, it finishes. */
  attachPanel(carrier: Carrier): void {
    this.panel?.reset({ code: 'workerDied', problem: 'the panel was reloaded' });
    this.panel = this.createSession(carrier);
    this.retireThread();
    this.world.onStatus(this.status);
  }

  /** The panel was closed: requests move to a thread, those under way too. */
  detachPanel(carrier: Carrier): void {
    if (this.panel?.carrier !== carrier) return;
    const { panel } = this;
    this.panel = null;
    panel.reset({ code: 'workerDied', problem: 'the panel was closed' });
    this.world.onStatus(this.status);
  }

  /** Has the panel load the model, so that the first request finds it. A fault shows in the status. */
  async warmPanel(model: string): Promise<void> {
    try {
      await this.panel?.ready(model);
    } catch (thrown) {
      this.world.log(`The model could not be made ready: ${JSON.stringify(toFault(thrown))}`);
    }
  }

  /** Ends all workers; the next request starts one with the settings of then. */
  restart(): void {
    this.cache.clear();
    this.traces.clear();
    this.occlusions.clear();
    const fault: EngineFault = { code: 'workerDied', problem: 'its settings changed' };
    this.panel?.reset(fault);
    this.endThread(fault);
  }

  dispose(): void {
    for (const abort of this.latest.values()) abort.abort();
    this.endThread({ code: 'cancelled' });
    this.panel = null;
  }

  private async translateAll(request: TranslationRequest, signal: AbortSignal): Promise<TranslationResult[]> {
    const { texts, onProgress } = request;
    const results: TranslationResult[] = [];
    for (const text of texts) {
      results.push(
        await this.translateOne(request, text, signal, (done, total) => {
          if (texts.length === 1) onProgress?.(done, total);
        }),
      );
      if (texts.length > 1) onProgress?.(results.length, texts.length);
    }
    return results;
  }

  private async translateOne(
    { model, options, quiet, fresh }: TranslationRequest,
    text: string,
    signal: AbortSignal,
    onProgress: (done: number, total: number) => void,
  ): Promise<TranslationResult> {
    if (signal.aborted) throw new EngineError({ code: 'cancelled' });
    const key = cacheKey(model, text, options);
    const known = fresh ? undefined : this.cache.get(key);
    if (known) return known;
    return this.flights.join(key, signal, onProgress, async (flightSignal, flightProgress) => {
      const request = { model, text, options, quiet, signal: flightSignal, onProgress: flightProgress };
      const result = await this.carry(flightSignal, (session) => session.translate(request));
      this.cache.set(key, result);
      return result;
    });
  }

  /** Has one carrier do it, and another one where the first dies; again, where it died of something else. */
  private async carry<T>(signal: AbortSignal, run: (session: EngineSession) => Promise<T>): Promise<T> {
    let session = this.pick();
    let failures = 0;
    try {
      for (;;) {
        try {
          return await run(session);
        } catch (thrown) {
          const fault = toFault(thrown);
          const { name } = session.carrier;
          if (!(thrown instanceof BystanderError)) failures++;
          if (failures > 1 || !isReplayable(fault, name) || signal.aborted) throw thrown;
          this.world.log(`A request is replayed: the ${name} failed with ${JSON.stringify(fault)}`);
          session = this.pick(session);
        }
      }
    } finally {
      if (this.panel) this.retireThread();
      else this.watchIdle();
    }
  }

  /** @param failed the session that could not do it */
  private pick(failed?: EngineSession): EngineSession {
    clearTimeout(this.idle);
    if (this.panel && this.panel !== failed) return this.panel;
    this.thread ??= this.createSession(this.world.createThread());
    return this.thread;
  }

  private createSession(carrier: Carrier): EngineSession {
    const session: EngineSession = new EngineSession(carrier, () => this.world.options(carrier.name), {
      status: (status) => {
        if (session === (this.panel ?? this.thread)) this.world.onStatus(status);
      },
      measured: (measure) => {
        if (carrier.name === 'panel') this.world.onMeasured(measure);
      },
    });
    return session;
  }

  private retireThread(): void {
    if (this.thread && !this.thread.busy) this.endThread({ code: 'cancelled' });
  }

  private watchIdle(): void {
    clearTimeout(this.idle);
    this.idle = setTimeout(() => {
      if (this.thread?.busy) this.watchIdle();
      else this.endThread({ code: 'cancelled' });
    }, this.world.threadIdleSeconds * 1000);
  }

  private endThread(fault: EngineFault): void {
    clearTimeout(this.idle);
    const { thread } = this;
    this.thread = null;
    thread?.reset(fault);
    thread?.carrier.dispose();
  }
}

/** @throws EngineError emptyText or textTooLong */
export function checkTexts(texts: readonly string[]): void {
  if (texts.every((text) => text.trim() === '')) throw new EngineError({ code: 'emptyText' });
  const characters = texts.reduce((sum, text) => sum + text.length, 0);
  if (characters > MAX_CHARACTERS) throw new EngineError({ code: 'textTooLong', characters, limit: MAX_CHARACTERS });
}

/** The panel has tried a second time already where memory was at its end: one more worker would make it worse. */
const isReplayable = ({ code }: EngineFault, carrier: Carrier['name']): boolean =>
  code === 'workerDied' ||
  code === 'contextLost' ||
  code === 'modelNotLoaded' ||
  (code === 'outOfMemory' && carrier === 'thread');
