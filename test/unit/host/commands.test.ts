import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { TextEditor } from 'vscode';
import type { Reader, SourceDocument } from '../../../src/documents/reader';
import { compareMechanisms } from '../../../src/host/commands/compareMechanisms';
import { openLineage } from '../../../src/host/commands/openLineage';
import { openPage } from '../../../src/host/commands/openPage';
import { selectModel } from '../../../src/host/commands/selectModel';
import type { Services } from '../../../src/host/commands/services';
import { showOriginal } from '../../../src/host/commands/showOriginal';
import { translateComment } from '../../../src/host/commands/translateComment';
import { translateFileBeside } from '../../../src/host/commands/translateFileBeside';
import { Originals } from '../../../src/host/documents/originals';
import { TranslatedDocuments } from '../../../src/host/documents/translatedDocuments';
import type { ListedModel } from '../../../src/host/models';
import { EngineError } from '../../../src/shared/faults';
import { linePassages, passageAt } from '../documents/fakePassages';
import type { Span } from '../../../src/text/sentences';
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
  reader: { passages: ({ text }: SourceDocument, within: Span) => linePassages(text, within) },
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

describe('openPage', () => {
  it('puts what is selected on the bench', async () => {
    select(mock.range(1, 0, 1, 4));
    await openPage('scoring')(services);
    expect(show).toHaveBeenCalledWith('scoring');
    expect(translate).toHaveBeenCalledWith(expect.objectContaining({ texts: ['Two.'] }), 'translation', opened);
  });

  it('opens with what lies on it where nothing is selected', async () => {
    await openPage('scoring')(services);
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

describe('translateComment', () => {
  const TEXT = '/* a comment */ code\nwords';
  const reader: Reader = {
    passages: () => [passageAt(TEXT, 21, 26)],
    commentAt: (_, offset) => (offset <= 15 ? { start: 0, end: 15 } : null),
    nameAt: () => null,
    below: () => null,
  };
  const at = (line: number, character: number): Promise<void> => {
    const selection = { ...mock.range(line, character, line, character), active: new mock.Position(line, character) };
    const editor = new mock.FakeEditor(new mock.FakeDocument(TEXT), [selection as unknown as mock.Range]);
    mock.window.activeTextEditor = Object.assign(editor, { selection });
    return translateComment({ ...services, reader });
  };

  it('takes the comment that the cursor is in, and shows it in the panel', async () => {
    await at(0, 5);
    expect(translate.mock.lastCall![0].texts).toEqual(['/* a comment */']);
    expect(show).toHaveBeenCalledWith('translation');
  });

  it('takes the paragraph where there are no comments', async () => {
    await at(1, 2);
    expect(translate.mock.lastCall![0].texts).toEqual(['words']);
  });

  it('says that there is none, and that there is no editor', async () => {
    await expect(at(0, 18)).rejects.toThrow('no comment at the cursor');
    mock.window.activeTextEditor = undefined;
    await expect(translateComment(services)).rejects.toThrow('no text editor');
    expect(translate).not.toHaveBeenCalled();
  });
});

describe('translateFileBeside', () => {
  const translateBeside = vi.fn(async () => undefined);
  const files = { translateBeside } as never;
  const editor = Object.assign(new mock.FakeEditor(new mock.FakeDocument('one\ntwo')), { viewColumn: 2 });

  it('takes the active editor, from the line that is seen first', async () => {
    editor.visibleRanges = [mock.range(1, 0, 1, 3)];
    mock.window.activeTextEditor = editor;
    await translateFileBeside({ ...services, files });
    expect(translateBeside).toHaveBeenCalledWith(editor.document, 2, 4);
    // an argument that is no address comes from a keybinding, or from nobody that is known
    await translateFileBeside({ ...services, files }, { path: '/etc/passwd' });
    expect(translateBeside).toHaveBeenLastCalledWith(editor.document, 2, 4);
  });

  it('refuses without an editor', async () => {
    await expect(translateFileBeside({ ...services, files })).rejects.toThrow('no text editor');
  });
});

describe('showOriginal', () => {
  it('compares the original with the document as it is', async () => {
    const document = new mock.FakeDocument('UN\ndeux');
    const editor = new mock.FakeEditor(document);
    const selection = { active: new mock.Position(1, 0) };
    mock.window.activeTextEditor = Object.assign(editor, { selection });
    const originals = new Originals();
    originals.remember(document as never, [{ start: 0, end: 2 }], ['one']);
    const documents = new TranslatedDocuments();
    await showOriginal({ ...services, originals, documents });
    const call = mock.commands.executeCommand.mock.calls.find((each: unknown[]) => each[0] === 'vscode.diff');
    const [, left, right] = call as unknown as [string, never, unknown];
    expect(documents.provideTextDocumentContent(left)).toBe('one\ndeux');
    expect(right).toBe(document.uri);
    document.apply([{ range: mock.range(0, 0, 0, 2), text: 'one' }]);
    await expect(showOriginal({ ...services, originals, documents })).rejects.toThrow('No translation');
  });
});
