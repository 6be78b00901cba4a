import {
  Hover,
  workspace,
  type CancellationToken,
  type HoverProvider,
  type LogOutputChannel,
  type Position,
  type TextDocument,
} from 'vscode';
import type { LanguageChoice } from '../../documents/languageChoice';
import type { Reader } from '../../documents/reader';
import type { TranslateOptions } from '../../shared/engineProtocol';
import { toFault } from '../../shared/faults';
import { describeChoice } from '../languageGate';
import { inWords } from '../report';
import { hovers, readSettings } from '../settings';
import type { HoverTranslations } from './hoverTranslations';
import { messageMarkdown, pointedMarkdown, translationMarkdown } from './markdown';
import { pointedSubject, selectionSubject, type Subject } from './subject';

/** What hovers work with. */
export interface HoverWorld {
  reader: Reader;
  translations: HoverTranslations;
  options(): Promise<TranslateOptions>;
  /** Which model a text goes to by its language, or why to none. @throws EngineError */
  choose(text: string): Promise<LanguageChoice>;
  log: LogOutputChannel;
}

/** How long the pointer must rest on what is not selected: nobody has begun to translate that. */
const REST_MS = 200;

/** Translates the selection that the pointer rests on, or the comment or name under it; says nothing anywhere else. */
export class TranslationHoverProvider implements HoverProvider {
  constructor(
    private readonly world: HoverWorld,
    private readonly restMs = REST_MS,
  ) {}

  async provideHover(document: TextDocument, position: Position, token: CancellationToken): Promise<Hover | undefined> {
    const settings = readSettings().hover;
    if (!hovers(settings, document.languageId)) return undefined;
    const { reader } = this.world;
    const selected = selectionSubject(reader, document, position);
    if (selected) return this.hoverOf(selected, document, token);
    if (settings.mode !== 'comments') return undefined;
    await rested(this.restMs, token);
    const pointed = token.isCancellationRequested ? null : pointedSubject(reader, document, position);
    return pointed ? this.hoverOf(pointed, document, token) : undefined;
  }

  private async hoverOf(
    { kind, range, passages }: Subject,
    document: TextDocument,
    token: CancellationToken,
  ): Promise<Hover | undefined> {
    const { translations, options, choose, log } = this.world;
    const abort = new AbortController();
    const subscription = token.onCancellationRequested(() => abort.abort());
    try {
      const text = passages.map(({ source }) => source).join('\n');
      // Names are too short for their language to be told.
      const choice = await choose(kind === 'name' ? '' : text);
      const problem = describeChoice(choice);
      if (problem !== null)
        return kind === 'selection' ? new Hover(messageMarkdown('info', problem), range) : undefined;
      const request = { model: choice.model, options: await options() };
      const result = await translations.translate(passages, request, abort.signal);
      if (kind !== 'selection') return new Hover(pointedMarkdown(text, result, kind), range);
      const writable = workspace.fs.isWritableFileSystem(document.uri.scheme) !== false;
      return new Hover(translationMarkdown(text, result, writable), range);
    } catch (thrown) {
      const fault = toFault(thrown);
      if (fault.code === 'cancelled') return undefined;
      log.error(`The hover failed: ${JSON.stringify(fault)}`);
      return kind === 'selection' ? new Hover(messageMarkdown('warning', inWords(fault)), range) : undefined;
    } finally {
      subscription.dispose();
    }
  }
}

/** Waits, but not longer than anybody wants to know. */
function rested(milliseconds: number, token: CancellationToken): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      subscription.dispose();
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    const subscription = token.onCancellationRequested(done);
  });
}
