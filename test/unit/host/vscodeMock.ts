import { posix } from 'node:path';
/** As much of the VS Code API as the host's logic needs where there is no VS Code. */

import { vi } from 'vitest';

export class Position {
  constructor(
    readonly line: number,
    readonly character: number,
  ) {}
  compareTo(other: Position): number {
    return this.line - other.line || this.character - other.character;
  }
}

export class Range {
  constructor(
    readonly start: Position,
    readonly end: Position,
  ) {}
  get isEmpty(): boolean {
    return this.start.compareTo(this.end) === 0;
  }
  contains(position: Position): boolean {
    return this.start.compareTo(position) <= 0 && this.end.compareTo(position) >= 0;
  }
}

export class MarkdownString {
  isTrusted: unknown;
  constructor(
    public value = '',
    readonly supportThemeIcons = false,
  ) {}
  appendText(text: string): this {
    this.value += text
      .replace(/[\\`*_{}[\]()#+\-!~]/g, '\\$&')
      .replace(/</g, '&lt;')
      .replace(/ /g, '&nbsp;');
    return this;
  }
  appendMarkdown(text: string): this {
    this.value += text;
    return this;
  }
}

export class WorkspaceEdit {
  readonly changes: { range: Range; text: string }[] = [];
  replace(_uri: unknown, range: Range, text: string): void {
    this.changes.push({ range, text });
  }
}

/** An event that tests fire. */
export class EventEmitter<T> {
  private readonly listeners = new Set<(value: T) => void>();
  readonly event = (listener: (value: T) => void) => {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  };
  fire(value: T): void {
    for (const listener of this.listeners) listener(value);
  }
  dispose(): void {
    this.listeners.clear();
  }
  get count(): number {
    return this.listeners.size;
  }
}

export const Disposable = {
  from: (...all: { dispose(): void }[]) => ({ dispose: () => all.forEach((each) => each.dispose()) }),
};

export class Hover {
  constructor(
    readonly contents: MarkdownString,
    readonly range: Range,
  ) {}
}

export class TabInputText {
  constructor(readonly uri: unknown) {}
}

export const ViewColumn = { Active: -1, Beside: -2 };
export const OverviewRulerLane = { Center: 2 };
export const TextEditorRevealType = { AtTop: 3 };
export const StatusBarAlignment = { Left: 1, Right: 2 };
export class ThemeIcon {
  constructor(readonly id: string) {}
}
export class ThemeColor {
  constructor(readonly id: string) {}
}
export const ProgressLocation = { Notification: 15 };
export const languages = { setTextDocumentLanguage: vi.fn(async (document: unknown) => document) };

/** Fired by tests and by the fakes. */
export const events = {
  changed: new EventEmitter<unknown>(),
  closed: new EventEmitter<unknown>(),
  activeEditor: new EventEmitter<unknown>(),
  tabs: new EventEmitter<unknown>(),
  scrolled: new EventEmitter<unknown>(),
  visibleEditors: new EventEmitter<unknown>(),
  selected: new EventEmitter<unknown>(),
};

export const EndOfLine = { LF: 1, CRLF: 2 };
/** What was copied. */
let copied = '';
export const env = {
  language: 'en',
  clipboard: { readText: async () => copied, writeText: async (text: string) => void (copied = text) },
};
export const Uri = {
  [Symbol.hasInstance]: () => false,
  from: ({ scheme, path, query }: { scheme: string; path: string; query: string }) => ({
    ...uri(path),
    scheme,
    toString: () => `${scheme}:${path}?${query}`,
  }),
  joinPath: (base: { path: string }, ...parts: string[]) => uri(posix.join(base.path, ...parts)),
};
export const uri = (path: string) => ({ path, scheme: 'file', toString: () => `file://${path}` });

export const l10n = {
  bundle: undefined,
  t: (message: string, ...args: unknown[]) => message.replace(/\{(\d)\}/g, (_, n: string) => String(args[Number(n)])),
};

export const window = {
  visibleTextEditors: [] as unknown[],
  activeTextEditor: undefined as unknown,
  tabGroups: { onDidChangeTabs: events.tabs.event, all: [] as { viewColumn: number; tabs: { input: unknown }[] }[] },
  onDidChangeActiveTextEditor: events.activeEditor.event,
  onDidChangeTextEditorVisibleRanges: events.scrolled.event,
  onDidChangeVisibleTextEditors: events.visibleEditors.event,
  onDidChangeTextEditorSelection: events.selected.event,
  createTextEditorDecorationType: vi.fn((_options: unknown) => ({ dispose: vi.fn() })),
  showInformationMessage: vi.fn<(message: string, ...items: string[]) => Promise<string | undefined>>(
    async () => undefined,
  ),
  showWarningMessage: vi.fn<(message: string) => Promise<string | undefined>>(async () => undefined),
  showTextDocument: vi.fn(async (_document: unknown, _options: unknown) => undefined),
  createStatusBarItem: undefined as unknown,
  createWebviewPanel: vi.fn<(...given: unknown[]) => unknown>(),
  withProgress: vi.fn(async () => undefined),
  showInputBox: vi.fn<(options: Record<string, unknown>) => Promise<string | undefined>>(async () => undefined),
  createQuickPick: vi.fn<() => unknown>(),
  setStatusBarMessage: vi.fn(),
  showQuickPick: vi.fn<(items: unknown[]) => Promise<unknown>>(async () => undefined),
};

export const ConfigurationTarget = { Global: 1 };

export class FileSystemError extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

/** Files by their paths. */
const files = new Map<string, Uint8Array>();

function found(path: string): Uint8Array {
  const bytes = files.get(path);
  if (!bytes) throw new FileSystemError('FileNotFound');
  return bytes;
}

const update = vi.fn(async () => undefined);
export const workspace = {
  fs: {
    files,
    isWritableFileSystem: (scheme: string) => scheme !== 'readonly',
    stat: async ({ path }: { path: string }) => ({ size: found(path).length }),
    readFile: async ({ path }: { path: string }) => found(path),
    writeFile: vi.fn(async ({ path }: { path: string }, bytes: Uint8Array) => void files.set(path, bytes)),
    delete: async ({ path }: { path: string }) => void files.delete(path),
    rename: async (from: { path: string }, to: { path: string }) => {
      files.set(to.path, found(from.path));
      files.delete(from.path);
    },
  },
  onDidChangeTextDocument: events.changed.event,
  onDidCloseTextDocument: events.closed.event,
  registerTextDocumentContentProvider: (_scheme: string, _provider: unknown) => ({ dispose: () => undefined }),
  openTextDocument: vi.fn(async (_uri: unknown): Promise<unknown> => undefined),
  applyEdit: vi.fn(async (_edit: WorkspaceEdit) => true),
  /** Of any section. */
  update,
  getConfiguration: () => ({ get: () => undefined, update }),
};

export const commands = { executeCommand: vi.fn(async () => undefined) };

/** A document of lines, and an editor on it that applies edits as VS Code does: all at once, by the old positions. */
export class FakeDocument {
  version = 1;
  isClosed = false;
  eol = EndOfLine.LF;
  languageId = 'plaintext';
  uri: { scheme: string; path: string; toString(): string };
  constructor(
    public text: string,
    scheme = 'file',
  ) {
    this.uri = { ...uri('/folder/file.txt'), scheme };
  }
  get lineCount(): number {
    return this.text.split('\n').length;
  }
  positionAt(offset: number): Position {
    const lines = this.text.slice(0, offset).split('\n');
    return new Position(lines.length - 1, lines.at(-1)!.length);
  }
  offsetAt({ line, character }: Position): number {
    const lines = this.text.split('\n');
    return lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0) + character;
  }
  getText(range?: Range): string {
    if (!range) return this.text;
    return this.text.slice(this.offsetAt(range.start), this.offsetAt(range.end));
  }
  lineAt(line: number): { text: string; range: Range; firstNonWhitespaceCharacterIndex: number } {
    const text = this.text.split('\n')[line]!;
    const firstNonWhitespaceCharacterIndex = text.length - text.trimStart().length;
    return { text, range: range(line, 0, line, text.length), firstNonWhitespaceCharacterIndex };
  }
  apply(changes: { range: Range; text: string }[]): void {
    const offsets = changes.map(
      ({ range: each, text }) => [this.offsetAt(each.start), this.offsetAt(each.end), text] as const,
    );
    for (const [start, end, text] of offsets.toSorted((a, b) => b[0] - a[0])) {
      this.text = this.text.slice(0, start) + text + this.text.slice(end);
    }
    this.version++;
    const contentChanges = offsets
      .toSorted((a, b) => b[0] - a[0])
      .map(([start, end, text]) => ({ rangeOffset: start, rangeLength: end - start, text }));
    events.changed.fire({ document: this, contentChanges });
  }
}

export class FakeEditor {
  edits = 0;
  /** What VS Code answers where the document has changed meanwhile. */
  accepts = true;
  /** An editor that is read-only says that it has done what it has not. */
  readOnly = false;
  visibleRanges: Range[] = [];
  /** What is drawn on it. */
  decorations: Range[] = [];
  readonly revealRange = vi.fn((_range: Range, _type: number) => undefined);
  constructor(
    readonly document: FakeDocument,
    public selections: Range[] = [],
  ) {}
  get selection(): Range {
    return this.selections[0]!;
  }
  set selection(selection: Range) {
    this.selections = [selection];
  }
  setDecorations(_type: unknown, ranges: Range[]): void {
    this.decorations = ranges;
  }
  async edit(fill: (builder: { replace(range: Range, text: string): void }) => void): Promise<boolean> {
    const changes: { range: Range; text: string }[] = [];
    fill({ replace: (each, text) => changes.push({ range: each, text }) });
    if (!this.accepts) return false;
    this.edits++;
    if (this.readOnly) return true;
    this.document.apply(changes);
    return true;
  }
}

export const range = (startLine: number, start: number, endLine: number, end: number): Range =>
  new Range(new Position(startLine, start), new Position(endLine, end));
