import { EndOfLine, l10n, Range, window, workspace, WorkspaceEdit, type TextDocument } from 'vscode';
import { Refusal } from './refusal';
import { isUnchanged, type CapturedSelection } from './selection';

interface Change {
  range: Range;
  text: string;
}

/**
 * Puts the translations in place of the selections, in one undo step.
 * @param translations one a range
 * @throws Refusal where the document has changed since, or cannot be written
 */
export async function replaceSelections(captured: CapturedSelection, translations: string[]): Promise<void> {
  await apply(
    captured,
    captured.ranges.map((range, index) => ({ range, text: translations[index]! })),
  );
}

/**
 * Puts each translation on lines of its own below its selection, indented like it, in one undo step.
 * @throws Refusal where the document has changed since, or cannot be written
 */
export async function insertBelowSelections(captured: CapturedSelection, translations: string[]): Promise<void> {
  const { document, ranges } = captured;
  const newLine = document.eol === EndOfLine.CRLF ? '\r\n' : '\n';
  const changes = ranges.map((range, index) => {
    const end = document.lineAt(lastLine(range)).range.end;
    const lines = translations[index]!.trim().split(/\r?\n/);
    const indent = indentation(document, range.start.line);
    const text = lines.map((line) => newLine + (line.trim() === '' ? '' : indent + line.trimStart())).join('');
    return { range: new Range(end, end), text };
  });
  await apply(captured, changes);
}

/** A selection of whole lines ends at the start of the next one, which is not meant. */
function lastLine({ start, end }: Range): number {
  return end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
}

function indentation(document: TextDocument, line: number): string {
  const { text, firstNonWhitespaceCharacterIndex } = document.lineAt(line);
  return text.slice(0, firstNonWhitespaceCharacterIndex);
}

async function apply(captured: CapturedSelection, changes: Change[]): Promise<void> {
  const { document } = captured;
  checkWritable(document);
  checkUnchanged(captured);
  const editor = window.visibleTextEditors.find((each) => each.document === document);
  const done = editor
    ? await editor.edit((edit) => changes.forEach(({ range, text }) => edit.replace(range, text)))
    : await workspace.applyEdit(workspaceEdit(document, changes));
  if (done) return;
  checkUnchanged(captured);
  throw new Refusal(l10n.t('The document could not be changed: it may be read-only.'));
}

function workspaceEdit(document: TextDocument, changes: Change[]): WorkspaceEdit {
  const edit = new WorkspaceEdit();
  for (const { range, text } of changes) edit.replace(document.uri, range, text);
  return edit;
}

function checkUnchanged(captured: CapturedSelection): void {
  if (isUnchanged(captured)) return;
  throw new Refusal(l10n.t('The document has changed since the translation: select the text and translate it again.'));
}

/** Whether Replace would still be accepted. */
export function isReplaceable(captured: CapturedSelection): boolean {
  return isUnchanged(captured) && isWritable(captured.document);
}

// Undefined for schemes without a file system (untitled documents): those can be written.
const isWritable = ({ uri }: TextDocument): boolean => workspace.fs.isWritableFileSystem(uri.scheme) !== false;

function checkWritable(document: TextDocument): void {
  if (isWritable(document)) return;
  throw new Refusal(l10n.t('The document is read-only. Copy the translation instead.'));
}
