import { Disposable, languages, window, type LogOutputChannel } from 'vscode';
import type { Reader } from '../../documents/reader';
import type { EngineClient } from '../engine/engineClient';
import { describeChoice, type LanguageGate } from '../languageGate';
import { hovers, readSettings } from '../settings';
import type { Translator } from '../translator';
import { TranslationHoverProvider } from './hoverProvider';
import { HoverTranslations } from './hoverTranslations';
import { sourceOf, spanOf } from './subject';

export interface HoverParts {
  client: EngineClient;
  translator: Translator;
  reader: Reader;
  gate: LanguageGate;
  log: LogOutputChannel;
}

/** Hovers in every document. */
export function registerHover({ client, translator, reader, gate, log }: HoverParts): Disposable {
  const choose = async (text: string) => gate.choose(text, (await translator.choice()).model);
  const options = async () => (await translator.choice()).options;
  const translations = new HoverTranslations(client, async (text) => {
    const choice = await choose(text);
    return describeChoice(choice) === null ? { model: choice.model, options: await options() } : null;
  });
  const provider = new TranslationHoverProvider({ reader, translations, options, choose, log });
  return Disposable.from(
    translations,
    languages.registerHoverProvider('*', provider),
    window.onDidChangeTextEditorSelection(({ textEditor: { document }, selections }) => {
      const selection = selections[0];
      const wanted = selections.length === 1 && selection && !selection.isEmpty;
      const speaks = wanted && hovers(readSettings().hover, document.languageId);
      translations.selected(
        speaks ? () => [...reader.passages(sourceOf(document), spanOf(document, selection))] : null,
      );
    }),
  );
}
