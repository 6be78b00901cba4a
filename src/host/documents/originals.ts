import {
  commands as vscodeCommands,
  EventEmitter,
  window,
  workspace,
  type Disposable,
  type TextDocument,
} from 'vscode';
import type { Span } from '../../text/sentences';
import { contextKeys } from '../contributions';
import { TrackedSpans } from './trackedSpans';

interface Replaced {
  spans: TrackedSpans;
  /** What stood in each span. */
  originals: string[];
}

/** Old replacements are forgotten, so that a long session does not hold every text that it has seen. */
const MOST_PER_DOCUMENT = 50;

/**
 * What translations took the place of, for as long as the translation stands there unchanged: editing or undoing it
 * forgets its original, editing elsewhere does not.
 */
export class Originals implements Disposable {
  private readonly documents = new Map<TextDocument, Replaced[]>();
  private readonly changed = new EventEmitter<TextDocument>();
  /** The original of this document is another than before. */
  readonly onDidChange = this.changed.event;
  private readonly subscriptions: Disposable[];

  constructor() {
    this.subscriptions = [
      this.changed,
      window.onDidChangeActiveTextEditor(() => this.tellContext()),
      workspace.onDidChangeTextDocument(({ document }) => {
        if (!this.documents.has(document)) return;
        this.changed.fire(document);
        this.tellContext();
      }),
      workspace.onDidCloseTextDocument((document) => this.forget(document)),
    ];
  }

  /** @param spans where the translations stand now, in order; `originals` what stood there before */
  remember(document: TextDocument, spans: readonly Span[], originals: string[]): void {
    const replaced = this.documents.get(document) ?? [];
    replaced.push({ spans: new TrackedSpans(document, spans), originals });
    for (const { spans: old } of replaced.splice(0, replaced.length - MOST_PER_DOCUMENT)) old.dispose();
    this.documents.set(document, replaced);
    this.changed.fire(document);
    this.tellContext();
  }

  /** The document as it would be with the originals where their translations stand; null where there are none. */
  originalOf(document: TextDocument): { text: string; spans: Span[] } | null {
    const standing = (this.documents.get(document) ?? []).flatMap(({ spans, originals }) =>
      spans.spans().flatMap((span, index) => (span ? [{ span, original: originals[index]! }] : [])),
    );
    if (standing.length === 0) return null;
    standing.sort((a, b) => a.span.start - b.span.start);
    const text = document.getText();
    let original = '';
    let at = 0;
    for (const { span, original: before } of standing) {
      original += text.slice(at, span.start) + before;
      at = span.end;
    }
    return { text: original + text.slice(at), spans: standing.map(({ span }) => span) };
  }

  dispose(): void {
    for (const document of this.documents.keys()) this.forget(document);
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private forget(document: TextDocument): void {
    for (const { spans } of this.documents.get(document) ?? []) spans.dispose();
    this.documents.delete(document);
  }

  private tellContext(): void {
    const document = window.activeTextEditor?.document;
    const has = document !== undefined && this.originalOf(document) !== null;
    void vscodeCommands.executeCommand('setContext', contextKeys.hasOriginal, has);
  }
}
