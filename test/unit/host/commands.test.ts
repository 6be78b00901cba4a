import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { TextEditor } from 'vscode';
import { compareMechanisms } from '../../../src/host/commands/compareMechanisms';
import { openLineage } from '../../../src/host/commands/openLineage';
import { scoringBench } from '../../../src/host/commands/scoringBench';
import { selectModel } from '../../../src/host/commands/selectModel';
import type { Services } from '../../../src/host/commands/services';
import type { ListedModel } from '../../../src/host/models';
import { EngineError } from '../../../src/shared/faults';
import * as mock from './vscodeMock';

vi.mock('vscode', () => import('./vscodeMock'));

const figures = { parameters: 1, bytes: 1, trainedPieces: 1, trainedMinutes: 1, chrf: 1, bleuByLength: {} };
const listed: ListedModel[] = [
  {
    id: 'fixed',
    name: 'Fixed',
    source: 'en',
    target: 'fr',
    bytes: 2_540_000,
    figures: { ...figures, bleu: 20.25, aer: null },
  },
  {
    id: 'soft',
    name: 'Soft',
    source: 'en',
    target: 'fr',
    bytes: 3_000_000,
    figures: { ...figures, bleu: 28, aer: 50.1 },
  },
  { id: 'other', name: 'Other', source: 'en', target: 'fr', bytes: 9_000_000 },
];

const opened = Promise.resolve();
const show = vi.fn<Services['panel']['show']>(() => opened);
const compare = vi.fn<Services['comparer']['compare']>(async () => undefined);
const translate = vi.fn<Services['translator']['translate']>();
const services = {
  panel: { show },
  comparer: { compare },
  chosenModels: { choose: async () => ['fixed', 'soft'] },
  translator: { translate, choice: async () => ({ model: 'soft', options: { beam: 1, nBest: 1 } }) },
  models: { list: async () => ({ models: listed, broken: [new EngineError({ code: 'emptyText' })] }) },
  log: { warn: vi.fn<(line: string) => void>() },
} as unknown as Services;

const select = (...ranges: mock.Range[]): void => {
  mock.window.activeTextEditor = new mock.FakeEditor(
    new mock.FakeDocument('One.\nTwo.\n \n'),
    ranges,
  ) as unknown as TextEditor;
};

beforeEach(() => {
  vi.clearAllMocks();
  mock.window.activeTextEditor = undefined;
});

describe('compareMechanisms', () => {
  it('compares what is selected, with all cursors, on the page for it', async () => {
    select(mock.range(1, 0, 1, 4), mock.range(0, 0, 0, 4));
    await compareMechanisms(services);
    expect(show).toHaveBeenCalledWith('compare');
    expect(compare).toHaveBeenCalledWith('One.\nTwo.', ['fixed', 'soft'], opened);
  });

  it.each([['no editor'], ['no selection', mock.range(0, 1, 0, 1)], ['white space', mock.range(2, 0, 3, 0)]])(
    'opens the page alone with %s',
    async (_, range?: mock.Range) => {
      if (range) select(range);
      await compareMechanisms(services);
      expect(show).toHaveBeenCalledWith('compare');
      expect(compare).not.toHaveBeenCalled();
    },
  );
});

describe('scoringBench', () => {
  it('puts what is selected on the bench', async () => {
    select(mock.range(1, 0, 1, 4));
    await scoringBench(services);
    expect(show).toHaveBeenCalledWith('scoring');
    expect(translate).toHaveBeenCalledWith(expect.objectContaining({ texts: ['Two.'] }), 'translation', opened);
  });

  it('opens with what lies on it where nothing is selected', async () => {
    await scoringBench(services);
    expect(show).toHaveBeenCalledWith('scoring');
    expect(translate).not.toHaveBeenCalled();
  });
});

it('opens the lineage', async () => {
  await openLineage(services);
  expect(show.mock.calls).toEqual([['lineage']]);
});

describe('selectModel', () => {
  it('lists all models in their order, with what was measured of them, and says which one is in use', async () => {
    await selectModel(services);
    const [items] = mock.window.showQuickPick.mock.calls[0]!;
    expect(items).toEqual([
      { id: 'fixed', label: 'Fixed', description: 'fixed', detail: 'English to French, 2.5 MB · BLEU 20.3' },
      {
        id: 'soft',
        label: 'Soft',
        description: 'soft, in use',
        detail: 'English to French, 3 MB · BLEU 28 · AER 50.1 %',
      },
      { id: 'other', label: 'Other', description: 'other', detail: 'English to French, 9 MB' },
    ]);
    expect(mock.workspace.update).not.toHaveBeenCalled();
    expect(services.log.warn).toHaveBeenCalledOnce();
  });

  it.each([
    ['soft', []],
    ['other', [['model', 'other', mock.ConfigurationTarget.Global]]],
  ])('sets the model that is chosen, unless it is in use: %s', async (id, updates) => {
    mock.window.showQuickPick.mockResolvedValueOnce({ id });
    await selectModel(services);
    expect(mock.workspace.update.mock.calls).toEqual(updates);
  });
});
