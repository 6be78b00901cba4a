import { EventEmitter, Uri, window, workspace, type Disposable, type TextDocumentContentProvider } from 'vscode';

export const SCHEME = 'attention-lens';

/** How often a document that grows is shown anew: each time, all of its text travels to the window. */
const REFRESH_MS = 700;

interface Made {
  text: () => string;
  closed: () => void;
  /** Whether a tab has shown it: one that is not opened yet is not closed. */
  shown: boolean;
}

/** Read-only documents that this extension makes up. They exist while a tab shows them. */
export class TranslatedDocuments implements TextDocumentContentProvider, Disposable {
  private readonly changed = new EventEmitter<Uri>();
  readonly onDidChange = this.changed.event;
  private readonly documents = new Map<string, Made>();
  private readonly refreshing = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly subscriptions: Disposable[];
  private lastId = 0;

  constructor(private readonly refreshMs = REFRESH_MS) {
    this.subscriptions = [
      this.changed,
      workspace.registerTextDocumentContentProvider(SCHEME, this),
      window.tabGroups.onDidChangeTabs(() => this.dropUnshown()),
    ];
  }

  /**
   * @param name shown in the tab; its ending tells VS Code nothing, the language is set by whoever opens it
   * @param text what it holds, asked for each time it is shown anew
   * @param closed called when the last tab that showed it is gone
   */
  add(name: string, text: () => string, closed: () => void = () => undefined): Uri {
    const uri = Uri.from({ scheme: SCHEME, path: `/${name}`, query: String(++this.lastId) });
    this.documents.set(uri.toString(), { text, closed, shown: false });
    return uri;
  }

  provideTextDocumentContent(uri: Uri): string {
    return this.documents.get(uri.toString())?.text() ?? '';
  }

  /** Shows the document anew, soon. */
  refresh(uri: Uri): void {
    const key = uri.toString();
    if (this.refreshing.has(key)) return;
    this.refreshing.set(
      key,
      setTimeout(() => this.refreshNow(uri), this.refreshMs),
    );
  }

  refreshNow(uri: Uri): void {
    const key = uri.toString();
    clearTimeout(this.refreshing.get(key));
    this.refreshing.delete(key);
    this.changed.fire(uri);
  }

  dispose(): void {
    for (const timer of this.refreshing.values()) clearTimeout(timer);
    for (const { closed } of this.documents.values()) closed();
    this.documents.clear();
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private dropUnshown(): void {
    const shown = new Set(window.tabGroups.all.flatMap(({ tabs }) => tabs.flatMap(({ input }) => urisOf(input))));
    for (const [key, made] of this.documents) {
      if (shown.has(key)) made.shown = true;
      if (shown.has(key) || !made.shown) continue;
      this.documents.delete(key);
      clearTimeout(this.refreshing.get(key));
      this.refreshing.delete(key);
      made.closed();
    }
  }
}

/** The documents that a tab shows: one, or the two sides of a comparison. */
function urisOf(input: unknown): string[] {
  const { uri, original, modified } = (input ?? {}) as { uri?: Uri; original?: Uri; modified?: Uri };
  return [uri, original, modified].flatMap((each) => (each ? [each.toString()] : []));
}
