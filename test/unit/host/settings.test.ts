import { beforeEach, describe, expect, it, vi } from 'vitest';
import { migrateSettings } from '../../../src/host/migrateSettings';
import { hovers, readSettings } from '../../../src/host/settings';
import * as mock from './vscodeMock';

vi.mock('vscode', () => import('./vscodeMock'));

let values: Record<string, unknown>;

beforeEach(() => {
  values = {};
  mock.workspace.getConfiguration = () => ({
    get: ((name: string) => values[name]) as never,
    update: mock.workspace.update,
  });
});

describe('the hover setting', () => {
  it.each([
    ['selection', 'selection'],
    ['comments', 'comments'],
    ['off', 'off'],
    // what it was before it had a third value
    [true, 'selection'],
    [false, 'off'],
    [undefined, 'selection'],
    ['nonsense', 'selection'],
  ])('%s is %s', (value, mode) => {
    values['hover'] = value;
    expect(readSettings().hover.mode).toBe(mode);
  });

  it('speaks where it is included and not excluded', () => {
    expect(hovers({ mode: 'selection', include: [], exclude: [] }, 'c')).toBe(true);
    expect(hovers({ mode: 'selection', include: ['c'], exclude: [] }, 'c')).toBe(true);
    expect(hovers({ mode: 'selection', include: ['c'], exclude: [] }, 'rust')).toBe(false);
    expect(hovers({ mode: 'comments', include: ['c'], exclude: ['c'] }, 'c')).toBe(false);
    expect(hovers({ mode: 'off', include: ['c'], exclude: [] }, 'c')).toBe(false);
  });

  it('reads lists that were written by hand', () => {
    values['hoverLanguages.include'] = ['c', 3, null];
    values['hoverLanguages.exclude'] = 'rust';
    expect(readSettings().hover).toMatchObject({ include: ['c'], exclude: [] });
  });
});

describe('migrateSettings', () => {
  const update = vi.fn(async () => undefined);
  const migrate = async (globalValue: unknown): Promise<unknown> => {
    update.mockClear();
    mock.workspace.getConfiguration = () => ({ inspect: () => ({ globalValue }), update }) as never;
    await migrateSettings();
    return update.mock.lastCall;
  };

  it('writes the boolean that the hover setting was as its name, and touches nothing else', async () => {
    expect(await migrate(true)).toEqual(['hover', 'selection', mock.ConfigurationTarget.Global]);
    expect(await migrate(false)).toEqual(['hover', 'off', mock.ConfigurationTarget.Global]);
    expect(await migrate('comments')).toBeUndefined();
    expect(await migrate(undefined)).toBeUndefined();
  });
});

describe('the glossary', () => {
  it('reads terms with translations, and terms that are kept', () => {
    values['glossary'] = { 'pull request': ' demande de fusion ', commit: null, branch: '', ' ': 'x', count: 3 };
    expect(readSettings().glossary).toEqual([
      { source: 'pull request', target: 'demande de fusion' },
      { source: 'commit', target: null },
      { source: 'branch', target: null },
    ]);
  });

  it('is empty where it is no object', () => {
    for (const value of [undefined, null, ['a'], 'a']) {
      values['glossary'] = value;
      expect(readSettings().glossary).toEqual([]);
    }
  });
});
