import { workspace, type Disposable, type TextDocument, type TextDocumentChangeEvent } from 'vscode';
import { moveSpanBy } from '../../documents/moveSpan';
import type { Span } from '../../text/sentences';

interface Tracked {
  /** Where it stands now; null once it was changed itself. */
  span: Span | null;
  /** What it holds. */
  text: string;
}

/** Spans of a document that are followed through whatever is edited around them. */
export class TrackedSpans implements Disposable {
  private readonly tracked: Tracked[];
  private readonly subscriptions: Disposable[];

  /** @param spans in the document as it is now, in order */
  constructor(
    readonly document: TextDocument,
    spans: readonly Span[],
  ) {
    const text = document.getText();
    this.tracked = spans.map((span) => ({ span, text: text.slice(span.start, span.end) }));
    this.subscriptions = [
      workspace.onDidChangeTextDocument((event) => this.changed(event)),
      workspace.onDidCloseTextDocument((closed) => {
        if (closed === document) this.lose();
      }),
    ];
  }

  /** Whether any span was left alone. */
  get isStanding(): boolean {
    return this.tracked.some(({ span }) => span !== null);
  }

  /** Where each span stands; null for one that does not hold its text any more. */
  spans(): (Span | null)[] {
    const text = this.document.getText();
    return this.tracked.map(({ span, text: held }) => (span && text.startsWith(held, span.start) ? span : null));
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private changed({ document, contentChanges }: TextDocumentChangeEvent): void {
    if (document !== this.document) return;
    const changes = contentChanges.map(({ rangeOffset, rangeLength, text }) => ({
      offset: rangeOffset,
      length: rangeLength,
      text,
    }));
    for (const each of this.tracked) each.span = moveSpanBy(each.span, changes);
  }

  /** A document that was closed has nothing to follow, even if it is opened again. */
  private lose(): void {
    for (const each of this.tracked) each.span = null;
  }
}
