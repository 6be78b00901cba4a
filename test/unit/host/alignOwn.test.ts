import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Reader } from '../../../src/documents/reader';
import { alignOwn } from '../../../src/host/commands/alignOwn';
import type { Services } from '../../../src/host/commands/services';
import type { Translator } from '../../../src/host/translator';
import { linePassages } from '../documents/fakePassages';
import * as mock from './vscodeMock';

vi.mock('vscode', () => import('./vscodeMock'));

const TEXT = 'The cat sleeps.\nLe chat dort.\nBoth of them.\n';
const reader: Reader = {
  passages: ({ text }, within) => linePassages(text, within),
  commentAt: () => null,
  nameAt: () => null,
  below: () => null,
};
const align = vi.fn<Translator['alignOwn']>(async () => undefined);
let isEnglish: (text: string) => boolean;
let document: mock.FakeDocument;

const services = {
  reader,
  gate: { isIn: (text: string) => isEnglish(text) },
  models: { summary: async () => ({ source: 'en', target: 'fr' }) },
  translator: { alignOwn: align, choice: async () => ({ model: 'm' }) },
  panel: { show: async () => undefined },
} as unknown as Services;

function select(...lines: number[]): void {
  document = new mock.FakeDocument(TEXT);
  const ranges = lines.map((line) => mock.range(line, 0, line, TEXT.split('\n')[line]!.length));
  mock.window.activeTextEditor = new mock.FakeEditor(document, ranges);
}

const asked = () => align.mock.lastCall && [align.mock.lastCall[0].texts, align.mock.lastCall[1]];

beforeEach(() => {
  align.mockClear();
  mock.window.showInputBox.mockReset();
  isEnglish = () => true;
});

describe('alignOwn', () => {
  it('takes the upper of two selections for the source, whichever was made first', async () => {
    select(1, 0);
    await alignOwn(services);
    expect(asked()).toEqual([['The cat sleeps.'], ['Le chat dort.']]);
    expect(mock.window.showInputBox).not.toHaveBeenCalled();
  });

  it('takes the lower one where that alone is in the language of the model', async () => {
    isEnglish = (text) => text.startsWith('Both');
    select(1, 2);
    await alignOwn(services);
    expect(asked()).toEqual([['Both of them.'], ['Le chat dort.']]);
  });

  it('asks for the translation of one selection, and offers what is in the clipboard', async () => {
    await mock.env.clipboard.writeText(' Le chat\n dort. ');
    mock.window.showInputBox.mockResolvedValueOnce('Le chat sommeille.');
    select(0);
    await alignOwn(services);
    const [options] = mock.window.showInputBox.mock.lastCall!;
    expect(options).toMatchObject({ value: 'Le chat dort.', valueSelection: [0, 13] });
    expect((options['validateInput'] as (text: string) => unknown)('  ')).toBe('Type or paste a translation.');
    expect(asked()).toEqual([['The cat sleeps.'], ['Le chat sommeille.']]);
  });

  it('offers neither the source itself nor a whole page, and does nothing when nothing is typed', async () => {
    select(0);
    for (const copied of ['The cat sleeps.', 'word '.repeat(100)]) {
      await mock.env.clipboard.writeText(copied);
      await alignOwn(services);
      expect(mock.window.showInputBox.mock.lastCall![0]).toMatchObject({ value: '' });
    }
    expect(asked()).toBeUndefined();
  });

  it('refuses three selections, and none', async () => {
    select(0, 1, 2);
    await expect(alignOwn(services)).rejects.toThrow('two selections');
    select(3);
    await expect(alignOwn(services)).rejects.toMatchObject({ fault: { code: 'emptyText' } });
  });
});
