import { Disposable, languages, window, type LogOutputChannel } from 'vscode';
import type { EngineClient } from '../engine/engineClient';
import { readSettings } from '../settings';
import type { Translator } from '../translator';
import { SelectionHoverProvider } from './hoverProvider';
import { HoverTranslations } from './hoverTranslations';

/** Hovers over selections in every document. */
export function registerHover(client: EngineClient, translator: Translator, log: LogOutputChannel): Disposable {
  const translations = new HoverTranslations(client, () => translator.choice());
  return Disposable.from(
    translations,
    languages.registerHoverProvider('*', new SelectionHoverProvider(translations, log)),
    window.onDidChangeTextEditorSelection(({ textEditor, selections }) => {
      const selection = selections[0];
      const wanted = readSettings().hover && selections.length === 1 && selection && !selection.isEmpty;
      translations.selected(wanted ? () => textEditor.document.getText(selection) : null);
    }),
  );
}
