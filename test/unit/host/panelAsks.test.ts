import { describe, expect, it, vi } from 'vitest';
import { answerAsk, type AskWorld } from '../../../src/host/view/panelAsks';
import { EngineError, type EngineFault } from '../../../src/shared/faults';
import type { SentenceResult } from '../../../src/shared/result';
import type { StepRecord } from '../../../src/shared/stepRecord';
import type { OcclusionRecord, TraceRecord } from '../../../src/shared/trace';

vi.mock('vscode', () => import('./vscodeMock'));

const record = { model: 'm', step: 2 } as StepRecord;
const traced = { model: 'm', targetIds: [1] } as unknown as TraceRecord;
const occluded = { model: 'm', loss: [[1]] } as unknown as OcclusionRecord;

function createWorld() {
  return {
    client: {
      inspect: vi.fn<AskWorld['client']['inspect']>(async () => record),
      trace: vi.fn<AskWorld['client']['trace']>(async () => traced),
      occlude: vi.fn<AskWorld['client']['occlude']>(async () => occluded),
    },
    models: { summary: vi.fn<AskWorld['models']['summary']>() },
    comparer: { compare: vi.fn<AskWorld['comparer']['compare']>(async () => undefined), cancel: vi.fn() },
    chosenModels: { remember: vi.fn(async () => undefined) },
    shelf: { used: vi.fn() },
    translator: { adopt: vi.fn() },
    linkedEditor: { mark: vi.fn() },
    panel: { post: vi.fn(), place: 'side' },
  } satisfies AskWorld;
}

const wish = { model: 'm', source: 'Hello.', target: null, step: 2, bench: true };

describe('answerAsk', () => {
  it('compares what is asked for, and remembers with which models', async () => {
    const world = createWorld();
    await answerAsk({ kind: 'compare', text: 'Hello.', models: ['b', 'a'] }, world);
    expect(world.comparer.compare).toHaveBeenCalledWith('Hello.', ['b', 'a']);
    expect(world.chosenModels.remember).toHaveBeenCalledWith(['b', 'a']);
    await answerAsk({ kind: 'cancelCompare' }, world);
    expect(world.comparer.cancel).toHaveBeenCalledOnce();
  });

  it('hands on what is adopted, and what is marked', async () => {
    const world = createWorld();
    const result = { source: 'Hello.' } as SentenceResult;
    await answerAsk({ kind: 'adopt', request: 3, sentence: 1, result }, world);
    expect(world.translator.adopt).toHaveBeenCalledWith(3, 1, result);
    await answerAsk({ kind: 'mark', request: 3, word: { sentence: 0, word: 2 } }, world);
    expect(world.linkedEditor.mark).toHaveBeenCalledWith(3, { sentence: 0, word: 2 });
  });

  it('answers an inspection under its id, and keeps the model for the next one', async () => {
    const world = createWorld();
    await answerAsk({ kind: 'inspect', id: 5, ...wish }, world);
    expect(world.client.inspect).toHaveBeenCalledWith({ origin: 'panel side inspect', ...wish });
    expect(world.panel.post.mock.calls).toEqual([[{ type: 'inspected', ask: 5, outcome: { ok: record } }]]);
    expect(world.shelf.used).toHaveBeenCalledWith('m');
  });

  it('lets no document take the engine from another that shows the same page', async () => {
    const world = createWorld();
    const editor = { ...world, panel: { post: vi.fn(), place: 'editor' } } as const;
    const question = { kind: 'trace', id: 1, key: 'steps', model: 'm', source: 'Hello.', target: null } as const;
    for (const each of [world, editor]) {
      await answerAsk({ kind: 'inspect', id: 5, ...wish }, each);
      await answerAsk(question, each);
    }
    const origins = [...world.client.inspect.mock.calls, ...world.client.trace.mock.calls].map(
      ([{ origin }]) => origin,
    );
    expect(new Set(origins).size).toBe(4);
  });

  it('says which head an inspection is of', async () => {
    const world = createWorld();
    await answerAsk({ kind: 'inspect', id: 5, ...wish, layer: 1, head: 3 }, world);
    expect(world.client.inspect).toHaveBeenCalledWith({ origin: 'panel side inspect', ...wish, layer: 1, head: 3 });
  });

  it('answers the questions of each part of the panel under their ids, as work of that part', async () => {
    const world = createWorld();
    const options = { model: 'm', source: 'Hello.', target: null, edit: { mask: [0] }, maps: true };
    await answerAsk({ kind: 'trace', id: 8, key: 'steps', ...options }, world);
    expect(world.client.trace).toHaveBeenCalledWith({ origin: 'panel side steps', ...options });
    const pair = { model: 'm', source: 'Hello.', target: 'Bonjour.' };
    await answerAsk({ kind: 'occlude', id: 9, key: 'whatIf', ...pair }, world);
    expect(world.client.occlude).toHaveBeenCalledWith({ origin: 'panel side whatIf', ...pair });
    expect(world.panel.post.mock.calls).toEqual([
      [{ type: 'answered', ask: 8, outcome: { ok: { kind: 'trace', record: traced } } }],
      [{ type: 'answered', ask: 9, outcome: { ok: { kind: 'occlude', record: occluded } } }],
    ]);
    expect(world.shelf.used).toHaveBeenCalledTimes(2);
    const fault: EngineFault = { code: 'noAttention', model: 'm' };
    world.client.trace.mockRejectedValue(new EngineError(fault));
    await answerAsk({ kind: 'trace', id: 10, key: 'steps', ...options }, world);
    expect(world.panel.post).toHaveBeenLastCalledWith({ type: 'answered', ask: 10, outcome: { fault } });
  });

  it('answers an inspection that fails with its fault', async () => {
    const world = createWorld();
    const fault: EngineFault = { code: 'deadline', seconds: 60 };
    world.client.inspect.mockRejectedValue(new EngineError(fault));
    await answerAsk({ kind: 'inspect', id: 6, ...wish }, world);
    expect(world.panel.post.mock.calls).toEqual([[{ type: 'inspected', ask: 6, outcome: { fault } }]]);
  });

  it('asks the engine for no model that is not installed', async () => {
    const world = createWorld();
    const fault: EngineFault = {
      code: 'modelFile',
      model: '../m',
      file: 'config.json',
      problem: 'there is no such model',
    };
    world.models.summary.mockRejectedValue(new EngineError(fault));
    await answerAsk({ kind: 'inspect', id: 7, ...wish, model: '../m' }, world);
    expect(world.client.inspect).not.toHaveBeenCalled();
    expect(world.panel.post.mock.calls).toEqual([[{ type: 'inspected', ask: 7, outcome: { fault } }]]);
  });
});
