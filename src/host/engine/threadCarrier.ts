import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import { Worker } from 'node:worker_threads';
import {
  buffersOf,
  type BackendChoice,
  type BackendMeasure,
  type CarriedRequest,
  type EngineRequest,
  type EngineResponse,
  type ModelFiles,
} from '../../shared/engineProtocol';
import { EngineError, toFault } from '../../shared/faults';
import type { Carrier, CarrierListener } from './carrier';

export interface ThreadFiles {
  /** The folder with thread.js and the WASM binaries. */
  dist: string;
  /** @throws EngineError modelFile */
  readModel(model: string): Promise<ModelFiles>;
}

/** Runs the translation worker in a thread of the extension host, for as long as there is no panel. */
export class ThreadCarrier implements Carrier {
  readonly name = 'thread';
  private worker: Worker | null = null;
  private listener: CarrierListener | null = null;

  constructor(private readonly files: ThreadFiles) {}

  listen(listener: CarrierListener): void {
    this.listener = listener;
  }

  start(backend: BackendChoice, remembered: BackendMeasure | undefined): void {
    this.dispose();
    const worker = this.spawn();
    this.worker = worker;
    void this.sendStart(worker, backend, remembered);
  }

  load(id: number, model: string): void {
    void this.sendModel(this.worker, id, model);
  }

  send(request: CarriedRequest): void {
    this.worker?.postMessage(request);
  }

  dispose(): void {
    const { worker } = this;
    this.worker = null;
    void worker?.terminate();
  }

  private spawn(): Worker {
    const worker = new Worker(path.join(this.files.dist, 'thread.js'), { name: 'Attention Lens' });
    const gone = (problem: string): void => {
      if (this.worker !== worker) return;
      this.worker = null;
      void worker.terminate();
      this.listener?.gone(problem);
    };
    worker.on('message', (response: EngineResponse) => {
      if (this.worker === worker) this.listener?.response(response);
    });
    worker.on('messageerror', () => gone('a message could not be read'));
    worker.on('error', (error) => {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_WORKER_OUT_OF_MEMORY') return gone(error.message);
      this.fail(worker, null, new EngineError({ code: 'outOfMemory' }));
      if (this.worker === worker) this.worker = null;
    });
    worker.on('exit', (code) => gone(`it ended with code ${code}`));
    return worker;
  }

  private async sendStart(
    worker: Worker,
    backend: BackendChoice,
    remembered: BackendMeasure | undefined,
  ): Promise<void> {
    try {
      const [simd, plain] = await Promise.all([
        readBytes(path.join(this.files.dist, 'tfjs-backend-wasm-simd.wasm')),
        readBytes(path.join(this.files.dist, 'tfjs-backend-wasm.wasm')),
      ]);
      // A thread has no graphics card, whatever the setting says.
      const choice = backend === 'webgl' ? 'auto' : backend;
      const request: EngineRequest = { type: 'start', backend: choice, wasm: { simd, plain }, remembered };
      worker.postMessage(request, [simd, plain]);
    } catch (thrown) {
      this.fail(worker, null, thrown);
    }
  }

  private async sendModel(worker: Worker | null, id: number, model: string): Promise<void> {
    try {
      const files = await this.files.readModel(model);
      const request: EngineRequest = { type: 'load', id, files };
      worker?.postMessage(request, buffersOf(files));
    } catch (thrown) {
      this.fail(worker, id, thrown);
    }
  }

  private fail(worker: Worker | null, id: number | null, thrown: unknown): void {
    if (this.worker === worker) this.listener?.response({ type: 'fault', id, fault: toFault(thrown) });
  }
}

/** The file's bytes in a buffer of their own: small files share one of Node's, which could not be transferred. */
export async function readBytes(file: string): Promise<ArrayBuffer> {
  const bytes = await readFile(file);
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
}
