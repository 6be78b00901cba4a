import { FileSystemError, Uri, workspace } from 'vscode';
import { compact, parseEntries, within, withEntry, type HistoryEntry } from './entry';

export interface HistoryWorld {
  /** The extension's folder for this workspace; undefined where no folder is open: then nothing outlives the window. */
  folder: Uri | undefined;
  /** Asked before anything is stored. */
  settings(): { enabled: boolean; limit: number };
  /** A line for the log. It never holds text of the user's. */
  log(line: string): void;
}

/** The file may grow so large. */
const MOST_CHARACTERS = 4_000_000;

/** The translations of this workspace, in one file of its storage. */
export class History {
  /** Where there is no folder. */
  private memory: HistoryEntry[] = [];
  /** What was begun last: one change of the file follows another. */
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly world: HistoryWorld) {}

  /** Newest first. */
  async entries(): Promise<HistoryEntry[]> {
    return this.inTurn(() => this.read());
  }

  /** Keeps a translation, unless the user has switched the history off. */
  async remember(entry: HistoryEntry): Promise<void> {
    await this.inTurn(async () => {
      const { enabled, limit } = this.world.settings();
      if (!enabled) return;
      const entries = withEntry(await this.read(), compact(entry));
      await this.write(within(entries, { entries: limit, characters: MOST_CHARACTERS }));
    });
  }

  async forget(time: number): Promise<void> {
    await this.inTurn(async () => this.write((await this.read()).filter((entry) => entry.time !== time)));
  }

  /** Forgets everything; the file is deleted. */
  async clear(): Promise<void> {
    await this.inTurn(async () => {
      this.memory = [];
      const { file } = this;
      if (file && (await exists(file))) await workspace.fs.delete(file);
    });
  }

  private get file(): Uri | undefined {
    return this.world.folder && Uri.joinPath(this.world.folder, 'history.json');
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.last.then(work, work);
    this.last = turn.catch(() => undefined);
    return turn;
  }

  private async read(): Promise<HistoryEntry[]> {
    const { file } = this;
    if (!file) return this.memory;
    if (!(await exists(file))) return [];
    const entries = parseEntries(new TextDecoder().decode(await workspace.fs.readFile(file)));
    if (!entries) this.world.log('The history could not be read, and begins anew.');
    return entries ?? [];
  }

  private async write(entries: HistoryEntry[]): Promise<void> {
    const { file } = this;
    if (file) await workspace.fs.writeFile(file, new TextEncoder().encode(JSON.stringify(entries)));
    else this.memory = entries;
  }
}

async function exists(file: Uri): Promise<boolean> {
  try {
    await workspace.fs.stat(file);
    return true;
  } catch (thrown) {
    if (thrown instanceof FileSystemError && thrown.code === 'FileNotFound') return false;
    throw thrown;
  }
}
