import {
  l10n,
  languages,
  TabInputText,
  ViewColumn,
  window,
  workspace,
  type Disposable,
  type TextDocument,
  type Uri,
} from 'vscode';
import * as path from 'node:path';
import type { Passage, PlacedPassage } from '../../documents/passage';
import { PatchedText, type Patch } from '../../documents/patchedText';
import type { Reader } from '../../documents/reader';
import { startingAt, translatable, translatePassages } from '../../documents/translatePassages';
import type { TranslateOptions } from '../../shared/engineProtocol';
import type { SentenceResult } from '../../shared/result';
import { languageName } from '../languageNames';
import { Refusal } from '../refusal';
import { withProgress } from '../progress';
import { ScrollSync, type Pair } from './scrollSync';
import { SCHEME, type TranslatedDocuments } from './translatedDocuments';

/** What the file translator works with. */
export interface FileTranslatorWorld {
  documents: TranslatedDocuments;
  /** The model for a text, and how it is to search. @throws EngineError cancelled where the user would rather not */
  choose(text: string): Promise<{ model: string; source: string; target: string; options: TranslateOptions }>;
  reader: Reader;
  /** Whether a passage may be in this language, as far as anybody can tell. */
  isIn(text: string, language: string): boolean;
  /** @throws EngineError */
  translate(text: string, model: string, options: TranslateOptions, signal: AbortSignal): Promise<SentenceResult[]>;
  busy(by: 1 | -1): void;
}

/** A file's translation: the document that shows it, and what was made of it by now. */
interface Session {
  uri: Uri;
  version: number;
  patched: PatchedText;
  abort: AbortController;
  sync: Disposable | null;
  /** Begun again when it is asked for again, unless it came to its end. */
  complete: boolean;
}

/** A batch as patches, cut where it begins at the top again. */
function runs(batch: readonly PlacedPassage[]): Patch[][] {
  const patches = batch.map(({ passage: { start, end }, text }) => ({ start, end, text }));
  const cut = patches.findIndex(({ start }, index) => index > 0 && start < patches[index - 1]!.start);
  return cut < 0 ? [patches] : [patches.slice(0, cut), patches.slice(cut)];
}

/** So many characters of a file tell its language. */
const SAMPLE = 4_000;

function sampleOf(passages: readonly Passage[]): string {
  let sample = '';
  for (const { source } of passages) {
    if (sample.length > SAMPLE) break;
    sample += `${source}\n`;
  }
  return sample;
}

/** Translates whole documents into documents that stand beside them. */
export class FileTranslator implements Disposable {
  /** By the address of the source. */
  private readonly sessions = new Map<string, Session>();

  constructor(private readonly world: FileTranslatorWorld) {}

  /**
   * Opens the translation beside its source and fills it; what is not translated yet is shown as it is.
   * @param visible offset of what the user sees first, and is to see translated first
   * @throws Refusal where the document is a translation itself, EngineError
   */
  async translateBeside(source: TextDocument, column: ViewColumn | undefined, visible = 0): Promise<void> {
    if (source.uri.scheme === SCHEME) throw new Refusal(l10n.t('This document is a translation already.'));
    const text = source.getText();
    const key = source.uri.toString();
    const known = this.sessions.get(key);
    if (known?.complete && known.version === source.version) return void (await this.show(known.uri, source, column));
    const passages = startingAt([...this.world.reader.passages({ text, languageId: source.languageId })], visible);
    if (passages.length === 0) throw new Refusal(l10n.t('There is nothing to translate in this file.'));
    const sample = sampleOf(passages);
    const { model, source: language, target, options } = await this.world.choose(sample);
    // Whoever wants a text translated that is in another language wants all of it.
    const anyway = !this.world.isIn(sample, language);
    const session = this.begin(key, source, text, target);
    const { uri, patched, abort } = session;
    const shown = await this.show(uri, source, column);
    session.sync = new ScrollSync({ source, target: shown, lines: () => patched.lines } satisfies Pair);
    const title = l10n.t('Translating {0}', path.posix.basename(source.uri.path));
    this.world.busy(+1);
    try {
      await withProgress(title, abort, async (onProgress) => {
        let seen = 0;
        // What is written in another language stays as it is; told passage by passage, for it takes a while.
        const isMeant = (each: string): boolean => {
          seen++;
          return anyway || this.world.isIn(each, language);
        };
        const translate = (each: string) => this.world.translate(each, model, options, abort.signal);
        for await (const batch of translatePassages(translatable(passages, isMeant), translate)) {
          if (abort.signal.aborted) break;
          for (const run of runs(batch)) patched.apply(run);
          onProgress(seen, passages.length);
          this.world.documents.refresh(uri);
        }
        session.complete = !abort.signal.aborted;
      });
    } finally {
      this.world.busy(-1);
      this.world.documents.refreshNow(uri);
    }
  }

  /** Ends all that run; what they have made stays. */
  cancel(): void {
    for (const { abort } of this.sessions.values()) abort.abort();
  }

  dispose(): void {
    this.cancel();
    for (const { sync } of this.sessions.values()) sync?.dispose();
    this.sessions.clear();
  }

  private begin(key: string, source: TextDocument, text: string, target: string): Session {
    const before = this.sessions.get(key);
    before?.abort.abort();
    before?.sync?.dispose();
    const name = l10n.t('{0} ({1})', path.posix.basename(source.uri.path), languageName(target));
    const session: Session = {
      uri:
        before?.uri ??
        this.world.documents.add(
          name,
          () => this.textOf(key),
          () => this.closed(key),
        ),
      version: source.version,
      patched: new PatchedText(text),
      abort: new AbortController(),
      sync: null,
      complete: false,
    };
    this.sessions.set(key, session);
    if (before) this.world.documents.refreshNow(session.uri);
    return session;
  }

  private textOf(key: string): string {
    return this.sessions.get(key)?.patched.text ?? '';
  }

  private closed(key: string): void {
    const session = this.sessions.get(key);
    session?.abort.abort();
    session?.sync?.dispose();
    this.sessions.delete(key);
  }

  /** Shows the translation where it stands already, or else beside its source; the cursor stays in the source. */
  private async show(uri: Uri, source: TextDocument, column: ViewColumn | undefined): Promise<TextDocument> {
    const opened = await workspace.openTextDocument(uri);
    const document =
      opened.languageId === source.languageId
        ? opened
        : await languages.setTextDocumentLanguage(opened, source.languageId);
    const there = window.tabGroups.all.find(({ tabs }) =>
      tabs.some(({ input }) => input instanceof TabInputText && input.uri.toString() === uri.toString()),
    );
    const beside = column === undefined ? ViewColumn.Beside : column + 1;
    await window.showTextDocument(document, {
      viewColumn: there?.viewColumn ?? beside,
      preserveFocus: true,
      preview: false,
    });
    return document;
  }
}
