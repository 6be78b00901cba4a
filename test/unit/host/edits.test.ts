import type { TextEditor } from 'vscode';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { insertBelowSelections, isReplaceable, replaceSelections } from '../../../src/host/edits';
import { captureSelection } from '../../../src/host/selection';
import * as mock from './vscodeMock';

vi.mock('vscode', () => import('./vscodeMock'));

const { range } = mock;

function open(text: string, selections: mock.Range[], scheme?: string) {
  const document = new mock.FakeDocument(text, scheme);
  const editor = new mock.FakeEditor(document, selections);
  mock.window.visibleTextEditors = [editor];
  return { document, editor, captured: captureSelection(editor as unknown as TextEditor) };
}

beforeEach(() => {
  mock.window.visibleTextEditors = [];
});

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

describe('replaceSelections', () => {
  it('replaces all in one edit', async () => {
    const { document, editor, captured } = open('one two three', [range(0, 0, 0, 3), range(0, 8, 0, 13)]);
    await replaceSelections(captured, ['un', 'trois']);
    expect(document.text).toBe('un two trois');
    expect(editor.edits).toBe(1);
  });

  it('refuses when the document has changed since, and leaves it alone', async () => {
    const { document, captured } = open('one two', [range(0, 0, 0, 3)]);
    document.apply([{ range: range(0, 7, 0, 7), text: '!' }]);
    expect(isReplaceable(captured as never)).toBe(false);
    await expect(replaceSelections(captured, ['un'])).rejects.toThrow('has changed since');
    expect(document.text).toBe('one two!');
  });

  it('refuses when the document changes while the edit is applied', async () => {
    const { document, editor, captured } = open('one', [range(0, 0, 0, 3)]);
    editor.edit = async () => {
      document.version++;
      return false;
    };
    await expect(replaceSelections(captured, ['un'])).rejects.toThrow('has changed since');
  });

  it('refuses a document that cannot be written', async () => {
    const { captured, document } = open('one', [range(0, 0, 0, 3)], 'readonly');
    expect(isReplaceable(captured)).toBe(false);
    await expect(replaceSelections(captured, ['un'])).rejects.toThrow('read-only');
    expect(document.text).toBe('one');
    const file = open('one', [range(0, 0, 0, 3)]);
    file.editor.accepts = false;
    await expect(replaceSelections(file.captured, ['un'])).rejects.toThrow('may be read-only');
  });

  it('edits a document that no editor shows', async () => {
    const { captured } = open('one', [range(0, 0, 0, 3)]);
    mock.window.visibleTextEditors = [];
    await replaceSelections(captured, ['un']);
    expect(mock.workspace.applyEdit.mock.lastCall![0].changes).toEqual([{ range: range(0, 0, 0, 3), text: 'un' }]);
  });
});

describe('insertBelowSelections', () => {
  it('puts each translation on lines of its own, indented like its selection', async () => {
    const { document, captured } = open('  one two\nthree', [range(0, 2, 0, 5), range(1, 0, 1, 5)]);
    await insertBelowSelections(captured, ['un', 'trois']);
    expect(document.text).toBe('  one two\n  un\nthree\ntrois');
  });

  it('keeps together what a selection of whole lines holds', async () => {
    const { document, captured } = open('\tone\n\ttwo\nthree', [range(0, 0, 2, 0)]);
    await insertBelowSelections(captured, ['\tun\n\tdeux\n']);
    expect(document.text).toBe('\tone\n\ttwo\n\tun\n\tdeux\nthree');
  });
});
