import { FileSystemError, l10n, Uri, workspace } from 'vscode';
import { Refusal } from '../refusal';
import { compact, parseEntries, within, withEntry, type HistoryEntry } from './entry';
import { placesOf } from './places';

export interface HistoryWorld {
  /** The extension's folder for this workspace; undefined where no folder is open: then nothing outlives the window. */
  folder: Uri | undefined;
  /** Asked before anything is stored. */
  settings(): { enabled: boolean; limit: number };
  /** A line for the log. It never holds text of the user's. */
  log(line: string): void;
  /** The disk is full or read-only: what is translated from now on is kept until the window is closed. Said once. */
  onUnwritable(problem: string): void;
}

/** The file may grow so large. */
const MOST_CHARACTERS = 4_000_000;

const FILE = 'history.json';

/** The translations of this workspace: each window writes a file of its own, and reads those of all. */
export class History {
  /** The entries of this window, where there is no folder or its file cannot be read or written. */
  private memory: HistoryEntry[] | null = null;
  /** The folders of all windows, that of this one first. */
  private readonly places: readonly Uri[];
  private toldUnwritable = false;
  /** What was begun last: one change of the file follows another. */
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly world: HistoryWorld) {
    this.places = world.folder ? placesOf(world.folder) : [];
  }

  /** Newest first. */
  async entries(): Promise<HistoryEntry[]> {
    return this.inTurn(async () => {
      const [own, ...others] = await Promise.all([this.own(), ...this.places.slice(1).map((each) => this.read(each))]);
      const all = others.flat().reduce((sum, entry) => (known(sum, entry) ? sum : withEntry(sum, entry)), own!);
      return all.slice(0, this.world.settings().limit);
    });
  }

  /** Keeps a translation, unless the user has switched the history off. A disk that is full is no reason to fail. */
  async remember(entry: HistoryEntry): Promise<void> {
    await this.inTurn(async () => {
      const { enabled, limit } = this.world.settings();
      if (!enabled) return;
      const entries = withEntry(await this.own(), compact(entry));
      await this.keep(within(entries, { entries: limit, characters: MOST_CHARACTERS }));
    });
  }

  /** @throws Refusal where it cannot be taken out of its file */
  async forget(time: number): Promise<void> {
    await this.inTurn(async () => {
      this.memory = this.memory?.filter((entry) => entry.time !== time) ?? null;
      for (const place of this.places) {
        const entries = await this.read(place);
        const left = entries.filter((entry) => entry.time !== time);
        if (left.length < entries.length) await orRefuse(write(place, left));
      }
    });
  }

  /** Forgets everything; the files are deleted. @throws Refusal where one cannot be */
  async clear(): Promise<void> {
    await this.inTurn(async () => {
      this.memory = null;
      for (const place of this.places) {
        const file = Uri.joinPath(place, FILE);
        if (await orRefuse(exists(file))) await orRefuse(workspace.fs.delete(file));
      }
    });
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.last.then(work, work);
    this.last = turn.catch(() => undefined);
    return turn;
  }

  private async own(): Promise<HistoryEntry[]> {
    const [place] = this.places;
    return this.memory ?? (place ? this.read(place) : []);
  }

  private async read(place: Uri): Promise<HistoryEntry[]> {
    const file = Uri.joinPath(place, FILE);
    try {
      if (!(await exists(file))) return [];
      const entries = parseEntries(new TextDecoder().decode(await workspace.fs.readFile(file)));
      if (!entries) this.world.log('A history could not be read, and begins anew.');
      return entries ?? [];
    } catch (thrown) {
      this.world.log(`A history could not be read: ${nameOf(thrown)}`);
      return [];
    }
  }

  /** In the file; in memory where that cannot be, until it can. */
  private async keep(entries: HistoryEntry[]): Promise<void> {
    const [place] = this.places;
    this.memory = entries;
    if (!place) return;
    try {
      await write(place, entries);
      this.memory = null;
    } catch (thrown) {
      this.world.log(`The history could not be written: ${nameOf(thrown)}`);
      if (!this.toldUnwritable) this.world.onUnwritable(messageOf(thrown));
      this.toldUnwritable = true;
    }
  }
}

/** Whether another window has it that keeps something newer, or this one the same. */
const known = (entries: readonly HistoryEntry[], { time, text, result }: HistoryEntry): boolean =>
  entries.some((each) => each.text === text && each.result.model === result.model && each.time >= time);

/** Beside the file, then in its place: a disk that is full in the middle of it leaves the file as it was. */
async function write(place: Uri, entries: readonly HistoryEntry[]): Promise<void> {
  const beside = Uri.joinPath(place, `${FILE}.new`);
  try {
    await workspace.fs.writeFile(beside, new TextEncoder().encode(JSON.stringify(entries)));
    await workspace.fs.rename(beside, Uri.joinPath(place, FILE), { overwrite: true });
  } catch (thrown) {
    await Promise.resolve(workspace.fs.delete(beside)).catch(() => undefined);
    throw thrown;
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

async function orRefuse<T>(change: PromiseLike<T>): Promise<T> {
  try {
    return await change;
  } catch (thrown) {
    throw new Refusal(l10n.t('The history could not be changed: {0}', messageOf(thrown)));
  }
}

/** What kind of thing went wrong: a message could hold a path. */
const nameOf = (thrown: unknown): string => (thrown instanceof FileSystemError ? thrown.code : 'it failed');

const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));
