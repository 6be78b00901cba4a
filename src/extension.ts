import * as path from 'node:path';
import { window, workspace, type Disposable, type ExtensionContext, type LogOutputChannel } from 'vscode';
import { registerCommands, runPanelCommand } from './host/commands';
import type { Services } from './host/commands/services';
import { section, settings, stateKeys, views } from './host/contributions';
import { EngineClient } from './host/engine/engineClient';
import { ThreadCarrier } from './host/engine/threadCarrier';
import { registerHover } from './host/hover';
import { ModelFolder } from './host/models';
import { PanelStore } from './host/panelStore';
import { readSettings } from './host/settings';
import { Translator } from './host/translator';
import { PanelView } from './host/view/panelView';
import type { BackendMeasure } from './shared/engineProtocol';

const THREAD_IDLE_SECONDS = 300;

/** Wires everything together; no model is touched and no worker started before the first request. */
export function activate(context: ExtensionContext): void {
  const log = window.createOutputChannel('Attention Lens', { log: true });
  const store = new PanelStore();
  const models = new ModelFolder(context.asAbsolutePath('models'));
  const client = createClient(context, models, store, log);
  const translator = new Translator(client, models, store);
  const panel = new PanelView({
    extensionUri: context.extensionUri,
    client,
    store,
    log,
    onReady: () => void translator.warmPanel(),
    onCommand: (command) => runPanelCommand(command, services),
    onAsk: ({ kind }) => log.warn(`Nobody answers "${kind}".`),
  });
  const services: Services = { extensionUri: context.extensionUri, translator, models, panel, log };
  context.subscriptions.push(
    log,
    client,
    panel,
    registerCommands(services),
    registerHover(client, translator, log),
    window.registerWebviewViewProvider(views.panel, panel, { webviewOptions: { retainContextWhenHidden: true } }),
    workspace.onDidChangeTextDocument(() => translator.checkReplaceable()),
    workspace.onDidCloseTextDocument(() => translator.checkReplaceable()),
    watchSettings(client, translator),
  );
}

function createClient(
  context: ExtensionContext,
  models: ModelFolder,
  store: PanelStore,
  log: LogOutputChannel,
): EngineClient {
  const dist = path.dirname(context.asAbsolutePath('dist/extension.js'));
  return new EngineClient({
    createThread: () => new ThreadCarrier({ dist, readModel: (model) => models.files(model) }),
    options: () => {
      const { backend, timeoutSeconds } = readSettings();
      const remembered = context.globalState.get<BackendMeasure>(stateKeys.backendMeasure);
      return { backend, remembered, silenceSeconds: timeoutSeconds };
    },
    onStatus: (status) => {
      store.setEngine(status);
      if (status.phase === 'ready') log.info(`The model ${status.model} is ready on ${status.backend}.`);
    },
    onMeasured: (measure) => {
      log.info(`Backends measured: ${JSON.stringify(measure)}`);
      void context.globalState.update(stateKeys.backendMeasure, measure);
    },
    log: (line) => log.info(line),
    threadIdleSeconds: THREAD_IDLE_SECONDS,
  });
}

/** Another backend needs another worker; another model only has to be loaded. */
function watchSettings(client: EngineClient, translator: Translator): Disposable {
  return workspace.onDidChangeConfiguration((event) => {
    const backend = event.affectsConfiguration(`${section}.${settings.backend}`);
    if (backend) client.restart();
    if (backend || event.affectsConfiguration(`${section}.${settings.model}`)) void translator.warmPanel();
  });
}
