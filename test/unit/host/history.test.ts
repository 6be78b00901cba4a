import { beforeEach, describe, expect, it, vi } from 'vitest';
import {
  compact,
  parseEntries,
  translationOf,
  within,
  withEntry,
  type HistoryEntry,
} from '../../../src/host/history/entry';
import { History } from '../../../src/host/history/history';
import { recordHistory } from '../../../src/host/history/recorder';
import { PanelStore } from '../../../src/host/panelStore';
import { resultOf } from './fakeCarrier';
import * as mock from './vscodeMock';

vi.mock('vscode', () => import('./vscodeMock'));

const entry = (time: number, text: string): HistoryEntry => ({ time, text, result: resultOf(text) });
const files = mock.workspace.fs.files;

beforeEach(() => files.clear());

describe('entries', () => {
  it('keep what the pictures show, in less room', () => {
    const [sentence] = resultOf('one').sentences;
    const long = { ...sentence!, alignment: [[2 / 3, 1 / 3]], alternatives: [{ target: 'UN', score: -1 }] };
    const kept = compact({ time: 1, text: 'one', result: { ...resultOf('one'), sentences: [long] } });
    expect(kept.result.sentences[0]).toEqual({ ...sentence, alignment: [[0.6667, 0.3333]] });
    expect(translationOf(kept)).toBe('ONE');
  });

  it('are newest first, a text by a model once', () => {
    const list = [3, 2, 1].map((time) => entry(time, `text ${time}`));
    expect(withEntry(list, entry(4, 'text 2')).map(({ time }) => time)).toEqual([4, 3, 1]);
    // what is adopted in the place of a translation
    expect(withEntry(list, entry(3, 'text 3'))).toHaveLength(3);
    const other = { ...entry(4, 'text 2'), result: { ...resultOf('text 2'), model: 'another' } };
    expect(withEntry(list, other)).toHaveLength(4);
  });

  it('are no more than are wanted, and no larger', () => {
    const list = [3, 2, 1].map((time) => entry(time, 'x'.repeat(1_000)));
    expect(within(list, { entries: 2, characters: 1e6 })).toHaveLength(2);
    expect(within(list, { entries: 9, characters: JSON.stringify(list[0]).length * 2.5 })).toHaveLength(2);
  });

  it('are read only where they are entries', () => {
    expect(parseEntries(JSON.stringify([entry(1, 'one')]))).toEqual([entry(1, 'one')]);
    for (const text of ['', '{}', '[{"time":1}]', '[{"time":1,"text":"a","result":{"model":"m"}}]']) {
      expect(parseEntries(text)).toBeNull();
    }
  });
});

describe('History', () => {
  let settings: { enabled: boolean; limit: number };
  let log: string[];
  const folder = mock.uri('/storage');
  const create = (where: typeof folder | null = folder): History =>
    new History({
      folder: (where ?? undefined) as never,
      settings: () => settings,
      log: (line) => log.push(line),
      onUnwritable,
    });
  const onUnwritable = vi.fn<(problem: string) => void>();

  beforeEach(() => {
    settings = { enabled: true, limit: 2 };
    onUnwritable.mockClear();
    log = [];
  });

  it('is there again in the next window, and no longer than the setting allows', async () => {
    const history = create();
    await Promise.all([1, 2, 3].map((time) => history.remember(entry(time, `text ${time}`))));
    expect((await create().entries()).map(({ text }) => text)).toEqual(['text 3', 'text 2']);
    expect([...files.keys()]).toEqual(['/storage/history.json']);
  });

  it('stores nothing when it is switched off', async () => {
    settings.enabled = false;
    await create().remember(entry(1, 'secret'));
    expect(files.size).toBe(0);
  });

  it('forgets one, and all: then no file is left', async () => {
    const history = create();
    await history.remember(entry(1, 'one'));
    await history.remember(entry(2, 'two'));
    await history.forget(1);
    expect((await history.entries()).map(({ text }) => text)).toEqual(['two']);
    await history.clear();
    expect(await history.entries()).toEqual([]);
    expect(files.size).toBe(0);
    await history.clear();
  });

  it('begins anew where its file is broken, and tells nothing of the text', async () => {
    files.set('/storage/history.json', new TextEncoder().encode('{"secret'));
    const history = create();
    expect(await history.entries()).toEqual([]);
    expect(log.join()).not.toContain('secret');
    await history.remember(entry(1, 'one'));
    expect(await history.entries()).toHaveLength(1);
  });

  it('lives as long as the window where no folder is open', async () => {
    const history = create(null);
    await history.remember(entry(1, 'one'));
    expect(await history.entries()).toHaveLength(1);
    expect(files.size).toBe(0);
  });

  it('keeps what the disk has no room for until it has, and says so once', async () => {
    const history = create();
    await history.remember(entry(1, 'one'));
    const stored = files.get('/storage/history.json');
    settings.limit = 9;
    const full = new Error('ENOSPC: no space left on device');
    for (const time of [2, 3]) {
      mock.workspace.fs.writeFile.mockRejectedValueOnce(full);
      await history.remember(entry(time, `text ${time}`));
    }
    expect((await history.entries()).map(({ text }) => text)).toEqual(['text 3', 'text 2', 'one']);
    expect(onUnwritable.mock.calls).toEqual([[full.message]]);
    expect([...files]).toEqual([['/storage/history.json', stored]]);
    await history.remember(entry(4, 'text 4'));
    expect((await create().entries()).map(({ text }) => text)).toEqual(['text 4', 'text 3', 'text 2', 'one']);
  });

  it('leaves its file whole where the disk is full in the middle of it', async () => {
    const history = create();
    await history.remember(entry(1, 'one'));
    mock.workspace.fs.writeFile.mockImplementationOnce(async ({ path }, bytes) => {
      files.set(path, bytes.subarray(0, 10));
      throw new Error('ENOSPC');
    });
    await history.remember(entry(2, 'two'));
    expect((await create().entries()).map(({ text }) => text)).toEqual(['one']);
  });

  it('refuses in words to forget what it cannot take from the disk', async () => {
    const history = create();
    await history.remember(entry(1, 'one'));
    mock.workspace.fs.writeFile.mockRejectedValueOnce(new Error('EROFS: read-only file system'));
    await expect(history.forget(1)).rejects.toThrow('The history could not be changed: EROFS: read-only file system');
    expect(await history.entries()).toHaveLength(1);
  });

  it('does without a file that cannot be read', async () => {
    const history = create();
    await history.remember(entry(1, 'one'));
    vi.spyOn(mock.workspace.fs, 'readFile').mockRejectedValueOnce(new Error('EIO'));
    expect(await history.entries()).toEqual([]);
    expect(await history.entries()).toHaveLength(1);
  });

  describe('of two windows of one workspace', () => {
    const [one, other] = ['/storage/1a2b/ours', '/storage/1a2b-1/ours'].map((path) => create(mock.uri(path)));
    beforeEach(() => (settings.limit = 9));

    it('is that of both, in both and in the window that comes after them', async () => {
      await Promise.all([one!.remember(entry(1, 'one')), other!.remember(entry(2, 'two'))]);
      await one!.remember(entry(3, 'three'));
      for (const history of [one!, other!, create(mock.uri('/storage/1a2b-2/ours'))]) {
        expect((await history.entries()).map(({ text }) => text)).toEqual(['three', 'two', 'one']);
      }
      expect([...files.keys()]).toEqual(['/storage/1a2b/ours/history.json', '/storage/1a2b-1/ours/history.json']);
    });

    it('has a text that both translated once, the later one', async () => {
      await one!.remember(entry(1, 'same'));
      await other!.remember(entry(2, 'same'));
      expect((await one!.entries()).map(({ time }) => time)).toEqual([2]);
      expect((await other!.entries()).map(({ time }) => time)).toEqual([2]);
    });

    it('forgets what the other window kept, one and all', async () => {
      await other!.remember(entry(1, 'one'));
      await other!.remember(entry(2, 'two'));
      await one!.forget(1);
      expect((await other!.entries()).map(({ text }) => text)).toEqual(['two']);
      await one!.clear();
      expect(await other!.entries()).toEqual([]);
      expect(files.size).toBe(0);
    });
  });
});

describe('recordHistory', () => {
  const remember = vi.fn<History['remember']>(async () => undefined);
  let store: PanelStore;
  let now: number;

  beforeEach(() => {
    remember.mockClear();
    store = new PanelStore();
    now = 100;
    recordHistory(store, { remember }, vi.fn(), () => now);
  });

  const done = (text: string) => ({ phase: 'done', result: resultOf(text), replaceable: true }) as const;
  const request = (id: number, text: string) => ({ id, text, focus: 'translation', outcome: done(text) }) as const;
  const told = () => remember.mock.calls.map(([{ time, text, result }]) => [time, text, result.sentences[0]!.target]);

  it('has each translation kept once, at the time that it was made', () => {
    store.setRequest({ ...request(1, 'one'), outcome: { phase: 'running', done: 0, total: 0 } });
    store.setOutcome(1, done('one'));
    store.setReplaceable(false);
    store.setEngine({ phase: 'idle' });
    store.setRequest(request(2, 'two'));
    expect(told()).toEqual([
      [100, 'one', 'ONE'],
      [101, 'two', 'TWO'],
    ]);
  });

  it('has what was adopted take the place of what it replaces', () => {
    store.setRequest(request(1, 'one'));
    now = 200;
    store.setOutcome(1, done('un'));
    expect(told()).toEqual([
      [100, 'one', 'ONE'],
      [100, 'one', 'UN'],
    ]);
  });

  it('keeps neither what comes out of the history nor what the user wrote', () => {
    store.setRequest({ ...request(1, 'one'), from: { kind: 'history', time: 5 } });
    store.setRequest({ ...request(2, 'two'), from: { kind: 'own', surprises: [] } });
    store.setRequest({ ...request(3, 'three'), outcome: { phase: 'failed', fault: { code: 'cancelled' } } });
    expect(told()).toEqual([]);
  });
});
