import type { BackendChoice, BackendMeasure, CarriedRequest, EngineResponse } from '../../shared/engineProtocol';

/** What a carrier tells whoever uses it. */
export interface CarrierListener {
  /** An answer of the worker. A fault with id null concerns the worker as a whole. */
  response(response: EngineResponse): void;
  /** Model bytes arriving, 0 to 1. */
  loadProgress(model: string, progress: number): void;
  /** The worker is no more, and every request with it. Nothing comes after this but a new start. */
  gone(problem: string): void;
}

/** Something that runs a translation worker: the panel's document, or a thread of the extension host. */
export interface Carrier {
  readonly name: 'panel' | 'thread';
  listen(listener: CarrierListener): void;
  /** Starts the worker; one that runs is ended first. Answered by `started` or by a fault with id null. */
  start(backend: BackendChoice, remembered: BackendMeasure | undefined): void;
  /** Loads models/<model>/ into the worker. Answered under this id. */
  load(id: number, model: string): void;
  send(request: CarriedRequest): void;
  dispose(): void;
}
