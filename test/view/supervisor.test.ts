import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EngineRequest, EngineResponse } from '../../src/shared/engineProtocol';
import { EngineSupervisor, type WorkerLike } from '../../webview/engine/supervisor';
import { greeting, result } from './fixtures/states';

const SILENCE = 30;
const LARGE = 'more than memory holds';

/** A worker that does what its script says, and nothing else. */
class ScriptedWorker implements WorkerLike {
  onmessage: WorkerLike['onmessage'] = null;
  onerror: WorkerLike['onerror'] = null;
  onmessageerror: WorkerLike['onmessageerror'] = null;
  readonly received: EngineRequest[] = [];
  terminated = false;

  constructor(private readonly script: (worker: ScriptedWorker, request: EngineRequest) => void) {}

  postMessage(request: EngineRequest): void {
    this.received.push(request);
    queueMicrotask(() => this.script(this, request));
  }

  terminate(): void {
    this.terminated = true;
  }

  say(response: EngineResponse): void {
    this.onmessage?.({ data: response });
  }
}

type Script = ConstructorParameters<typeof ScriptedWorker>[0];

const answer: Script = (worker, request) => {
  if (request.type === 'start')
    worker.say({ type: 'started', backend: request.backend === 'webgl' ? 'webgl' : 'wasm' });
  if (request.type === 'load') worker.say({ type: 'loaded', id: request.id, model: request.files.id });
  if (request.type === 'unload') worker.say({ type: 'unloaded', id: request.id, model: request.model });
  if (request.type === 'translate') worker.say({ type: 'translated', id: request.id, result: result(greeting) });
};

/** Answers start and load; every translate meets with `fate`. */
const until =
  (fate: Script): Script =>
  (worker, request) =>
    request.type === 'translate' ? fate(worker, request) : answer(worker, request);

const crash = until((worker) => worker.onerror?.({ message: 'out of memory' }));
const loseContext = until((worker) => worker.say({ type: 'fault', id: null, fault: { code: 'contextLost' } }));
const runOut = until((worker, request) => {
  if (request.type !== 'translate') return;
  if (request.text === LARGE) worker.say({ type: 'fault', id: request.id, fault: { code: 'outOfMemory' } });
  else answer(worker, request);
});
const hang = until(() => {});

const files: Record<string, string> = {
  'models/m/config.json': '{}',
  'models/m/tokenizer.json': '{}',
  'models/m/model.safetensors': 'weights',
  'models/m/scores.safetensors': 'parameters',
};

function supervise(...scripts: Script[]) {
  const workers: ScriptedWorker[] = [];
  const said: EngineResponse[] = [];
  const progress: number[] = [];
  const fetched: string[] = [];
  const supervisor = new EngineSupervisor({
    spawn: async () => {
      const script = scripts[workers.length];
      if (!script) throw new Error('no more workers');
      const worker = new ScriptedWorker(script);
      workers.push(worker);
      return worker;
    },
    fetchWasm: async () => ({ simd: new ArrayBuffer(1), plain: new ArrayBuffer(1) }),
    fetch: async (url) => {
      fetched.push(String(url));
      const body = files[String(url)];
      const headers = { 'content-length': String(body?.length ?? 0) };
      return body === undefined ? new Response(null, { status: 404 }) : new Response(body, { headers });
    },
    silenceSeconds: SILENCE,
    respond: (response) => said.push(response),
    loadProgress: (_model, share) => progress.push(share),
  });
  const finals = (): EngineResponse[] => said.filter(({ type }) => type !== 'started' && type !== 'progress');
  const of = (id: number): EngineResponse[] => finals().filter((response) => 'id' in response && response.id === id);
  return { supervisor, workers, said, of, progress, fetched };
}

const translate = (id: number, model = 'm') =>
  ({ type: 'translate', id, model, text: 'Hello', options: { beam: 1, nBest: 1 } }) as const;

/** Lets everything that is not a matter of time happen. */
const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(5);

async function loaded(...scripts: Script[]) {
  const world = supervise(...scripts);
  world.supervisor.start({ backend: 'webgl' });
  world.supervisor.load(1, 'm', 'models/m');
  await settle();
  expect(world.of(1)).toEqual([{ type: 'loaded', id: 1, model: 'm' }]);
  return world;
}

describe('the supervisor of the worker', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('starts, loads and translates', async () => {
    const { supervisor, workers, of, progress, said } = await loaded(answer);
    supervisor.request(translate(2));
    await settle();
    expect(of(2)).toEqual([{ type: 'translated', id: 2, result: result(greeting) }]);
    expect(said[0]).toEqual({ type: 'started', backend: 'webgl' });
    expect(workers[0]!.received.map(({ type }) => type)).toEqual(['start', 'load', 'translate']);
    expect(progress.at(-1)).toBe(1);
  });

  it('holds a request back until its model is loaded', async () => {
    const { supervisor, workers, of } = supervise(answer);
    supervisor.start({ backend: 'auto' });
    supervisor.request(translate(2));
    supervisor.load(1, 'm', 'models/m/');
    supervisor.request(translate(3));
    await settle();
    expect(workers[0]!.received.map(({ type }) => type)).toEqual(['start', 'load', 'translate', 'translate']);
    expect(of(3)).toHaveLength(1);
  });

  it('does not give a model that was unloaded to the next worker', async () => {
    const { supervisor, workers, of } = await loaded(crash, answer);
    supervisor.load(2, 'm2', 'models/m');
    await settle();
    supervisor.request({ type: 'unload', id: 3, model: 'm2' });
    await settle();
    supervisor.request(translate(4));
    await settle();
    expect(of(4)[0]!.type).toBe('translated');
    expect(of(3)).toEqual([{ type: 'unloaded', id: 3, model: 'm2' }]);
    const models = workers[1]!.received.flatMap((request) => (request.type === 'load' ? [request.files.id] : []));
    expect(models).toEqual(['m']);
  });

  it('fetches scores.safetensors where the folder has it, for every worker', async () => {
    const { supervisor, workers, fetched, of } = supervise(crash, answer);
    supervisor.start({ backend: 'webgl' });
    supervisor.load(1, 'm', 'models/m', true);
    await settle();
    supervisor.request(translate(2));
    await settle();
    expect(of(2)[0]!.type).toBe('translated');
    expect(fetched.filter((file) => file === 'models/m/scores.safetensors')).toHaveLength(2);
    for (const { received } of workers) {
      const load = received.find((request) => request.type === 'load')!;
      expect(new TextDecoder().decode(load.files.scores)).toBe('parameters');
    }
  });

  it('does not look for a scores.safetensors that is not there, and does without one that cannot be had', async () => {
    const { supervisor, workers, fetched, of } = await loaded(answer);
    expect(fetched).toHaveLength(3);
    delete files['models/m/scores.safetensors'];
    supervisor.load(2, 'm', 'models/m', true);
    await settle();
    files['models/m/scores.safetensors'] = 'parameters';
    expect(of(2)).toEqual([{ type: 'loaded', id: 2, model: 'm' }]);
    const [, second] = workers[0]!.received.filter((request) => request.type === 'load');
    expect(second!.files.scores).toBeUndefined();
  });

  it('names the file that a model folder lacks', async () => {
    const { supervisor, of } = supervise(answer);
    supervisor.start({ backend: 'auto' });
    supervisor.load(1, 'gone', 'models/gone');
    await settle();
    expect(of(1)).toEqual([
      {
        type: 'fault',
        id: 1,
        fault: { code: 'modelFile', model: 'gone', file: 'config.json', problem: 'the file is missing' },
      },
    ]);
  });

  it('replays a request after a crash, on the same backend and with the same model', async () => {
    const { supervisor, workers, of } = await loaded(crash, answer);
    supervisor.request(translate(2));
    await settle();
    expect(workers[0]!.terminated).toBe(true);
    expect(workers[1]!.received[0]).toMatchObject({ type: 'start', backend: 'webgl' });
    expect(workers[1]!.received.map(({ type }) => type)).toEqual(['start', 'load', 'translate']);
    expect(of(2)).toEqual([{ type: 'translated', id: 2, result: result(greeting) }]);
    expect(of(1)).toHaveLength(1);
  });

  it('gives a request up when a second worker dies of it, and serves the next one', async () => {
    const { supervisor, workers, of } = await loaded(crash, crash, answer);
    supervisor.request(translate(2));
    await settle();
    expect(of(2)).toEqual([{ type: 'fault', id: 2, fault: { code: 'workerDied', problem: 'out of memory' } }]);
    supervisor.request(translate(3));
    await settle();
    expect(of(3)[0]!.type).toBe('translated');
    expect(workers).toHaveLength(3);
  });

  it('replaces a worker whose memory is at its end, blames no other request for it, and loads what is needed', async () => {
    const { supervisor, workers, of } = await loaded(runOut, runOut, runOut);
    supervisor.load(2, 'm2', 'models/m');
    await settle();
    supervisor.request({ ...translate(3), text: LARGE });
    supervisor.request(translate(4));
    await settle();
    expect(of(3)).toEqual([{ type: 'fault', id: 3, fault: { code: 'outOfMemory' } }]);
    expect(of(4).map(({ type }) => type)).toEqual(['translated']);
    expect(workers.map(({ terminated }) => terminated)).toEqual([true, true, false]);
    const loads = () => workers[2]!.received.flatMap((request) => (request.type === 'load' ? [request.files.id] : []));
    expect(loads()).toEqual(['m']);
    supervisor.request(translate(5, 'm2'));
    await settle();
    expect(of(5).map(({ type }) => type)).toEqual(['translated']);
    expect(loads()).toEqual(['m', 'm2']);
  });

  it('lets the backend be chosen anew after a lost graphics device', async () => {
    const { supervisor, workers, of, said } = await loaded(loseContext, answer);
    supervisor.request(translate(2));
    await settle();
    expect(workers[1]!.received[0]).toMatchObject({ type: 'start', backend: 'auto' });
    expect(of(2)[0]!.type).toBe('translated');
    expect(said).not.toContainEqual(expect.objectContaining({ fault: { code: 'contextLost' } }));
  });

  it('takes a silent worker for dead, but not one that reports progress', async () => {
    const { supervisor, workers, of } = await loaded(hang, hang);
    supervisor.request(translate(2));
    await vi.advanceTimersByTimeAsync((SILENCE - 1) * 1000);
    workers[0]!.say({ type: 'progress', id: 2, done: 1, total: 9 });
    await vi.advanceTimersByTimeAsync((SILENCE - 1) * 1000);
    expect(workers).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1100);
    expect(workers).toHaveLength(2);
    expect(of(2)).toEqual([]);
    await vi.advanceTimersByTimeAsync((SILENCE + 1) * 1000);
    expect(of(2)).toEqual([{ type: 'fault', id: 2, fault: { code: 'deadline', seconds: SILENCE } }]);
  });

  it('does not kill an idle worker, nor raise a dead one before it is needed', async () => {
    const { supervisor, workers, of } = await loaded(answer, answer);
    await vi.advanceTimersByTimeAsync(10 * SILENCE * 1000);
    expect(workers[0]!.terminated).toBe(false);
    workers[0]!.onerror?.({ message: 'killed' });
    await settle();
    expect(workers).toHaveLength(1);
    supervisor.request(translate(2));
    await settle();
    expect(workers).toHaveLength(2);
    expect(of(2)[0]!.type).toBe('translated');
  });

  it('ends everything when no worker can be had', async () => {
    const { supervisor, of, said } = supervise();
    supervisor.start({ backend: 'auto' });
    supervisor.load(1, 'm', 'models/m');
    await settle();
    const fault = { code: 'workerDied', problem: 'no more workers' };
    expect(of(1)).toEqual([{ type: 'fault', id: 1, fault }]);
    expect(said).toContainEqual({ type: 'fault', id: null, fault });
  });

  it('passes on why a forced backend cannot start', async () => {
    const fault = { code: 'backend', backend: 'webgl', problem: 'WebGL is absent' } as const;
    const { supervisor, workers, said } = supervise((worker) => worker.say({ type: 'fault', id: null, fault }));
    supervisor.start({ backend: 'webgl' });
    await settle();
    expect(said).toEqual([{ type: 'fault', id: null, fault }]);
    expect(workers).toHaveLength(1);
  });

  it('answers what was in flight when it is restarted', async () => {
    const { supervisor, of } = await loaded(hang, answer);
    supervisor.request(translate(2));
    await settle();
    supervisor.start({ backend: 'cpu' });
    supervisor.load(3, 'm', 'models/m');
    await settle();
    expect(of(2)).toEqual([{ type: 'fault', id: 2, fault: { code: 'workerDied', problem: 'it was restarted' } }]);
    expect(of(3)[0]!.type).toBe('loaded');
  });

  it('answers a cancelled request once, wherever it was', async () => {
    const polite = until(() => {});
    const { supervisor, workers, of } = await loaded(polite);
    supervisor.request(translate(2));
    await settle();
    supervisor.request({ type: 'cancel', id: 2 });
    expect(workers[0]!.received.at(-1)).toEqual({ type: 'cancel', id: 2 });
    workers[0]!.say({ type: 'fault', id: 2, fault: { code: 'cancelled' } });
    workers[0]!.say({ type: 'translated', id: 2, result: result(greeting) });
    supervisor.load(4, 'm', 'models/m');
    supervisor.request({ type: 'cancel', id: 4 });
    supervisor.request({ type: 'cancel', id: 99 });
    await settle();
    expect(of(2)).toEqual([{ type: 'fault', id: 2, fault: { code: 'cancelled' } }]);
    expect(of(4)).toEqual([{ type: 'fault', id: 4, fault: { code: 'cancelled' } }]);
  });

  it('treats an answer of a wrong form as the end of the worker', async () => {
    const babble = until((worker) => worker.onmessage?.({ data: { type: 'translated', id: 2, result: 'Bonjour' } }));
    const { supervisor, of } = await loaded(babble, answer);
    supervisor.request(translate(2));
    await settle();
    expect(of(2)[0]!.type).toBe('translated');
  });

  it('says so when it was never started', () => {
    const { supervisor, of } = supervise(answer);
    supervisor.request(translate(2));
    expect(of(2)).toEqual([{ type: 'fault', id: 2, fault: { code: 'modelNotLoaded', model: 'm' } }]);
  });
});
