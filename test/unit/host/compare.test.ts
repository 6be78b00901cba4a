import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ChosenModels } from '../../../src/host/compare/chosenModels';
import { Comparer, type CompareWorld } from '../../../src/host/compare/comparer';
import { ModelShelf } from '../../../src/host/compare/modelShelf';
import type { ListedModel } from '../../../src/host/models';
import { PanelStore } from '../../../src/host/panelStore';
import type { CompareRun } from '../../../src/shared/compare';
import { EngineError, type EngineFault } from '../../../src/shared/faults';
import { resultOf, settle } from './fakeCarrier';

const failing = async (fault: EngineFault): Promise<never> => {
  throw new EngineError(fault);
};

describe('Comparer', () => {
  let store: PanelStore;
  /** What the engine was asked, in order. */
  let asked: string[];
  let running: boolean[];
  let clock: number;
  let world: CompareWorld;
  let comparer: Comparer;

  beforeEach(() => {
    store = new PanelStore();
    asked = [];
    running = [];
    clock = 0;
    world = {
      store,
      warm: async () => void asked.push('warm'),
      check: async () => undefined,
      prepare: async (model) => {
        asked.push(`prepare ${model}`);
        clock += 100;
      },
      translate: async (model, text, options) => {
        asked.push(`translate ${model} ${options.beam}/${options.nBest}`);
        clock += 7;
        return resultOf(text);
      },
      now: () => clock,
      onRunning: (now) => running.push(now),
    };
    comparer = new Comparer(world);
  });

  const phases = (): string[] => store.state.compare!.runs.map(({ phase }) => phase);
  const run = (index: number): CompareRun => store.state.compare!.runs[index]!;

  it('runs one model after the other, greedily, and counts loading apart', async () => {
    const seen: string[] = [];
    store.onChange(() => seen.push(phases().join(' ')));
    await comparer.compare('Hello.', ['a', 'b']);
    expect(asked).toEqual(['warm', 'prepare a', 'translate a 1/1', 'prepare b', 'translate b 1/1']);
    expect(seen).toEqual([
      'waiting waiting',
      'loading waiting',
      'running waiting',
      'done waiting',
      'done loading',
      'done running',
      'done done',
    ]);
    const done = { phase: 'done', milliseconds: 7, loadMilliseconds: 100, result: resultOf('Hello.') };
    expect(store.state.compare!.runs).toEqual([
      { model: 'a', ...done },
      { model: 'b', ...done },
    ]);
    expect(running).toEqual([true, false]);
  });

  it('runs a model once that is named twice', async () => {
    await comparer.compare('Hello.', ['a', 'b', 'a']);
    expect(store.state.compare!.runs.map(({ model }) => model)).toEqual(['a', 'b']);
  });

  it('waits for the panel, whose worker is the better one', async () => {
    let open!: () => void;
    const comparing = comparer.compare('Hello.', ['a'], new Promise((resolve) => (open = resolve)));
    await settle();
    expect(asked).toEqual([]);
    expect(phases()).toEqual(['waiting']);
    open();
    await comparing;
    expect(phases()).toEqual(['done']);
  });

  it('tells a model that fails as failed, and goes on with the others', async () => {
    const broken: EngineFault = { code: 'modelFile', model: 'a', file: 'config.json', problem: 'it is not JSON' };
    const gone: EngineFault = {
      code: 'modelFile',
      model: '../b',
      file: 'config.json',
      problem: 'there is no such model',
    };
    world.prepare = (model) => (model === 'a' ? failing(broken) : Promise.resolve());
    world.check = (model) => (model === '../b' ? failing(gone) : Promise.resolve());
    world.translate = (model, text) =>
      model === 'c' ? Promise.reject(new Error('no memory')) : Promise.resolve(resultOf(text));
    await comparer.compare('Hello.', ['a', '../b', 'c', 'd']);
    expect(run(0)).toEqual({ model: 'a', phase: 'failed', fault: broken });
    expect(run(1)).toEqual({ model: '../b', phase: 'failed', fault: gone });
    expect(run(2)).toMatchObject({ phase: 'failed', fault: { code: 'internal', problem: 'no memory' } });
    expect(run(3)).toMatchObject({ model: 'd', phase: 'done' });
  });

  it('goes on where the panel could not be opened, or the worker not be started beforehand', async () => {
    world.warm = () => failing({ code: 'workerDied', problem: 'no blob workers' });
    await comparer.compare('Hello.', ['a'], Promise.reject(new Error('no such view')));
    expect(phases()).toEqual(['done']);
  });

  it('keeps what is done when it is cancelled, and marks the rest', async () => {
    const signals: AbortSignal[] = [];
    const { translate } = world;
    world.translate = (model, text, options, signal) => {
      if (model === 'a') return translate(model, text, options, signal);
      signals.push(signal);
      return new Promise((_, reject) =>
        signal.addEventListener('abort', () => reject(new EngineError({ code: 'cancelled' }))),
      );
    };
    const comparing = comparer.compare('Hello.', ['a', 'b', 'c']);
    await vi.waitFor(() => expect(phases()).toEqual(['done', 'running', 'waiting']));
    comparer.cancel();
    await comparing;
    expect(phases()).toEqual(['done', 'cancelled', 'cancelled']);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    expect(running).toEqual([true, false]);
  });

  it('gives an older comparison up for a newer one, whose runs alone are shown', async () => {
    let answer!: () => void;
    const { translate } = world;
    world.translate = (...request) => {
      if (request[1] !== 'Old.') return translate(...request);
      // An engine that does not listen answers all the same.
      return new Promise((resolve) => (answer = () => resolve(resultOf('Old.'))));
    };
    const older = comparer.compare('Old.', ['a', 'b']);
    await vi.waitFor(() => expect(phases()).toEqual(['running', 'waiting']));
    await comparer.compare('New.', ['b', 'c']);
    answer();
    await older;
    expect(store.state.compare).toMatchObject({ text: 'New.', runs: [{ model: 'b' }, { model: 'c' }] });
    expect(phases()).toEqual(['done', 'done']);
    expect(asked.filter((each) => each === 'prepare b')).toHaveLength(1);
    expect(running.filter(Boolean)).toHaveLength(2);
    expect(running).toHaveLength(4);
  });

  it('takes three sentences at most, and says so', async () => {
    await comparer.compare(' One. Two.\nThree. Four. ', ['a']);
    expect(store.state.compare).toMatchObject({ text: 'One. Two.\nThree.', shortened: true });
    await comparer.compare(' One. Two.\n', ['a']);
    expect(store.state.compare).toMatchObject({ text: 'One. Two.', shortened: false });
  });

  it('refuses a text without words, and leaves the comparison shown alone', async () => {
    await comparer.compare('Hello.', ['a']);
    await expect(comparer.compare(' \n', ['a'])).rejects.toMatchObject({ fault: { code: 'emptyText' } });
    expect(store.state.compare?.text).toBe('Hello.');
  });
});

describe('ModelShelf', () => {
  let unloaded: string[];
  let shelf: ModelShelf;

  beforeEach(() => {
    vi.useFakeTimers();
    unloaded = [];
    shelf = new ModelShelf(async (model) => void unloaded.push(model), 3, 1_000);
  });

  afterEach(() => {
    shelf.dispose();
    vi.useRealTimers();
  });

  it('has the model leave that was unused for longest', () => {
    for (const model of ['a', 'b', 'c', 'a', 'd', 'e']) shelf.used(model);
    expect(unloaded).toEqual(['b', 'c']);
  });

  it('has all leave after a rest', () => {
    shelf.used('a');
    vi.advanceTimersByTime(900);
    shelf.used('b');
    vi.advanceTimersByTime(900);
    expect(unloaded).toEqual([]);
    vi.advanceTimersByTime(101);
    expect(unloaded).toEqual(['a', 'b']);
  });

  it('does not mind a worker that is gone', async () => {
    const lost = new ModelShelf(() => failing({ code: 'workerDied', problem: 'it was closed' }), 0);
    lost.used('a');
    lost.dispose();
    await settle();
  });
});

describe('ChosenModels', () => {
  const memory = new Map<string, unknown>();
  const listing = (...ids: string[]) => ({
    list: async () => ({ models: ids.map((id) => ({ id }) as ListedModel), broken: [] }),
  });
  const remembering = {
    get: (key: string) => memory.get(key),
    update: async (key: string, value: unknown) => void memory.set(key, value),
  } as ConstructorParameters<typeof ChosenModels>[1];

  beforeEach(() => memory.clear());

  it('takes every mechanism at first, and no other model', async () => {
    const chosen = new ChosenModels(listing('cho-2014', 'transformer', 'bahdanau-2015-large'), remembering, vi.fn());
    expect(await chosen.choose()).toEqual(['cho-2014', 'transformer']);
  });

  it('takes what was compared last and is still there', async () => {
    const chosen = new ChosenModels(listing('cho-2014', 'hard', 'transformer'), remembering, vi.fn());
    await chosen.remember(['transformer', 'ema', 'hard']);
    expect(await chosen.choose()).toEqual(['hard', 'transformer']);
    await chosen.remember(['ema']);
    expect(await chosen.choose()).toEqual(['cho-2014', 'hard', 'transformer']);
  });

  it('goes on where the choice cannot be stored, and says so to the log', async () => {
    const log = vi.fn<(line: string) => void>();
    const full = { ...remembering, update: () => Promise.reject(new Error('ENOSPC')) } as typeof remembering;
    await new ChosenModels(listing('hard'), full, log).remember(['hard']);
    expect(log).toHaveBeenCalledOnce();
  });

  it('takes what there is where none is of the lineage', async () => {
    expect(await new ChosenModels(listing('mine'), remembering, vi.fn()).choose()).toEqual(['mine']);
  });
});
