import { l10n, Uri, window, workspace, type TextEditor } from 'vscode';
import { Refusal } from '../refusal';
import { noEditor } from '../selection';
import type { Services } from './services';

/**
 * Opens the translation of a file beside it.
 * @param resource the file that the command was chosen for in the Explorer or on a tab; else the active editor's
 */
export async function translateFileBeside({ files }: Services, resource?: unknown): Promise<void> {
  const editor = resource instanceof Uri ? await show(resource) : window.activeTextEditor;
  if (!editor) throw noEditor();
  const { document, viewColumn, visibleRanges } = editor;
  const visible = visibleRanges[0] ? document.offsetAt(visibleRanges[0].start) : 0;
  await files.translateBeside(document, viewColumn, visible);
}

async function show(uri: Uri): Promise<TextEditor> {
  const shown = window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri.toString());
  if (shown) return shown;
  try {
    return await window.showTextDocument(await workspace.openTextDocument(uri));
  } catch {
    throw new Refusal(l10n.t('This file cannot be opened as text.'));
  }
}
