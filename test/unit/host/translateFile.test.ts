import type { TextDocument } from 'vscode';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Reader } from '../../../src/documents/reader';
import { FileTranslator } from '../../../src/host/documents/fileTranslator';
import { TranslatedDocuments } from '../../../src/host/documents/translatedDocuments';
import { EngineError } from '../../../src/shared/faults';
import { capitals, linePassages } from '../documents/fakePassages';
import { settle } from './fakeCarrier';
import * as mock from './vscodeMock';

vi.mock('vscode', () => import('./vscodeMock'));

const reader: Reader = {
  passages: ({ text }, within) => linePassages(text, within),
  commentAt: () => null,
  nameAt: () => null,
  below: () => null,
};

/** Enough lines for several batches. */
const LINES = Array.from({ length: 400 }, (_, index) => `  line number ${index}`);

let documents: TranslatedDocuments;
let shown: string[];
let source: mock.FakeDocument;
/** Opens the gate for the next batch; the engine of these tests waits for it. */
let release: (() => void)[];
let waits: boolean;
let signals: AbortSignal[];
let busy: number;
let files: FileTranslator;
let language: (text: string) => string;

beforeEach(() => {
  vi.useFakeTimers();
  shown = [];
  release = [];
  signals = [];
  waits = false;
  busy = 0;
  language = () => 'en';
  source = new mock.FakeDocument(LINES.join('\n'));
  documents = new TranslatedDocuments(10);
  documents.onDidChange((uri) => shown.push(documents.provideTextDocumentContent(uri)));
  mock.window.tabGroups.all = [];
  mock.workspace.openTextDocument.mockImplementation(async (uri) => {
    const document = new mock.FakeDocument(documents.provideTextDocumentContent(uri as never));
    document.uri = uri as mock.FakeDocument['uri'];
    mock.window.tabGroups.all = [{ viewColumn: 2, tabs: [{ input: new mock.TabInputText(uri) }] }];
    mock.events.tabs.fire(undefined);
    return document;
  });
  files = new FileTranslator({
    documents,
    reader,
    choose: async () => ({ model: 'm', source: 'en', target: 'fr', options: { beam: 1, nBest: 1 } }),
    isIn: (text, wanted) => language(text) === wanted,
    translate: async (text, _model, _options, signal) => {
      signals.push(signal);
      if (waits) await new Promise<void>((resolve) => release.push(resolve));
      if (signal.aborted) throw new EngineError({ code: 'cancelled' });
      return capitals(text);
    },
    busy: (by) => (busy += by),
  });
});

afterEach(() => {
  files.dispose();
  documents.dispose();
  vi.useRealTimers();
});

const translate = () => files.translateBeside(source as unknown as TextDocument, 1);
const uriShown = () => mock.window.showTextDocument.mock.lastCall![0] as mock.FakeDocument;
const closeTabs = () => {
  mock.window.tabGroups.all = [];
  mock.events.tabs.fire(undefined);
};

describe('FileTranslator', () => {
  it('shows the file beside at once, fills it from the top, and leaves the cursor where it was', async () => {
    waits = true;
    const working = translate();
    await settle();
    expect(uriShown().text).toBe(source.text);
    expect(mock.window.showTextDocument.mock.lastCall![1]).toMatchObject({ viewColumn: 2, preserveFocus: true });
    expect(busy).toBe(1);
    release.shift()!();
    await settle();
    await vi.advanceTimersByTimeAsync(10);
    const lines = shown.at(-1)!.split('\n');
    expect(lines.length).toBe(LINES.length);
    expect(lines[0]).toBe('  LINE NUMBER 0');
    expect(lines.at(-1)).toBe(LINES.at(-1));
    waits = false;
    for (const next of release) next();
    await working;
    expect(shown.at(-1)).toBe(source.text.toUpperCase());
    expect(busy).toBe(0);
  });

  it('begins with what the user sees, and ends with what is above', async () => {
    waits = true;
    const working = files.translateBeside(source as unknown as TextDocument, 1, source.text.indexOf('number 200'));
    await settle();
    release.shift()!();
    await settle();
    await vi.advanceTimersByTimeAsync(10);
    const lines = shown.at(-1)!.split('\n');
    expect([lines[0], lines[200]]).toEqual(['  line number 0', '  LINE NUMBER 200']);
    waits = false;
    for (const next of release) next();
    await working;
    expect(shown.at(-1)).toBe(source.text.toUpperCase());
  });

  it('leaves what is in another language as it is', async () => {
    language = (text) => (text.endsWith('7') ? 'fr' : 'en');
    await translate();
    const expected = LINES.map((line) => (line.endsWith('7') ? line : line.toUpperCase()));
    expect(shown.at(-1)!.split('\n')).toEqual(expected);
  });

  it('translates all of a file in another language, where the user wants it nevertheless', async () => {
    language = () => 'fr';
    await translate();
    expect(shown.at(-1)).toBe(source.text.toUpperCase());
  });

  it('stops when it is cancelled, and keeps what it has', async () => {
    waits = true;
    const working = translate();
    await settle();
    release.shift()!();
    await settle();
    files.cancel();
    release.shift()!();
    await expect(working).rejects.toMatchObject({ fault: { code: 'cancelled' } });
    const lines = shown.at(-1)!.split('\n');
    expect(lines[0]).toBe('  LINE NUMBER 0');
    expect(lines.at(-1)).toBe(LINES.at(-1));
    expect(busy).toBe(0);
  });

  it('stops when its tab is closed, and forgets it', async () => {
    waits = true;
    const working = translate();
    await settle();
    const { uri } = uriShown();
    closeTabs();
    expect(signals[0]!.aborted).toBe(true);
    release.shift()!();
    await expect(working).rejects.toMatchObject({ fault: { code: 'cancelled' } });
    expect(documents.provideTextDocumentContent(uri as never)).toBe('');
  });

  it('shows again what is there, and translates anew what has changed, in the same tab', async () => {
    await translate();
    const { uri } = uriShown();
    const asked = signals.length;
    await translate();
    expect(signals.length).toBe(asked);
    source.apply([{ range: mock.range(0, 2, 0, 6), text: 'row' }]);
    await translate();
    expect(uriShown().uri).toBe(uri);
    expect(shown.at(-1)!.split('\n')[0]).toBe('  ROW NUMBER 0');
  });

  it('begins again what it did not end', async () => {
    waits = true;
    const working = translate();
    await settle();
    files.cancel();
    release.shift()!();
    await expect(working).rejects.toThrow();
    waits = false;
    await translate();
    expect(shown.at(-1)).toBe(source.text.toUpperCase());
  });

  it('refuses its own translations, and files without words', async () => {
    source.uri.scheme = 'attention-lens';
    await expect(translate()).rejects.toThrow('is a translation already');
    source = new mock.FakeDocument(' \n42\n');
    await expect(translate()).rejects.toThrow('nothing to translate');
  });

  it('leaves nothing listening when its tab is closed', async () => {
    const before = mock.events.scrolled.count;
    await translate();
    expect(mock.events.scrolled.count).toBe(before + 1);
    closeTabs();
    expect(mock.events.scrolled.count).toBe(before);
  });
});

describe('scrolling in step', () => {
  const scroll = (editor: mock.FakeEditor, line: number): void => {
    editor.visibleRanges = [mock.range(line, 0, line + 20, 0)];
    mock.events.scrolled.fire({ textEditor: editor, visibleRanges: editor.visibleRanges });
  };

  it('moves the other side to the line beside, and takes no echo for a wish', async () => {
    await translate();
    const [left, right] = [new mock.FakeEditor(source), new mock.FakeEditor(uriShown())];
    mock.window.visibleTextEditors = [left, right];
    scroll(left, 120);
    expect(right.revealRange).toHaveBeenLastCalledWith(mock.range(120, 0, 120, 0), 3);
    scroll(right, 119);
    expect(left.revealRange).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1_000);
    scroll(right, 40);
    expect(left.revealRange).toHaveBeenLastCalledWith(mock.range(40, 0, 40, 0), 3);
  });

  it('leaves other documents where they are', async () => {
    await translate();
    const [left, other] = [new mock.FakeEditor(source), new mock.FakeEditor(new mock.FakeDocument('x'))];
    mock.window.visibleTextEditors = [left, other];
    scroll(other, 0);
    scroll(left, 5);
    expect(left.revealRange).not.toHaveBeenCalled();
    expect(other.revealRange).not.toHaveBeenCalled();
  });
});
