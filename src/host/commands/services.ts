import type { LogOutputChannel, Uri } from 'vscode';
import type { ChosenModels } from '../compare/chosenModels';
import type { Comparer } from '../compare/comparer';
import type { ModelFolder } from '../models';
import type { Translator } from '../translator';
import type { PanelView } from '../view/panelView';

/** What the commands work with. */
export interface Services {
  extensionUri: Uri;
  translator: Translator;
  models: ModelFolder;
  comparer: Comparer;
  chosenModels: ChosenModels;
  panel: PanelView;
  log: LogOutputChannel;
}
