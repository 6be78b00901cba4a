import { commands as vscodeCommands, Disposable } from 'vscode';
import type { PanelCommand } from '../../shared/panelProtocol';
import { commands, type CommandId } from '../contributions';
import { report } from '../report';
import { copyShown, copyTranslation } from './copyTranslation';
import { explainSelection } from './explainSelection';
import { insertBelow, insertShown } from './insertBelow';
import { openSample } from './openSample';
import { replaceSelection, replaceShown } from './replaceSelection';
import { selectModel } from './selectModel';
import type { Services } from './services';
import { translateSelection } from './translateSelection';

type Handler = (services: Services) => Promise<void> | void;

const cancel: Handler = ({ translator }) => translator.cancel();
const showLog: Handler = ({ log }) => log.show();

const HANDLERS: Record<CommandId, Handler> = {
  [commands.translateSelection]: translateSelection,
  [commands.explainSelection]: explainSelection,
  [commands.replaceSelection]: replaceSelection,
  [commands.insertBelow]: insertBelow,
  [commands.copyTranslation]: copyTranslation,
  [commands.selectModel]: selectModel,
  [commands.openPanel]: ({ panel }) => panel.reveal(),
  [commands.cancel]: cancel,
  [commands.showLog]: showLog,
  [commands.openSample]: openSample,
};

/** The panel's buttons speak of the translation that it shows, not of what is selected by now. */
const PANEL_HANDLERS: Record<PanelCommand, Handler> = {
  replaceSelection: replaceShown,
  insertBelow: insertShown,
  copyTranslation: copyShown,
  translateSelection,
  selectModel,
  cancel,
  showLog,
};

export function registerCommands(services: Services): Disposable {
  const ids = Object.keys(HANDLERS) as CommandId[];
  return Disposable.from(...ids.map((id) => vscodeCommands.registerCommand(id, () => run(HANDLERS[id], services))));
}

export function runPanelCommand(command: PanelCommand, services: Services): void {
  void run(PANEL_HANDLERS[command], services);
}

/** Nothing that a command throws goes further than one message to the user. */
async function run(handler: Handler, services: Services): Promise<void> {
  try {
    await handler(services);
  } catch (thrown) {
    report(thrown, services.log);
  }
}
