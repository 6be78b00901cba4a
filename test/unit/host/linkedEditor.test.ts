import type { TextEditor } from 'vscode';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { placeBatch } from '../../../src/documents/batches';
import { createReader } from '../../../src/documents/textReader';
import { selectedPassages } from '../../../src/host/documents/selectedPassages';
import { TrackedSpans } from '../../../src/host/documents/trackedSpans';
import { LinkedEditor, type LinkedTranslation } from '../../../src/host/linkedEditor';
import { PanelStore } from '../../../src/host/panelStore';
import { captureSelection } from '../../../src/host/selection';
import type { SentenceResult } from '../../../src/shared/result';
import { splitSentences } from '../../../src/text/sentences';
import * as mock from './vscodeMock';

vi.mock('vscode', () => import('./vscodeMock'));

const TEXT = `before
/**
 * One small cat. It calls \`purr()\` and
 * sleeps.
 */
after
`;

let document: mock.FakeDocument;
let editor: mock.FakeEditor;
let store: PanelStore;
let shown: LinkedTranslation | null;
let linked: LinkedEditor;
const post = vi.fn();

/** A sentence of the text that the model is given, as it comes: in words. */
function sentences(text: string): SentenceResult[] {
  return splitSentences(text).map((span) => {
    const source = text.slice(span.start, span.end);
    const sourceWords = [...source.matchAll(/[\p{L}`()]+|[^\s\p{L}]/gu)].map((match) => ({
      text: match[0],
      start: match.index,
      end: match.index + match[0].length,
    }));
    const targetWords = sourceWords.map((word) => ({ ...word, confidence: 1 }));
    const alignment = sourceWords.map((_, t) => [...sourceWords, null].map((_each, s) => (s === t ? 1 : 0)));
    return { source, target: source, score: 0, sourceWords, targetWords, alignment, span };
  });
}

function request(id: number): void {
  store.setRequest({ id, text: '', focus: 'translation', outcome: { phase: 'running', done: 0, total: 0 } });
}

beforeEach(() => {
  vi.clearAllMocks();
  document = new mock.FakeDocument(TEXT);
  document.languageId = 'typescript';
  editor = new mock.FakeEditor(document, [mock.range(1, 0, 4, 3)]);
  mock.window.visibleTextEditors = [editor];
  mock.window.activeTextEditor = editor;
  const captured = captureSelection(editor as unknown as TextEditor);
  const selected = selectedPassages(
    createReader(() => []),
    captured,
  );
  const placed = placeBatch(selected.passages, sentences(selected.passages[0]!.text));
  store = new PanelStore();
  shown = { id: 7, placed, tracked: new TrackedSpans(captured.document, selected.passages) };
  linked = new LinkedEditor({ shown: () => shown, store, panel: { post } });
  request(7);
});

afterEach(() => {
  linked.dispose();
  shown?.tracked.dispose();
});

/** What is marked, as the document has it. */
const marked = (on = editor): string[] => on.decorations.map((each) => on.document.getText(each));

/** Marks the word with this text. */
function mark(text: string, id = 7): void {
  let found: { sentence: number; word: number } | null = null;
  shown!.placed[0]!.sentences.forEach(({ sourceWords }, sentence) =>
    sourceWords.forEach((each, word) => {
      if (each.text === text) found = { sentence, word };
    }),
  );
  expect(found, text).not.toBeNull();
  linked.mark(id, found);
}

describe('a source word that is active in the panel', () => {
  it('is marked where it stands in the document, in the comment, behind its marks', () => {
    mark('cat');
    expect(marked()).toEqual(['cat']);
    expect(document.offsetAt(editor.decorations[0]!.start)).toBe(TEXT.indexOf('cat'));
    mark('sleeps');
    expect(document.offsetAt(editor.decorations[0]!.start)).toBe(TEXT.indexOf('sleeps'));
    // what the model was shown as something else
    mark('`purr()`');
    expect(marked()).toEqual(['`purr()`']);
    linked.mark(7, null);
    expect(marked()).toEqual([]);
  });

  it('is marked in every editor of the document, those that come later too, and in no other', () => {
    mark('cat');
    const second = new mock.FakeEditor(document);
    const other = new mock.FakeEditor(new mock.FakeDocument(TEXT));
    mock.window.visibleTextEditors = [editor, second, other];
    mock.events.visibleEditors.fire(undefined);
    expect([marked(second), marked(other)]).toEqual([['cat'], []]);
  });

  it('is found after an edit above it, whose coming takes the mark away', () => {
    mark('cat');
    document.apply([{ range: mock.range(0, 0, 0, 0), text: 'a new line\n' }]);
    expect(marked()).toEqual([]);
    mark('cat');
    expect(marked()).toEqual(['cat']);
  });

  it('is not marked once the text is another, nor for another request', () => {
    mark('cat', 6);
    expect(marked()).toEqual([]);
    document.apply([{ range: mock.range(2, 3, 2, 6), text: 'Two' }]);
    mark('cat');
    expect(marked()).toEqual([]);
  });

  it('loses its mark when the user goes on in the editor, and when something else is asked', () => {
    mark('cat');
    mock.events.selected.fire({ textEditor: editor, kind: undefined });
    expect(marked()).toEqual(['cat']);
    mock.events.selected.fire({ textEditor: editor, kind: 1 });
    expect(marked()).toEqual([]);
    mark('cat');
    shown = null;
    request(8);
    expect(marked()).toEqual([]);
  });
});

describe('the cursor', () => {
  const moveTo = (text: string, length = 0): void => {
    const at = document.text.indexOf(text);
    editor.selections = [new mock.Range(document.positionAt(at), document.positionAt(at + length))];
    mock.events.selected.fire({ textEditor: editor, kind: 1 });
  };
  const told = () => post.mock.lastCall?.[0] as unknown;

  it('is told to the panel as the word that it stands in, once', () => {
    post.mockClear();
    moveTo('mall cat');
    expect(told()).toEqual({ type: 'cursor', request: 7, word: { sentence: 0, word: 1 } });
    moveTo('all cat');
    expect(post).toHaveBeenCalledTimes(1);
    moveTo('leeps');
    const [, second] = shown!.placed[0]!.sentences;
    const word = second!.sourceWords.findIndex(({ text }) => text === 'sleeps');
    expect(told()).toEqual({ type: 'cursor', request: 7, word: { sentence: 1, word } });
    moveTo('after');
    expect(told()).toEqual({ type: 'cursor', request: 7, word: null });
  });

  it('counts with a selection only where that is within one word', () => {
    moveTo('cat', 3);
    expect(told()).toMatchObject({ word: { sentence: 0, word: 2 } });
    moveTo('small cat', 9);
    expect(told()).toMatchObject({ word: null });
  });

  it('counts for nothing in another document, or in a text that is another by now', () => {
    moveTo('cat');
    mock.window.activeTextEditor = new mock.FakeEditor(new mock.FakeDocument(TEXT), [mock.range(2, 4, 2, 4)]);
    mock.events.activeEditor.fire(undefined);
    expect(told()).toMatchObject({ word: null });
    mock.window.activeTextEditor = editor;
    mock.events.activeEditor.fire(undefined);
    expect(told()).toMatchObject({ word: { sentence: 0, word: 2 } });
    document.apply([{ range: mock.range(2, 3, 2, 6), text: 'Two' }]);
    expect(told()).toMatchObject({ word: null });
  });

  it('is told again to a document of the panel that has just been opened', () => {
    moveTo('cat');
    post.mockClear();
    linked.tellCursor();
    expect(told()).toMatchObject({ type: 'cursor', word: { sentence: 0, word: 2 } });
  });
});
