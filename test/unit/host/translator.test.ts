import type { TextEditor } from 'vscode';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Reader } from '../../../src/documents/reader';
import type { TranslationRequest } from '../../../src/host/engine/engineClient';
import { LanguageGate } from '../../../src/host/languageGate';
import { PanelStore } from '../../../src/host/panelStore';
import { captureSelection } from '../../../src/host/selection';
import { Translator } from '../../../src/host/translator';
import { EngineError } from '../../../src/shared/faults';
import { joinTranslation } from '../../../src/shared/result';
import { capitals, linePassages } from '../documents/fakePassages';
import { resultOf } from './fakeCarrier';
import * as mock from './vscodeMock';

vi.mock('vscode', () => import('./vscodeMock'));

const pairs = [
  { id: 'en-fr', name: 'English', source: 'en', target: 'fr' },
  { id: 'de-fr', name: 'German', source: 'de', target: 'fr' },
];
const models = {
  defaultId: async () => 'en-fr',
  summary: async (id: string) => pairs.find((pair) => pair.id === id)!,
  list: async () => ({ models: pairs }),
};
const reader: Reader = {
  passages: ({ text }, within) => linePassages(text, within),
  commentAt: () => null,
  nameAt: () => null,
  below: () => null,
};

let language: string | null;
let store: PanelStore;
let busy: number;
/** One word on each side, written with probability 1/4. */
const trace = vi.fn(async ({ source, target }: { source: string; target: string }) => {
  const [sentence] = resultOf(source).sentences;
  const word = { text: target, start: 0, end: target.length, confidence: 0.25 };
  return {
    model: 'en-fr',
    backend: 'wasm',
    sentence: { ...sentence!, target, targetWords: [word] },
    targetPieces: { text: [target, '</s>'], word: [0, -1], words: [] },
    targetIds: [7, 0],
    steps: [7, 0].map((id) => ({ probability: 0.25, entropy: 1, next: [{ id, piece: 'x', probability: 0.25 }] })),
  };
});
const translate = vi.fn<(request: TranslationRequest) => Promise<unknown>>();
let translator: Translator;
let document: mock.FakeDocument;

beforeEach(() => {
  vi.clearAllMocks();
  language = null;
  busy = 0;
  store = new PanelStore();
  document = new mock.FakeDocument('\t* one\n\t* two words\n42\n');
  translate.mockImplementation(async ({ texts, onProgress }) => {
    onProgress?.(1, 2);
    return Promise.all(texts.map(async (text) => ({ ...resultOf(text), sentences: await capitals(text) })));
  });
  const change = (by: 1 | -1): void => void (busy += by);
  const gate = new LanguageGate(models, () => language);
  const client = { translate, trace } as never;
  translator = new Translator(client, models as never, store, { change } as never, reader, gate);
});

function capture(range = mock.range(0, 0, 2, 0)) {
  const editor = new mock.FakeEditor(document, [range]);
  mock.window.visibleTextEditors = [editor];
  return captureSelection(editor as unknown as TextEditor);
}

const outcome = () => store.state.request!.outcome;

describe('Translator', () => {
  it('gives engine and panel the words alone, each sentence where it stands in them', async () => {
    const { placed } = await translator.translate(capture(), 'translation');
    expect(translate.mock.lastCall![0].texts).toEqual(['one\n\ntwo words']);
    expect(store.state.request!.text).toBe('one\ntwo words');
    const done = outcome();
    if (done.phase !== 'done') throw new Error(done.phase);
    expect(done.replaceable).toBe(true);
    expect(done.result.sentences.map(({ span }) => store.state.request!.text.slice(span.start, span.end))).toEqual([
      'one',
      'two words',
    ]);
    expect(placed.map(({ text }) => text)).toEqual(['ONE', 'TWO WORDS']);
    expect(busy).toBe(0);
  });

  it('tells the panel when the translation can no longer take the place of its source', async () => {
    await translator.translate(capture(), 'translation');
    document.apply([{ range: mock.range(0, 3, 0, 6), text: 'x' }]);
    translator.checkReplaceable();
    expect(outcome()).toMatchObject({ replaceable: true });
    document.apply([{ range: mock.range(1, 3, 1, 4), text: 'x' }]);
    translator.checkReplaceable();
    expect(outcome()).toMatchObject({ replaceable: false });
  });

  it('uses the model for the language of the text', async () => {
    language = 'de';
    await translator.translate(capture(), 'translation');
    expect(translate.mock.lastCall![0].model).toBe('de-fr');
    expect(store.state.model?.id).toBe('de-fr');
  });

  it('asks before it translates what is French already, and shows nothing when told not to', async () => {
    language = 'fr';
    await expect(translator.translate(capture(), 'translation')).rejects.toMatchObject({
      fault: { code: 'cancelled' },
    });
    expect(translate).not.toHaveBeenCalled();
    expect(store.state.request).toBeNull();
    mock.window.showInformationMessage.mockResolvedValueOnce('Translate Anyway');
    await translator.translate(capture(), 'translation');
    expect(translate.mock.lastCall![0].model).toBe('en-fr');
  });

  it('refuses a selection without words', async () => {
    await expect(translator.translate(capture(mock.range(2, 0, 2, 2)), 'translation')).rejects.toMatchObject({
      fault: { code: 'emptyText' },
    });
  });

  it('has another translation of a sentence take the place of the one shown', async () => {
    await translator.translate(capture(), 'translation');
    const { id } = store.state.request!;
    const [, second] = translator.shown().placed;
    const result = { ...second!.sentences[0]!, target: 'DEUX MOTS' };
    translator.adopt(id, 1, result);
    expect(translator.shown().placed.map(({ text }) => text)).toEqual(['ONE', 'DEUX MOTS']);
    const done = outcome();
    if (done.phase !== 'done') throw new Error(done.phase);
    expect(joinTranslation('one\ntwo words', done.result.sentences)).toBe('ONE\nDEUX MOTS');
    expect(done.replaceable).toBe(true);

    // of another sentence, or of none
    expect(() => translator.adopt(id, 0, result)).toThrow('not of the whole sentence');
    expect(() => translator.adopt(id, 2, result)).toThrow('not of the whole sentence');
    // of a request that is not shown any more
    translator.adopt(id - 1, 1, { ...result, target: 'AUTRE' });
    expect(translator.shown().placed[1]!.text).toBe('DEUX MOTS');
  });

  it('lets nobody put a translation of the history into a document, but copy it', async () => {
    const entry = { time: 5, text: 'one', result: resultOf('one') };
    translator.showAgain(entry);
    expect(store.state.request).toMatchObject({ text: 'one', from: { kind: 'history', time: 5 } });
    expect(outcome()).toMatchObject({ phase: 'done', replaceable: false });
    expect(() => translator.shown()).toThrow('copy it instead');
    expect(translator.shownText()).toBe('ONE');
    expect(translator.linked).toBeNull();
    expect(() => translator.adopt(store.state.request!.id, 0, entry.result.sentences[0]!)).toThrow('copy it instead');
    await translator.translate(capture(), 'translation');
    expect(translator.shownText()).toBe('\t* ONE\n\t* TWO WORDS\n');
  });

  it('shows what the model makes of a translation of the user’s, where its source stands', async () => {
    await translator.alignOwn(capture(), ['un', 'deux mots'], Promise.resolve());
    expect(trace.mock.calls.map(([{ source, target }]) => [source, target])).toEqual([
      ['one', 'un'],
      ['two words', 'deux mots'],
    ]);
    const done = outcome();
    if (done.phase !== 'done') throw new Error(done.phase);
    const { text, from } = store.state.request!;
    expect(done.replaceable).toBe(false);
    expect(done.result.sentences.map(({ span }) => text.slice(span.start, span.end))).toEqual(['one', 'two words']);
    expect(joinTranslation(text, done.result.sentences)).toBe('un\ndeux mots');
    expect(from).toEqual({ kind: 'own', surprises: [[{ bits: 2, instead: null }], [{ bits: 2, instead: null }]] });
    expect(translator.linked!.placed.map(({ sentences }) => sentences.length)).toEqual([1, 1]);
    expect(() => translator.shown()).toThrow('copy it instead');
    expect(translator.shownText()).toBe('un\ndeux mots');
    // an edit changes nothing in what cannot be replaced anyway
    document.apply([{ range: mock.range(0, 3, 0, 6), text: 'x' }]);
    translator.checkReplaceable();
    expect(outcome()).toMatchObject({ replaceable: false });
  });

  it('aligns a translation all with all where its sentences cannot be told apart', async () => {
    await translator.alignOwn(capture(), ['tout ensemble'], Promise.resolve());
    const done = outcome();
    if (done.phase !== 'done') throw new Error(done.phase);
    expect(done.result.sentences.map(({ source, target }) => [source, target])).toEqual([
      ['one two words', 'tout ensemble'],
    ]);
    expect(translator.linked!.placed).toEqual([]);
  });

  it('follows one document at a time, and none after a fault', async () => {
    const listening = mock.events.changed.count;
    await translator.translate(capture(), 'translation');
    await translator.translate(capture(), 'translation');
    expect(mock.events.changed.count).toBe(listening + 1);
    translate.mockRejectedValueOnce(new EngineError({ code: 'contextLost' }));
    await expect(translator.translate(capture(), 'translation')).rejects.toThrow();
    expect(mock.events.changed.count).toBe(listening + 1);
    expect(outcome()).toEqual({ phase: 'failed', fault: { code: 'contextLost' } });
  });
});
