import { EndOfLine, l10n, Range, window, workspace, WorkspaceEdit, type TextDocument } from 'vscode';
import type { Span } from '../text/sentences';
import type { TrackedSpans } from './documents/trackedSpans';
import { Refusal } from './refusal';

/** A text that takes the place of a span. */
export interface Change extends Span {
  text: string;
}

/** What an edit did. */
export interface Applied {
  /** Where each change stands now, in order. */
  spans: Span[];
  /** What stood in its place before. */
  originals: string[];
}

/** How often an edit is tried again that another one came before. */
const ATTEMPTS = 3;

/**
 * Makes changes to a document in one undo step.
 * @param changes asked for anew where another edit came between: the changes by the offsets of then, disjoint, in order
 * @throws Refusal where the document cannot be written, and whatever `changes` throws
 */
export async function applyChanges(document: TextDocument, changes: () => Change[]): Promise<Applied> {
  checkWritable(document);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const wanted = changes().map((change) => ({ ...change, text: withLineEnds(change.text, document.eol) }));
    const text = document.getText();
    const originals = wanted.map(({ start, end }) => text.slice(start, end));
    const spans = spansAfter(wanted);
    if (wanted.every((change, index) => change.text === originals[index])) return { spans, originals };
    const before = document.version;
    const done = await edit(document, wanted);
    // An editor that is read-only takes an edit, and does nothing.
    if (done && document.version !== before) return { spans, originals };
    if (document.version === before)
      throw new Refusal(l10n.t('The document could not be changed: it may be read-only.'));
  }
  throw changedSince();
}

async function edit(document: TextDocument, changes: readonly Change[]): Promise<boolean> {
  const ranges = changes.map(({ start, end }) => new Range(document.positionAt(start), document.positionAt(end)));
  const editor = window.visibleTextEditors.find((each) => each.document === document);
  if (editor) {
    return editor.edit((builder) => changes.forEach(({ text }, index) => builder.replace(ranges[index]!, text)));
  }
  const edits = new WorkspaceEdit();
  changes.forEach(({ text }, index) => edits.replace(document.uri, ranges[index]!, text));
  return workspace.applyEdit(edits);
}

function spansAfter(changes: readonly Change[]): Span[] {
  let shift = 0;
  return changes.map(({ start, end, text }) => {
    const span = { start: start + shift, end: start + shift + text.length };
    shift += text.length - (end - start);
    return span;
  });
}

/** VS Code would do the same, and the offsets would be others than those that were counted. */
const withLineEnds = (text: string, eol: EndOfLine): string =>
  text.replaceAll(/\r\n|\r|\n/g, eol === EndOfLine.CRLF ? '\r\n' : '\n');

/**
 * The changes that put texts in the place of the spans that still hold what they held.
 * @param texts one a span
 * @throws Refusal where none does
 */
export function changesTo(tracked: TrackedSpans, texts: readonly string[]): Change[] {
  const changes = tracked.spans().flatMap((span, index) => (span ? [{ ...span, text: texts[index]! }] : []));
  if (changes.length > 0) return changes;
  throw changedSince();
}

const changedSince = (): Refusal =>
  new Refusal(l10n.t('The document has changed since the translation: select the text and translate it again.'));

/** Whether a translation could still take the place of its source. */
export function isReplaceable(tracked: TrackedSpans): boolean {
  return tracked.isStanding && isWritable(tracked.document);
}

// Undefined for schemes without a file system (untitled documents): those can be written.
const isWritable = ({ uri }: TextDocument): boolean => workspace.fs.isWritableFileSystem(uri.scheme) !== false;

/** @throws Refusal */
export function checkWritable(document: TextDocument): void {
  if (isWritable(document)) return;
  throw new Refusal(l10n.t('The document is read-only. Copy the translation instead.'));
}
