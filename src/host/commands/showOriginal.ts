import {
  commands as vscodeCommands,
  l10n,
  Range,
  window,
  type TextDocument,
  type TextDocumentShowOptions,
} from 'vscode';
import * as path from 'node:path';
import { Refusal } from '../refusal';
import { noEditor } from '../selection';
import type { Services } from './services';

/**
 * Opens a comparison of the document as it was before its translations with the document as it is: each translation
 * beside its original, which the arrow between them takes back.
 */
export async function showOriginal({ originals, documents }: Services): Promise<void> {
  const editor = window.activeTextEditor;
  if (!editor) throw noEditor();
  const { document, selection } = editor;
  const original = originals.originalOf(document);
  if (!original) {
    throw new Refusal(l10n.t('No translation that replaced its original stands in this document as it was put there.'));
  }
  const name = path.posix.basename(document.uri.path);
  const uri = documents.add(
    // The ending tells VS Code the language.
    name,
    () => originals.originalOf(document)?.text ?? document.getText(),
    () => subscription.dispose(),
  );
  const subscription = originals.onDidChange((changed) => {
    if (changed === document) documents.refresh(uri);
  });
  const cursor = document.offsetAt(selection.active);
  const span = original.spans.findLast(({ start }) => start <= cursor) ?? original.spans[0]!;
  const options: TextDocumentShowOptions = { preview: true, selection: rangeOf(document, span.start) };
  await vscodeCommands.executeCommand(
    'vscode.diff',
    uri,
    document.uri,
    l10n.t('{0}: original and translation', name),
    options,
  );
}

function rangeOf(document: TextDocument, offset: number): Range {
  const position = document.positionAt(offset);
  return new Range(position, position);
}
