import { l10n, type Range, type TextDocument, type TextEditor } from 'vscode';
import { checkTexts } from './engine/engineClient';
import { Refusal } from './refusal';

/** What was selected when a request was made, so that its answer is put where the question stood or nowhere. */
export interface CapturedSelection {
  document: TextDocument;
  /** In the order of the document; none is blank. */
  ranges: Range[];
  /** One a range. */
  texts: string[];
}

/**
 * Takes the selections of all cursors; those that hold nothing but white space are left out.
 * @throws Refusal without an editor
 * @throws EngineError emptyText where nothing is selected, textTooLong
 */
export function captureSelection(editor: TextEditor | undefined): CapturedSelection {
  if (!editor) throw noEditor();
  const { document } = editor;
  const ranges = [...editor.selections].sort((a, b) => a.start.compareTo(b.start));
  const parts = ranges
    .map((range) => ({ range, text: document.getText(range) }))
    .filter(({ text }) => text.trim() !== '');
  const texts = parts.map(({ text }) => text);
  checkTexts(texts);
  return { document, ranges: parts.map(({ range }) => range), texts };
}

/** Whether more than white space is selected. */
export function hasSelection(editor: TextEditor | undefined): boolean {
  return !!editor?.selections.some((range) => editor.document.getText(range).trim() !== '');
}

/** Takes a range as if it were selected. @throws EngineError emptyText, textTooLong */
export function captureRange(document: TextDocument, range: Range): CapturedSelection {
  const texts = [document.getText(range)];
  checkTexts(texts);
  return { document, ranges: [range], texts };
}

export const noEditor = (): Refusal =>
  new Refusal(l10n.t('There is no text editor: open a text file and select some words first.'));
