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

export const EndOfLine = { LF: 1, CRLF: 2 };
export const env = { language: 'en' };
export const Uri = {
  joinPath: (base: { path: string }, ...parts: string[]) => uri([base.path, ...parts].join('/')),
};
export const uri = (path: string) => ({ path, scheme: 'file', toString: () => `file://${path}` });

export const l10n = {
  bundle: undefined,
  t: (message: string, ...args: unknown[]) => message.replace(/\{(\d)\}/g, (_, n: string) => String(args[Number(n)])),
};

export const window = {
  visibleTextEditors: [] as unknown[],
  activeTextEditor: undefined as unknown,
  showQuickPick: vi.fn<(items: unknown[]) => Promise<unknown>>(async () => undefined),
};

export const ConfigurationTarget = { Global: 1 };

const update = vi.fn(async () => undefined);
export const workspace = {
  fs: { isWritableFileSystem: (scheme: string) => scheme !== 'readonly' },
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
  uri: { scheme: string };
  constructor(
    public text: string,
    scheme = 'file',
  ) {
    this.uri = { scheme };
  }
  offsetAt({ line, character }: Position): number {
    const lines = this.text.split('\n');
    return lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0) + character;
  }
  getText(range: Range): string {
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
  }
}

export class FakeEditor {
  edits = 0;
  /** What VS Code answers where the editor is read-only. */
  accepts = true;
  constructor(
    readonly document: FakeDocument,
    public selections: Range[] = [],
  ) {}
  async edit(fill: (builder: { replace(range: Range, text: string): void }) => void): Promise<boolean> {
    const changes: { range: Range; text: string }[] = [];
    fill({ replace: (each, text) => changes.push({ range: each, text }) });
    if (!this.accepts) return false;
    this.edits++;
    this.document.apply(changes);
    return true;
  }
}

export const range = (startLine: number, start: number, endLine: number, end: number): Range =>
  new Range(new Position(startLine, start), new Position(endLine, end));
