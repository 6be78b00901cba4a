import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EngineClient, type TranslationRequest } from '../../../src/host/engine/engineClient';
import { EngineError, type EngineFault } from '../../../src/shared/faults';
import { MAX_CHARACTERS } from '../../../src/shared/limits';
import type { EngineStatus } from '../../../src/shared/panelProtocol';
import { FakeCarrier, resultOf, settle } from './fakeCarrier';

const SILENCE = 30;
const IDLE = 300;

let threads: FakeCarrier[];
let statuses: EngineStatus[];
let log: string[];
let client: EngineClient;
/** Set up on every new thread. */
let prepare: (thread: FakeCarrier) => void;

beforeEach(() => {
  vi.useFakeTimers();
  threads = [];
  statuses = [];
  log = [];
  prepare = () => undefined;
  client = new EngineClient({
    createThread: () => {
      const thread = new FakeCarrier('thread');
      prepare(thread);
      threads.push(thread);
      return thread;
    },
    options: () => ({ backend: 'auto', remembered: undefined, silenceSeconds: SILENCE }),
    onStatus: (status) => statuses.push(status),
    onMeasured: () => undefined,
    log: (line) => log.push(line),
    threadIdleSeconds: IDLE,
  });
});

afterEach(() => {
  client.dispose();
  vi.useRealTimers();
});

const ask = (text: string, more: Partial<TranslationRequest> = {}) =>
  client.translate({ origin: 'command', texts: [text], model: 'm', options: { beam: 1, nBest: 1 }, ...more });

/** The fault that a promise ends in; handled from now on, awaited later. */
const faultOf = (promise: Promise<unknown>): Promise<EngineFault> =>
  promise.then(
    () => expect.fail('it should have failed'),
    (thrown: unknown) => (thrown as EngineError).fault,
  );

describe('carriers', () => {
  it('starts a thread, loads the model once and translates on it while there is no panel', async () => {
    prepare = (thread) => (thread.answering = true);
    expect(await ask('a')).toEqual([resultOf('a')]);
    expect(await ask('b')).toEqual([resultOf('b')]);
    expect(threads).toHaveLength(1);
    expect(threads[0]!.loads).toEqual(['m']);
  });

  it('moves to the panel when it opens, and ends the idle thread', async () => {
    prepare = (thread) => (thread.answering = true);
    await ask('a');
    const panel = new FakeCarrier('panel');
    panel.answering = true;
    client.attachPanel(panel);
    expect(threads[0]!.disposed).toBe(true);
    await ask('b');
    expect(panel.requests.map(({ text }) => text)).toEqual(['b']);
  });

  it('lets the thread finish what it is at when the panel opens, even while it still starts', async () => {
    prepare = (thread) => (thread.willing = false);
    const translation = ask('a');
    await settle();
    const panel = new FakeCarrier('panel');
    client.attachPanel(panel);
    const [thread] = threads;
    expect(thread!.disposed).toBe(false);
    thread!.willing = true;
    thread!.answering = true;
    thread!.listener.response({ type: 'started', backend: 'wasm' });
    expect(await translation).toEqual([resultOf('a')]);
    expect(thread!.disposed).toBe(true);
    expect(panel.requests).toEqual([]);
  });

  it('replays a request on a thread when the panel is closed under it', async () => {
    const panel = new FakeCarrier('panel');
    client.attachPanel(panel);
    const translation = ask('a');
    await settle();
    expect(panel.requests).toHaveLength(1);
    prepare = (thread) => (thread.answering = true);
    client.detachPanel(panel);
    expect(await translation).toEqual([resultOf('a')]);
    expect(threads[0]!.requests.map(({ text }) => text)).toEqual(['a']);
  });

  it('replays a request in the new document when the panel is moved', async () => {
    const [before, after] = [new FakeCarrier('panel'), new FakeCarrier('panel')];
    client.attachPanel(before);
    const translation = ask('a');
    await settle();
    after.answering = true;
    client.detachPanel(before);
    client.attachPanel(after);
    expect(await translation).toEqual([resultOf('a')]);
    expect(after.loads).toEqual(['m']);
    expect(threads).toEqual([]);
  });

  it('takes the thread when the panel cannot run a worker', async () => {
    const panel = new FakeCarrier('panel');
    panel.willing = false;
    client.attachPanel(panel);
    prepare = (thread) => (thread.answering = true);
    const translation = ask('a');
    await settle();
    panel.listener.response({ type: 'fault', id: null, fault: { code: 'workerDied', problem: 'no blob workers' } });
    expect(await translation).toEqual([resultOf('a')]);
  });

  it('ends in one fault when the second carrier dies too, and the next request works', async () => {
    const fault = faultOf(ask('a'));
    await settle();
    threads[0]!.listener.gone('killed');
    await settle();
    threads[0]!.listener.gone('killed again');
    expect(await fault).toEqual({ code: 'workerDied', problem: 'killed again' });
    threads[0]!.answering = true;
    expect(await ask('b')).toEqual([resultOf('b')]);
  });

  it('gives a request a second thread where memory came to its end, and no third', async () => {
    prepare = (thread) => {
      thread.send = (request) => {
        thread.sent.push(request);
        if (request.type !== 'translate') return;
        if (request.text === 'large') thread.fault(request, { code: 'outOfMemory' });
        else thread.translated(request);
      };
    };
    const [large, small] = [faultOf(ask('large')), ask('small', { origin: 'hover' })];
    expect(await large).toEqual({ code: 'outOfMemory' });
    expect(await small).toEqual([resultOf('small')]);
    expect(threads[0]!.requests.filter(({ text }) => text === 'large')).toHaveLength(2);
    expect(await ask('after')).toEqual([resultOf('after')]);
    // once at first, once after each end
    expect(threads[0]!.starts).toHaveLength(3);
  });

  it('leaves a second try to the panel where its memory came to its end', async () => {
    const panel = new FakeCarrier('panel');
    client.attachPanel(panel);
    const large = faultOf(ask('large'));
    await settle();
    panel.fault(panel.requests[0]!, { code: 'outOfMemory' });
    expect(await large).toEqual({ code: 'outOfMemory' });
    expect(threads).toHaveLength(0);
    panel.answering = true;
    expect(await ask('after')).toEqual([resultOf('after')]);
    expect(panel.starts).toHaveLength(1);
  });

  it('loads the model again into a worker that has lost it', async () => {
    const panel = new FakeCarrier('panel');
    client.attachPanel(panel);
    const translation = ask('a');
    await settle();
    prepare = (thread) => (thread.answering = true);
    panel.fault(panel.requests[0]!, { code: 'modelNotLoaded', model: 'm' });
    expect(await translation).toEqual([resultOf('a')]);
    panel.answering = true;
    await ask('b');
    expect(panel.loads).toEqual(['m', 'm']);
  });

  it('ends a thread that has had nothing to do for long', async () => {
    prepare = (thread) => (thread.answering = true);
    await ask('a');
    vi.advanceTimersByTime(IDLE * 1000 + 1);
    expect(threads[0]!.disposed).toBe(true);
    await ask('b');
    expect(threads).toHaveLength(2);
  });
});

describe('faults', () => {
  it.each([
    ['', 'emptyText'],
    [' \n\t', 'emptyText'],
    ['a'.repeat(MAX_CHARACTERS + 1), 'textTooLong'],
  ])('refuses a bad text without a worker (%#)', async (text, code) => {
    expect((await faultOf(ask(text))).code).toBe(code);
    expect(threads).toEqual([]);
  });

  it('passes on a fault of the model, once', async () => {
    prepare = (thread) => (thread.willing = false);
    const fault = faultOf(ask('a'));
    await settle();
    const broken: EngineFault = { code: 'modelFile', model: 'm', file: 'config.json', problem: 'it is not JSON' };
    threads[0]!.listener.response({ type: 'fault', id: null, fault: broken });
    expect(await fault).toEqual(broken);
    expect(threads[0]!.starts).toHaveLength(1);
  });

  it('gives up a worker that says nothing, and starts it anew for the next request', async () => {
    const fault = faultOf(ask('a'));
    await settle();
    vi.advanceTimersByTime(SILENCE * 1000 + 1);
    expect(await fault).toEqual({ code: 'deadline', seconds: SILENCE });
    threads[0]!.answering = true;
    expect(await ask('b')).toEqual([resultOf('b')]);
    expect(threads[0]!.starts).toHaveLength(2);
  });

  it('gives up a worker that never starts', async () => {
    prepare = (thread) => (thread.willing = false);
    const fault = faultOf(ask('a'));
    await settle();
    vi.advanceTimersByTime(SILENCE * 1000 + 1);
    expect(await fault).toEqual({ code: 'deadline', seconds: SILENCE });
  });

  it('waits as long as there is progress', async () => {
    const progress: number[][] = [];
    const translation = ask('a', { onProgress: (done, total) => progress.push([done, total]) });
    await settle();
    const [request] = threads[0]!.requests;
    for (const done of [1, 2, 3]) {
      vi.advanceTimersByTime((SILENCE - 1) * 1000);
      threads[0]!.listener.response({ type: 'progress', id: request!.id, done, total: 4 });
    }
    threads[0]!.translated(request!);
    expect(await translation).toEqual([resultOf('a')]);
    expect(progress).toEqual([
      [1, 4],
      [2, 4],
      [3, 4],
    ]);
  });
});

describe('cancelling', () => {
  it('cancels the older request of the same origin, in the worker too', async () => {
    const older = faultOf(ask('a'));
    await settle();
    const newer = ask('b');
    expect(await older).toEqual({ code: 'cancelled' });
    await settle();
    const [first, second] = threads[0]!.requests;
    expect(threads[0]!.cancelled).toEqual([first!.id]);
    threads[0]!.translated(second!);
    expect(await newer).toEqual([resultOf('b')]);
  });

  it('leaves requests of another origin alone', async () => {
    const hover = ask('a', { origin: 'hover' });
    const command = ask('b');
    await settle();
    for (const request of threads[0]!.requests) threads[0]!.translated(request);
    expect(await hover).toEqual([resultOf('a')]);
    expect(await command).toEqual([resultOf('b')]);
    expect(threads[0]!.cancelled).toEqual([]);
  });

  it('stops by its signal', async () => {
    const abort = new AbortController();
    const fault = faultOf(ask('a', { signal: abort.signal }));
    await settle();
    abort.abort();
    expect(await fault).toEqual({ code: 'cancelled' });
    expect(threads[0]!.cancelled).toHaveLength(1);
  });

  it('stops while the worker still starts, and sends it nothing', async () => {
    prepare = (thread) => (thread.willing = false);
    const fault = faultOf(ask('a'));
    await settle();
    client.cancel('command');
    expect(await fault).toEqual({ code: 'cancelled' });
    threads[0]!.willing = true;
    threads[0]!.listener.response({ type: 'started', backend: 'wasm' });
    await settle();
    expect(threads[0]!.requests).toEqual([]);
  });

  it('works once for two who ask the same, and goes on when one of them leaves', async () => {
    const hover = faultOf(ask('a', { origin: 'hover' }));
    const command = ask('a');
    await settle();
    expect(threads[0]!.requests).toHaveLength(1);
    client.cancel('hover');
    expect(await hover).toEqual({ code: 'cancelled' });
    expect(threads[0]!.cancelled).toEqual([]);
    threads[0]!.translated(threads[0]!.requests[0]!);
    expect(await command).toEqual([resultOf('a')]);
  });
});

describe('several texts and the cache', () => {
  it('translates selection by selection and counts them', async () => {
    prepare = (thread) => (thread.answering = true);
    const progress: number[][] = [];
    const texts = ['a', 'b'];
    const results = await ask('', { texts, onProgress: (done, total) => progress.push([done, total]) });
    expect(results).toEqual(texts.map(resultOf));
    expect(progress).toEqual([
      [1, 2],
      [2, 2],
    ]);
  });

  it('remembers a translation by text, model and options', async () => {
    prepare = (thread) => (thread.answering = true);
    await ask('a');
    await ask('a');
    expect(threads[0]!.requests).toHaveLength(1);
    await ask('a', { options: { beam: 4, nBest: 4 } });
    await ask('a', { model: 'n' });
    expect(threads[0]!.requests).toHaveLength(3);
  });

  it('forgets everything, and starts afresh, when the settings change', async () => {
    prepare = (thread) => (thread.answering = true);
    await ask('a');
    client.restart();
    expect(threads[0]!.disposed).toBe(true);
    await ask('a');
    expect(threads).toHaveLength(2);
  });
});

describe('status', () => {
  it('tells loading and ready', async () => {
    prepare = (thread) => (thread.answering = true);
    await ask('a');
    expect(statuses.map(({ phase }) => phase)).toEqual(['loading', 'loading', 'ready']);
    expect(client.status).toEqual({ phase: 'ready', model: 'm', backend: 'wasm', webglFault: undefined });
  });
});

describe('a hover that waits for what was begun when the selection came to rest', () => {
  it('is not cancelled by it, whichever comes first, and is translated once', async () => {
    for (const [first, second] of [
      ['hover', 'selection'],
      ['selection', 'hover'],
    ] as const) {
      const waits = ask(first, { origin: first });
      const joins = ask(first, { origin: second });
      await settle();
      const [thread] = threads;
      const request = thread!.requests.at(-1)!;
      thread!.translated(request);
      expect(await waits).toEqual([resultOf(first)]);
      expect(await joins).toEqual([resultOf(first)]);
    }
    expect(threads[0]!.requests.map(({ text }) => text)).toEqual(['hover', 'selection']);
  });
});
