import {
  Position,
  Range,
  TextEditorRevealType,
  window,
  type Disposable,
  type TextDocument,
  type TextEditor,
  type TextEditorVisibleRangesChangeEvent,
} from 'vscode';
import type { LineMap } from '../../documents/lineMap';

/** Two documents that stand beside each other, and which of their lines do. */
export interface Pair {
  source: TextDocument;
  target: TextDocument;
  lines(): LineMap;
}

/** So long after one side was moved, what it reports is the echo of it. */
const ECHO_MS = 250;

/** Scrolls one side of a pair when the other is scrolled. */
export class ScrollSync implements Disposable {
  private readonly subscription: Disposable;
  private moved: { document: TextDocument; at: number } | null = null;

  constructor(
    private readonly pair: Pair,
    private readonly now: () => number = Date.now,
  ) {
    this.subscription = window.onDidChangeTextEditorVisibleRanges((event) => this.scrolled(event));
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private scrolled({ textEditor, visibleRanges }: TextEditorVisibleRangesChangeEvent): void {
    const { source, target } = this.pair;
    const { document } = textEditor;
    const [visible] = visibleRanges;
    if (!visible || (document !== source && document !== target) || this.isEcho(document)) return;
    const other = document === source ? target : source;
    const lines = this.pair.lines();
    const line = visible.start.line;
    const beside = document === source ? lines.toTarget(line) : lines.toSource(line);
    for (const editor of window.visibleTextEditors) if (editor.document === other) this.move(editor, beside);
  }

  private isEcho(document: TextDocument): boolean {
    return this.moved?.document === document && this.now() - this.moved.at < ECHO_MS;
  }

  private move(editor: TextEditor, wanted: number): void {
    const line = Math.max(0, Math.min(wanted, editor.document.lineCount - 1));
    if (editor.visibleRanges[0]?.start.line === line) return;
    const top = new Position(line, 0);
    this.moved = { document: editor.document, at: this.now() };
    editor.revealRange(new Range(top, top), TextEditorRevealType.AtTop);
  }
}
