import { Range, window, type Position, type TextDocument } from 'vscode';
import type { Passage } from '../../documents/passage';
import type { Reader, SourceDocument } from '../../documents/reader';
import type { Span } from '../../text/sentences';
import { isHoverable } from './hoverTranslations';

/** What a hover speaks of. */
export interface Subject {
  kind: 'selection' | 'comment' | 'name';
  range: Range;
  passages: Passage[];
}

/** What is selected where the pointer is. */
export function selectionSubject(reader: Reader, document: TextDocument, position: Position): Subject | null {
  const range = selectionAt(document, position);
  if (!range) return null;
  const passages = [...reader.passages(sourceOf(document), spanOf(document, range))];
  return isHoverable(passages) ? { kind: 'selection', range, passages } : null;
}

/** The comment, or else the name of several words, where the pointer is. */
export function pointedSubject(reader: Reader, document: TextDocument, position: Position): Subject | null {
  const source = sourceOf(document);
  const offset = document.offsetAt(position);
  const comment = reader.commentAt(source, offset);
  if (comment) return commentSubject(reader, document, source, comment, offset);
  const name = reader.nameAt(source, offset);
  const passages = name ? [...reader.passages(source, name)] : [];
  return name && isHoverable(passages) ? { kind: 'name', range: rangeOf(document, name), passages } : null;
}

/** All of a comment, or the paragraph of it that the pointer is on where all is too much. */
function commentSubject(
  reader: Reader,
  document: TextDocument,
  source: SourceDocument,
  comment: Span,
  offset: number,
): Subject | null {
  const all = [...reader.passages(source, comment)];
  if (isHoverable(all)) return { kind: 'comment', range: rangeOf(document, comment), passages: all };
  const under = all.filter(({ start, end }) => start <= offset && offset <= end).slice(0, 1);
  const [passage] = under;
  return passage && isHoverable(under) ? { kind: 'comment', range: rangeOf(document, passage), passages: under } : null;
}

/** The selection of an editor of this document that holds the position; the active editor's first. */
function selectionAt(document: TextDocument, position: Position): Range | undefined {
  const editors = [window.activeTextEditor, ...window.visibleTextEditors];
  for (const editor of editors) {
    if (editor?.document !== document) continue;
    const found = editor.selections.find((selection) => !selection.isEmpty && selection.contains(position));
    if (found) return found;
  }
  return undefined;
}

export const sourceOf = (document: TextDocument): SourceDocument => ({
  text: document.getText(),
  languageId: document.languageId,
});

export const spanOf = (document: TextDocument, { start, end }: Range): Span => ({
  start: document.offsetAt(start),
  end: document.offsetAt(end),
});

const rangeOf = (document: TextDocument, { start, end }: Span): Range =>
  new Range(document.positionAt(start), document.positionAt(end));
