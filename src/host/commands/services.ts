import type { LogOutputChannel, Uri } from 'vscode';
import type { ChosenModels } from '../compare/chosenModels';
import type { Comparer } from '../compare/comparer';
import type { Reader } from '../../documents/reader';
import type { DocumentServices } from '../documents';
import type { History } from '../history/history';
import type { LanguageGate } from '../languageGate';
import type { ModelFolder } from '../models';
import type { PanelStore } from '../panelStore';
import type { Translator } from '../translator';
import type { PanelView } from '../view/panelView';

/** What the commands work with. */
export interface Services extends DocumentServices {
  extensionUri: Uri;
  translator: Translator;
  models: ModelFolder;
  reader: Reader;
  gate: LanguageGate;
  history: History;
  comparer: Comparer;
  store: PanelStore;
  chosenModels: ChosenModels;
  panel: PanelView;
  log: LogOutputChannel;
}
