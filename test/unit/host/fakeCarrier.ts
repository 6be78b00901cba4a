import type { Carrier, CarrierListener } from '../../../src/host/engine/carrier';
import type {
  BackendChoice,
  CarriedRequest,
  EngineResponse,
  InspectRequest,
  OccludeRequest,
  TraceRequest,
  TranslateRequest,
} from '../../../src/shared/engineProtocol';
import type { EngineFault } from '../../../src/shared/faults';
import type { TranslationResult } from '../../../src/shared/result';
import type { StepRecord } from '../../../src/shared/stepRecord';
import type { OcclusionRecord, TraceRecord } from '../../../src/shared/trace';

/** A worker that answers by hand: tests decide when, and with what. */
export class FakeCarrier implements Carrier {
  listener!: CarrierListener;
  starts: BackendChoice[] = [];
  loads: string[] = [];
  private readonly loadIds = new Map<string, number>();
  sent: CarriedRequest[] = [];
  disposed = false;
  /** Answers starts and loads at once. */
  willing = true;
  /** Answers translations at once. */
  answering = false;

  constructor(readonly name: Carrier['name']) {}

  listen(listener: CarrierListener): void {
    this.listener = listener;
  }

  start(backend: BackendChoice): void {
    this.starts.push(backend);
    if (this.willing) this.answer({ type: 'started', backend: 'wasm' });
  }

  load(id: number, model: string): void {
    this.loads.push(model);
    this.loadIds.set(model, id);
    if (this.willing) this.answer({ type: 'loaded', id, model });
  }

  send(request: CarriedRequest): void {
    this.sent.push(request);
    if (this.answering && request.type === 'translate') this.translated(request);
    if (this.answering && request.type === 'inspect') this.inspected(request);
    if (this.answering && (request.type === 'trace' || request.type === 'occlude')) this.answered(request);
    if (this.willing && request.type === 'unload') this.answer({ ...request, type: 'unloaded' });
  }

  /** Ends the last load of a model, where the carrier is not willing. */
  failLoad(model: string, fault: EngineFault): void {
    this.fault({ id: this.loadIds.get(model)! }, fault);
  }

  dispose(): void {
    this.disposed = true;
  }

  /** The translations that were asked for. */
  get requests(): TranslateRequest[] {
    return this.sent.filter((request) => request.type === 'translate');
  }

  get cancelled(): number[] {
    return this.sent.filter(({ type }) => type === 'cancel').map(({ id }) => id);
  }

  translated(request: TranslateRequest): void {
    this.answer({ type: 'translated', id: request.id, result: resultOf(request.text) });
  }

  /** Models that were to be freed. */
  get unloads(): string[] {
    return this.sent.flatMap((request) => (request.type === 'unload' ? [request.model] : []));
  }

  get questions(): (TraceRequest | OccludeRequest)[] {
    return this.sent.filter((request) => request.type === 'trace' || request.type === 'occlude');
  }

  /** Answers with a record that tells what was asked. */
  answered(request: TraceRequest | OccludeRequest): void {
    const { type, id, ...asked } = request;
    if (type === 'trace') this.answer({ type: 'traced', id, record: asked as unknown as TraceRecord });
    else this.answer({ type: 'occluded', id, record: asked as unknown as OcclusionRecord });
  }

  get inspections(): InspectRequest[] {
    return this.sent.filter((request) => request.type === 'inspect');
  }

  inspected(request: InspectRequest): void {
    this.answer({ type: 'inspected', id: request.id, record: recordOf(request) });
  }

  fault(request: { id: number }, fault: EngineFault): void {
    this.answer({ type: 'fault', id: request.id, fault });
  }

  /** Comes later, as a message does. */
  private answer(response: EngineResponse): void {
    queueMicrotask(() => this.listener.response(response));
  }
}

/** A result with one sentence of one word a side: the source in capitals. */
export function resultOf(text: string): TranslationResult {
  const target = text.toUpperCase();
  const span = { start: 0, end: text.length };
  return {
    model: 'm',
    backend: 'wasm',
    sentences: [
      {
        source: text,
        target,
        score: -0.5,
        sourceWords: [{ text, ...span }],
        targetWords: [{ text: target, ...span, confidence: 0.9 }],
        alignment: [[0.8, 0.2]],
        span,
      },
    ],
  };
}

/** A step that tells what it was asked. */
export function recordOf({ model, source, target, step }: InspectRequest): StepRecord {
  const pieces = { text: ['</s>'], word: [-1], words: [] };
  return {
    model,
    backend: 'wasm',
    source,
    target: target ?? '',
    sourcePieces: pieces,
    targetPieces: pieces,
    step,
    query: [1],
    states: [[1]],
    queryIs: 'current-state',
    scores: [0],
    weights: [1],
    context: [1],
    next: [{ piece: '</s>', probability: 1 }],
    probability: 1,
    figures: {},
  };
}

/** Lets everything that is ready to run, run. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}
