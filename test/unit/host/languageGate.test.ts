import { beforeEach, describe, expect, it, vi } from 'vitest';
import { LanguageGate } from '../../../src/host/languageGate';
import * as mock from './vscodeMock';

vi.mock('vscode', () => import('./vscodeMock'));

const pairs = [
  { id: 'en-fr', source: 'en', target: 'fr' },
  { id: 'de-fr', source: 'de', target: 'fr' },
];
const list = vi.fn(async () => ({ models: pairs }));
const models = { list, summary: async (id: string) => pairs.find((pair) => pair.id === id)! };
const gateFor = (language: string | null) => new LanguageGate(models, () => language);

beforeEach(() => vi.clearAllMocks());

describe('LanguageGate', () => {
  it('lets pass what the chosen model translates, without a question or a look at the others', async () => {
    expect(await gateFor('en').pass('some text', 'en-fr')).toBe('en-fr');
    expect(await gateFor(null).pass('some text', 'en-fr')).toBe('en-fr');
    expect(list).not.toHaveBeenCalled();
    expect(mock.window.showInformationMessage).not.toHaveBeenCalled();
  });

  it('sends another language to the model that translates it', async () => {
    expect(await gateFor('de').pass('ein Text', 'en-fr')).toBe('de-fr');
    expect(mock.window.showInformationMessage).not.toHaveBeenCalled();
  });

  it('says that a text is in the target language already, and asks', async () => {
    await expect(gateFor('fr').pass('un texte', 'en-fr')).rejects.toMatchObject({ fault: { code: 'cancelled' } });
    expect(mock.window.showInformationMessage.mock.lastCall).toEqual([
      'This text is already in French.',
      'Translate Anyway',
    ]);
    mock.window.showInformationMessage.mockResolvedValueOnce('Translate Anyway');
    expect(await gateFor('fr').pass('un texte', 'en-fr')).toBe('en-fr');
  });

  it('says that no model reads a language, and asks', async () => {
    mock.window.showInformationMessage.mockResolvedValueOnce('Translate Anyway');
    expect(await gateFor('es').pass('un texto', 'en-fr')).toBe('en-fr');
    expect(mock.window.showInformationMessage.mock.lastCall![0]).toBe(
      'This text seems to be in Spanish, which no installed model translates.',
    );
  });

  it('takes what nobody can tell for the language asked for', () => {
    expect(gateFor(null).isIn('x', 'en')).toBe(true);
    expect(gateFor('en-US').isIn('x', 'en')).toBe(true);
    expect(gateFor('fr').isIn('x', 'en')).toBe(false);
  });
});
