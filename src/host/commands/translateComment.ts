import { l10n, Range, window, type TextDocument } from 'vscode';
import type { Reader } from '../../documents/reader';
import type { Span } from '../../text/sentences';
import { Refusal } from '../refusal';
import { captureRange, noEditor } from '../selection';
import type { Services } from './services';

/** Translates the comment, or the paragraph of a text, that the cursor is in, and shows it in the panel. */
export async function translateComment({ translator, panel, reader }: Services): Promise<void> {
  const editor = window.activeTextEditor;
  if (!editor) throw noEditor();
  const { document, selection } = editor;
  const span = textAt(reader, document, document.offsetAt(selection.active));
  if (!span) throw new Refusal(l10n.t('There is no comment at the cursor.'));
  const range = new Range(document.positionAt(span.start), document.positionAt(span.end));
  await translator.translate(captureRange(document, range), 'translation', panel.show('translation'));
}

function textAt(reader: Reader, document: TextDocument, offset: number): Span | null {
  const source = { text: document.getText(), languageId: document.languageId };
  const comment = reader.commentAt(source, offset);
  if (comment) return comment;
  for (const passage of reader.passages(source)) {
    if (passage.start > offset) break;
    if (passage.end >= offset) return { start: passage.start, end: passage.end };
  }
  return null;
}
