import { describe, expect, it, vi } from 'vitest';
import { answerAsk, type AskWorld } from '../../../src/host/view/panelAsks';
import { EngineError, type EngineFault } from '../../../src/shared/faults';
import type { SentenceResult } from '../../../src/shared/result';
import type { StepRecord } from '../../../src/shared/stepRecord';

vi.mock('vscode', () => import('./vscodeMock'));

const record = { model: 'm', step: 2 } as StepRecord;

function createWorld() {
  return {
    client: { inspect: vi.fn<AskWorld['client']['inspect']>(async () => record) },
    models: { summary: vi.fn<AskWorld['models']['summary']>() },
    comparer: { compare: vi.fn<AskWorld['comparer']['compare']>(async () => undefined), cancel: vi.fn() },
    chosenModels: { remember: vi.fn(async () => undefined) },
    shelf: { used: vi.fn() },
    translator: { adopt: vi.fn() },
    linkedEditor: { mark: vi.fn() },
    panel: { post: vi.fn() },
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
    expect(world.client.inspect).toHaveBeenCalledWith(wish);
    expect(world.panel.post.mock.calls).toEqual([[{ type: 'inspected', ask: 5, outcome: { ok: record } }]]);
    expect(world.shelf.used).toHaveBeenCalledWith('m');
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
