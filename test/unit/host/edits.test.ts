import type { TextDocument, TextEditor } from 'vscode';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { placeBatch } from '../../../src/documents/batches';
import type { Reader } from '../../../src/documents/reader';
import { Originals } from '../../../src/host/documents/originals';
import { insertTranslated, replaceTranslated, translatedSelections } from '../../../src/host/documents/putInPlace';
import { selectedPassages } from '../../../src/host/documents/selectedPassages';
import { TrackedSpans } from '../../../src/host/documents/trackedSpans';
import { isReplaceable } from '../../../src/host/edits';
import { captureSelection } from '../../../src/host/selection';
import type { Translated } from '../../../src/host/translator';
import { capitals, linePassages } from '../documents/fakePassages';
import * as mock from './vscodeMock';

vi.mock('vscode', () => import('./vscodeMock'));

const { range } = mock;

/** Below each line its translation, on a line of its own. */
const reader: Reader = {
  passages: ({ text }, within) => linePassages(text, within),
  commentAt: () => null,
  nameAt: () => null,
  below: ({ text }, placed) => {
    if (text.startsWith('{')) return null;
    const at = text.indexOf('\n', placed.passage.end) < 0 ? text.length : text.indexOf('\n', placed.passage.end);
    return { at, text: `\n${placed.text}` };
  },
};

function open(text: string, selections: mock.Range[], scheme?: string) {
  const document = new mock.FakeDocument(text, scheme);
  const editor = new mock.FakeEditor(document, selections);
  mock.window.visibleTextEditors = [editor];
  return { document, editor, captured: captureSelection(editor as unknown as TextEditor) };
}

/** As the translator does it, but at once, in capitals. */
async function translated(opened: ReturnType<typeof open>): Promise<Translated> {
  const { captured } = opened;
  const selected = selectedPassages(reader, captured);
  const tracked = new TrackedSpans(captured.document, selected.passages);
  const placed = placeBatch(selected.passages, await capitals(selected.passages.map(({ text }) => text).join('\n\n')));
  return { id: 1, captured, selected, placed, tracked };
}

let originals: Originals;

beforeEach(() => {
  mock.window.visibleTextEditors = [];
  mock.window.showWarningMessage.mockClear();
  originals = new Originals();
});

const originalText = (document: mock.FakeDocument): string | undefined =>
  originals.originalOf(document as unknown as TextDocument)?.text;

describe('captureSelection', () => {
  it('takes all selections in the order of the document, without the blank ones', () => {
    const { captured } = open('one two\n \nthree', [range(2, 0, 2, 5), range(1, 0, 1, 1), range(0, 4, 0, 7)]);
    expect(captured.texts).toEqual(['two', 'three']);
    expect(captured.ranges).toEqual([range(0, 4, 0, 7), range(2, 0, 2, 5)]);
  });

  it('refuses without an editor, and without a selection', () => {
    expect(() => captureSelection(undefined)).toThrow('open a text file');
    expect(() => open('one', [range(0, 1, 0, 1)])).toThrow('select some words first');
  });

  it('counts all selections together against the limit', () => {
    const text = 'a'.repeat(12_000);
    expect(() => open(`${text}\n${text}`, [range(0, 0, 0, 12_000), range(1, 0, 1, 12_000)])).toThrow('24000');
  });
});

describe('replaceTranslated', () => {
  it('replaces the passages of all selections in one edit, and nothing around them', async () => {
    const opened = open('\t* one\n\t* two\n\t* three\n', [range(0, 0, 1, 0), range(2, 0, 2, 8)]);
    await replaceTranslated(await translated(opened), originals);
    expect(opened.document.text).toBe('\t* ONE\n\t* two\n\t* THREE\n');
    expect(opened.editor.edits).toBe(1);
  });

  it('takes a passage once that two selections are in', async () => {
    const opened = open('one two three', [range(0, 0, 0, 3), range(0, 8, 0, 13)]);
    await replaceTranslated(await translated(opened), originals);
    expect(opened.document.text).toBe('ONE TWO THREE');
  });

  it('finds the passages where they are after an edit before them', async () => {
    const opened = open('one\ntwo\nthree', [range(1, 0, 1, 3)]);
    const translation = await translated(opened);
    opened.document.apply([{ range: range(0, 0, 0, 3), text: 'the first\nand more' }]);
    expect(isReplaceable(translation.tracked)).toBe(true);
    await replaceTranslated(translation, originals);
    expect(opened.document.text).toBe('the first\nand more\nTWO\nthree');
  });

  it('leaves a passage alone that was changed, and says so', async () => {
    const opened = open('one\ntwo\nthree', [range(0, 0, 2, 5)]);
    const translation = await translated(opened);
    opened.document.apply([{ range: range(1, 1, 1, 2), text: 'WW' }]);
    await replaceTranslated(translation, originals);
    expect(opened.document.text).toBe('ONE\ntWWo\nTHREE');
    expect(mock.window.showWarningMessage.mock.lastCall![0]).toContain('1 of 3 passages were changed');
  });

  it('refuses when all that was translated has changed, and leaves it alone', async () => {
    const opened = open('one two', [range(0, 0, 0, 7)]);
    const translation = await translated(opened);
    opened.document.apply([{ range: range(0, 0, 0, 7), text: 'x' }]);
    expect(isReplaceable(translation.tracked)).toBe(false);
    await expect(replaceTranslated(translation, originals)).rejects.toThrow('has changed since');
    expect(opened.document.text).toBe('x');
  });

  it('tries again where another edit came first, by the places of then', async () => {
    const opened = open('one\ntwo', [range(1, 0, 1, 3)]);
    const translation = await translated(opened);
    const edit = opened.editor.edit.bind(opened.editor);
    opened.editor.edit = async () => {
      opened.document.apply([{ range: range(0, 0, 0, 0), text: 'and ' }]);
      opened.editor.edit = edit;
      return false;
    };
    await replaceTranslated(translation, originals);
    expect(opened.document.text).toBe('and one\nTWO');
  });

  it('refuses a document that was closed', async () => {
    const opened = open('one', [range(0, 0, 0, 3)]);
    const translation = await translated(opened);
    mock.events.closed.fire(opened.document);
    await expect(replaceTranslated(translation, originals)).rejects.toThrow('has changed since');
  });

  it('refuses a document that cannot be written', async () => {
    const opened = open('one', [range(0, 0, 0, 3)], 'readonly');
    const translation = await translated(opened);
    expect(isReplaceable(translation.tracked)).toBe(false);
    await expect(replaceTranslated(translation, originals)).rejects.toThrow('is read-only');
    expect(opened.document.text).toBe('one');
    // An editor may be read-only where its file system is not; then it takes the edit and does nothing.
    const file = open('one', [range(0, 0, 0, 3)]);
    file.editor.readOnly = true;
    await expect(replaceTranslated(await translated(file), originals)).rejects.toThrow('may be read-only');
    expect(originalText(file.document)).toBeUndefined();
  });

  it('edits a document that no editor shows', async () => {
    const opened = open('one', [range(0, 0, 0, 3)]);
    const translation = await translated(opened);
    mock.window.visibleTextEditors = [];
    mock.workspace.applyEdit.mockImplementationOnce(async ({ changes }) => {
      opened.document.apply(changes);
      return true;
    });
    await replaceTranslated(translation, originals);
    expect(opened.document.text).toBe('ONE');
  });

  it('writes the line ends that the document has', async () => {
    const opened = open('one\r\ntwo', [range(0, 0, 0, 3)]);
    opened.document.eol = mock.EndOfLine.CRLF;
    const translation = await translated(opened);
    translation.placed[0]!.text = 'un\ndeux\r\ntrois';
    await replaceTranslated(translation, originals);
    expect(opened.document.text).toBe('un\r\ndeux\r\ntrois\r\ntwo');
    expect(originalText(opened.document)).toBe('one\r\ntwo');
  });
});

describe('the original', () => {
  it('is remembered while its translation stands, whatever is edited elsewhere', async () => {
    const opened = open('one\ntwo\nthree', [range(0, 0, 0, 3), range(2, 0, 2, 5)]);
    await replaceTranslated(await translated(opened), originals);
    expect(originalText(opened.document)).toBe('one\ntwo\nthree');
    opened.document.apply([{ range: range(1, 0, 1, 3), text: 'new\nlines' }]);
    expect(originalText(opened.document)).toBe('one\nnew\nlines\nthree');
    opened.document.apply([{ range: range(0, 1, 0, 2), text: '!' }]);
    expect(originalText(opened.document)).toBe('O!E\nnew\nlines\nthree');
    opened.document.apply([{ range: range(3, 0, 3, 5), text: '' }]);
    expect(originalText(opened.document)).toBeUndefined();
  });

  it('is forgotten with its document, and leaves nothing listening', async () => {
    const listening = mock.events.changed.count;
    const opened = open('one', [range(0, 0, 0, 3)]);
    const translation = await translated(opened);
    await replaceTranslated(translation, originals);
    translation.tracked.dispose();
    mock.events.closed.fire(opened.document);
    expect(originalText(opened.document)).toBeUndefined();
    expect(mock.events.changed.count).toBe(listening);
  });
});

describe('insertTranslated', () => {
  it('puts each translation below its selection, in one edit', async () => {
    const opened = open('one\ntwo\nthree', [range(0, 0, 0, 3), range(2, 0, 2, 5)]);
    await insertTranslated(await translated(opened), reader);
    expect(opened.document.text).toBe('one\nONE\ntwo\nthree\nTHREE');
    expect(opened.editor.edits).toBe(1);
  });

  it('finds the place after an edit before it, and skips what was changed', async () => {
    const opened = open('one\ntwo\nthree', [range(0, 0, 0, 3), range(2, 0, 2, 5)]);
    const translation = await translated(opened);
    opened.document.apply([{ range: range(0, 1, 0, 2), text: '\n\n' }]);
    await insertTranslated(translation, reader);
    expect(opened.document.text).toBe('o\n\ne\ntwo\nthree\nTHREE');
  });

  it('refuses where nothing can stand below', async () => {
    const opened = open('{\nvalue\n}', [range(1, 0, 1, 5)]);
    await expect(insertTranslated(await translated(opened), reader)).rejects.toThrow('replace it instead');
    expect(opened.document.text).toBe('{\nvalue\n}');
  });
});

describe('translatedSelections', () => {
  it('gives each selection as it would be, marks and all', async () => {
    const opened = open('\t* one\n\t* two\n', [range(0, 0, 0, 6), range(1, 1, 1, 6)]);
    expect(translatedSelections(await translated(opened))).toEqual(['\t* ONE', '* TWO']);
  });

  it('gives all of a passage that is not to be divided', async () => {
    const opened = open('one two three', [range(0, 4, 0, 7)]);
    expect(translatedSelections(await translated(opened))).toEqual(['ONE TWO THREE']);
  });
});
