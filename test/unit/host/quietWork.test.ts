import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EngineClient, type InspectionRequest, type TranslationRequest } from '../../../src/host/engine/engineClient';
import type { EngineError } from '../../../src/shared/faults';
import type { EngineStatus } from '../../../src/shared/panelProtocol';
import { FakeCarrier, resultOf, settle } from './fakeCarrier';

let panel: FakeCarrier;
let threads: FakeCarrier[];
let statuses: EngineStatus[];
let client: EngineClient;

beforeEach(() => {
  vi.useFakeTimers();
  threads = [];
  statuses = [];
  client = new EngineClient({
    createThread: () => {
      const thread = new FakeCarrier('thread');
      thread.answering = true;
      threads.push(thread);
      return thread;
    },
    options: () => ({ backend: 'auto', remembered: undefined, silenceSeconds: 30 }),
    onStatus: (status) => statuses.push(status),
    onMeasured: () => undefined,
    log: () => undefined,
    threadIdleSeconds: 300,
  });
  panel = new FakeCarrier('panel');
  panel.answering = true;
  client.attachPanel(panel);
});

afterEach(() => {
  client.dispose();
  vi.useRealTimers();
});

const NEVER = new AbortController().signal;
const ask = (text: string, more: Partial<TranslationRequest> = {}) =>
  client.translate({ origin: 'command', texts: [text], model: 'm', options: { beam: 1, nBest: 1 }, ...more });
const compare = (model: string, text = 'a') => ask(text, { origin: 'compare', model, quiet: true, fresh: true });
const look = (more: Partial<InspectionRequest> = {}) =>
  client.inspect({ model: 'm', source: 'a', target: null, step: 0, bench: false, ...more });
const steps = { origin: 'panel steps', model: 'm', source: 'a', target: null } as const;
const whatIf = { ...steps, origin: 'panel whatIf' as const, edit: { mask: [0] } };
const faultOf = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.fail('it should have failed'),
    (thrown: unknown) => (thrown as EngineError).fault,
  );

describe('quiet work', () => {
  it('loads other models without the status telling of them', async () => {
    await ask('a');
    const told = statuses.length;
    await client.prepare('other', NEVER);
    await compare('other');
    await look({ model: 'third' });
    expect(panel.loads).toEqual(['m', 'other', 'third']);
    expect(statuses).toHaveLength(told);
    expect(client.status).toMatchObject({ phase: 'ready', model: 'm' });
  });

  it('tells of the first model, where the worker had none', async () => {
    await client.prepare('other', NEVER);
    expect(client.status).toMatchObject({ phase: 'ready', model: 'other' });
  });

  it('does not show its progress as that of the model that the user waits for', async () => {
    await ask('a');
    panel.willing = false;
    const waiting = ask('b', { model: 'next' });
    void client.prepare('other', NEVER).catch(() => undefined);
    await settle();
    panel.listener.loadProgress('other', 0.9);
    expect(client.status).toMatchObject({ phase: 'loading', model: 'next', progress: null });
    panel.listener.loadProgress('next', 0.1);
    expect(client.status).toMatchObject({ phase: 'loading', model: 'next', progress: 0.1 });
    client.cancel('command');
    expect(await faultOf(waiting)).toEqual({ code: 'cancelled' });
  });

  it('leaves the status as it is when it fails', async () => {
    await ask('a');
    panel.willing = false;
    const problem = { code: 'modelFile', model: 'bad', file: 'config.json', problem: 'it is not valid JSON' } as const;
    const failing = faultOf(client.prepare('bad', NEVER));
    await settle();
    panel.failLoad('bad', problem);
    expect(await failing).toEqual(problem);
    expect(client.status).toMatchObject({ phase: 'ready', model: 'm' });
  });

  it('is told of once the user chooses its model', async () => {
    await ask('a');
    await client.prepare('other', NEVER);
    await ask('b', { model: 'other' });
    expect(panel.loads).toEqual(['m', 'other']);
    expect(client.status).toMatchObject({ phase: 'ready', model: 'other' });
  });

  it('translates anew what is remembered where its time is to be measured, and remembers it', async () => {
    expect(await ask('a')).toEqual([resultOf('a')]);
    await compare('m');
    expect(panel.requests).toHaveLength(2);
    await ask('a');
    expect(panel.requests).toHaveLength(2);
  });
});

describe('unload', () => {
  it('frees a model, which is loaded again when it is next used', async () => {
    await ask('a');
    await compare('other');
    await client.unload('other');
    expect(panel.unloads).toEqual(['other']);
    await compare('other', 'b');
    expect(panel.loads).toEqual(['m', 'other', 'other']);
  });

  it('leaves the model that the status tells of, and those that were never loaded', async () => {
    await ask('a');
    await client.unload('m');
    await client.unload('unheard-of');
    expect(panel.unloads).toEqual([]);
    await ask('b');
    expect(panel.loads).toEqual(['m']);
  });

  it('leaves a model that another request uses', async () => {
    await ask('a');
    panel.answering = false;
    const inspection = look({ model: 'other' });
    await settle();
    await client.unload('other');
    expect(panel.unloads).toEqual([]);
    panel.inspected(panel.inspections[0]!);
    await inspection;
    await client.unload('other');
    expect(panel.unloads).toEqual(['other']);
  });

  it('comes to an end with the worker', async () => {
    await ask('a');
    await compare('other');
    panel.willing = false;
    const unloading = client.unload('other');
    await settle();
    panel.listener.gone('it crashed');
    await unloading;
  });
});

describe('inspect', () => {
  it('lays open a step by way of the panel', async () => {
    const record = await look({ source: 'the cat', target: 'le chat', step: 2, bench: true, layer: 1, head: 3 });
    expect(record).toMatchObject({ model: 'm', source: 'the cat', target: 'le chat', step: 2 });
    expect(panel.inspections[0]).toMatchObject({ bench: true, layer: 1, head: 3 });
  });

  it('is cancelled by a newer one, and by nothing else', async () => {
    panel.answering = false;
    const older = faultOf(look({ step: 1 }));
    await settle();
    const newer = look({ step: 2 });
    expect(await older).toEqual({ code: 'cancelled' });
    await settle();
    expect(panel.cancelled).toEqual([panel.inspections[0]!.id]);
    panel.answering = true;
    await ask('a');
    panel.inspected(panel.inspections[1]!);
    expect(await newer).toMatchObject({ step: 2 });
  });

  it('goes on in a thread when the panel dies under it', async () => {
    panel.answering = false;
    const record = look();
    await settle();
    client.detachPanel(panel);
    expect(await record).toMatchObject({ model: 'm' });
    expect(threads[0]!.inspections).toHaveLength(1);
  });

  it('refuses what is no text', async () => {
    expect(await faultOf(look({ source: ' ' }))).toEqual({ code: 'emptyText' });
  });

  it('refuses an answer of another kind', async () => {
    panel.answering = false;
    const failing = faultOf(look());
    await settle();
    panel.listener.response({ type: 'unloaded', id: panel.inspections[0]!.id, model: 'm' });
    expect(await failing).toMatchObject({ code: 'internal' });
  });
});

describe('traces and occlusions', () => {
  it('are asked by way of the panel, and leave the status as it is', async () => {
    await ask('a');
    const told = statuses.length;
    expect(await client.trace({ ...whatIf, model: 'other', maps: true })).toEqual({
      model: 'other',
      source: 'a',
      target: null,
      edit: { mask: [0] },
      maps: true,
    });
    const pair = { model: 'm', source: 'a', target: 'b' };
    expect(await client.occlude({ origin: 'panel whatIf', ...pair })).toEqual(pair);
    expect(statuses.slice(told)).toEqual([]);
  });

  it('are cancelled by a newer question of the same part of the panel, and by no other', async () => {
    panel.answering = false;
    const older = faultOf(client.trace(steps));
    const other = client.trace(whatIf);
    await settle();
    const newer = client.trace({ ...steps, source: 'b' });
    expect(await older).toEqual({ code: 'cancelled' });
    await settle();
    const [first, second, third] = panel.questions;
    expect(panel.cancelled).toEqual([first!.id]);
    panel.answered(third!);
    panel.answered(second!);
    expect(await newer).toMatchObject({ source: 'b' });
    expect(await other).toMatchObject({ edit: { mask: [0] } });
  });

  it('that were answered are not asked again, and those under way not twice', async () => {
    panel.answering = false;
    const both = [client.trace(steps), client.trace({ ...steps, origin: 'panel explain' })];
    await settle();
    expect(panel.questions).toHaveLength(1);
    panel.answered(panel.questions[0]!);
    const [one, other] = await Promise.all(both);
    expect(one).toBe(other);
    expect(await client.trace(steps)).toBe(one);
    for (let i = 0; i < 16; i++) {
      const asked = client.trace({ ...steps, source: `${i}` });
      await settle();
      panel.answered(panel.questions.at(-1)!);
      await asked;
    }
    expect(panel.questions).toHaveLength(17);
    const forgotten = client.trace(steps);
    await settle();
    expect(panel.questions).toHaveLength(18);
    panel.answered(panel.questions[17]!);
    expect(await forgotten).toEqual(one);
  });

  it('that one part gives up go on for another', async () => {
    panel.answering = false;
    const given = faultOf(client.trace(steps));
    const kept = client.trace({ ...steps, origin: 'panel explain' });
    await settle();
    client.cancel('panel steps');
    expect(await given).toEqual({ code: 'cancelled' });
    expect(panel.cancelled).toEqual([]);
    panel.answered(panel.questions[0]!);
    expect(await kept).toMatchObject({ source: 'a' });
  });

  it('are asked of a thread when the panel dies under them', async () => {
    panel.answering = false;
    const record = client.trace(steps);
    const occlusion = client.occlude({ origin: 'panel whatIf', model: 'm', source: 'a', target: 'b' });
    await settle();
    client.detachPanel(panel);
    expect(await record).toMatchObject({ source: 'a' });
    expect(await occlusion).toMatchObject({ target: 'b' });
    expect(threads[0]!.questions).toHaveLength(2);
  });

  it('refuse what is no text, and an answer of another kind', async () => {
    expect(await faultOf(client.trace({ ...steps, source: ' ' }))).toEqual({ code: 'emptyText' });
    panel.answering = false;
    const failing = [
      faultOf(client.trace(steps)),
      faultOf(client.occlude({ ...steps, target: 'b', origin: 'compare' })),
    ];
    await settle();
    for (const { id } of panel.questions) panel.listener.response({ type: 'unloaded', id, model: 'm' });
    for (const fault of await Promise.all(failing)) expect(fault).toMatchObject({ code: 'internal' });
  });
});
