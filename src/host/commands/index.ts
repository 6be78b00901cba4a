import { commands as vscodeCommands, Disposable, type LogOutputChannel } from 'vscode';
import type { PanelCommand } from '../../shared/panelProtocol';
import { commands, type CommandId } from '../contributions';
import { report } from '../report';
import { alignOwn } from './alignOwn';
import { compareMechanisms } from './compareMechanisms';
import { copyShown, copyTranslation } from './copyTranslation';
import { explainSelection } from './explainSelection';
import { clearHistory, showHistory } from './history';
import { insertBelow, insertShown } from './insertBelow';
import { exportTranslation } from './exportTranslation';
import { openLineage } from './openLineage';
import { openPage } from './openPage';
import { openSample } from './openSample';
import { replaceSelection, replaceShown } from './replaceSelection';
import { selectModel } from './selectModel';
import type { Services } from './services';
import { showOriginal } from './showOriginal';
import { translateComment } from './translateComment';
import { translateFileBeside } from './translateFileBeside';
import { translateSelection } from './translateSelection';

/** @param argument what a menu says it was chosen for, or a link what it means; from outside, so of any type */
type Handler = (services: Services, argument?: unknown) => Promise<void> | void;

const cancel: Handler = ({ translator, comparer, files }) => {
  translator.cancel();
  files.cancel();
  comparer.cancel();
};
const showLog: Handler = ({ log }) => log.show();

const HANDLERS: Record<CommandId, Handler> = {
  [commands.translateSelection]: translateSelection,
  [commands.explainSelection]: explainSelection,
  [commands.replaceSelection]: replaceSelection,
  [commands.insertBelow]: insertBelow,
  [commands.copyTranslation]: copyTranslation,
  [commands.translateComment]: translateComment,
  [commands.translateFileBeside]: translateFileBeside,
  [commands.showOriginal]: showOriginal,
  [commands.compareMechanisms]: compareMechanisms,
  [commands.stepThrough]: openPage('steps'),
  [commands.whatIf]: openPage('whatIf'),
  [commands.scoringBench]: openPage('scoring'),
  [commands.openLineage]: openLineage,
  [commands.export]: exportTranslation,
  [commands.selectModel]: selectModel,
  [commands.openPanel]: ({ panel }) => panel.reveal(),
  [commands.openInEditor]: ({ panel }) => panel.openInEditor(),
  [commands.cancel]: cancel,
  [commands.showLog]: showLog,
  [commands.openSample]: openSample,
  [commands.alignOwn]: alignOwn,
  [commands.showHistory]: showHistory,
  [commands.clearHistory]: clearHistory,
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
  return Disposable.from(
    ...ids.map((id) =>
      vscodeCommands.registerCommand(id, (argument: unknown) =>
        run(() => HANDLERS[id](services, argument), services.log),
      ),
    ),
  );
}

export function runPanelCommand(command: PanelCommand, services: Services): void {
  void run(() => PANEL_HANDLERS[command](services), services.log);
}

/** Does what the user asked for. Nothing that is thrown goes further than one message to the user. */
export async function run(work: () => Promise<void> | void, log: LogOutputChannel): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    report(thrown, log);
  }
}
