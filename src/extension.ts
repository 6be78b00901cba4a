import * as path from 'node:path';
import { l10n, window, workspace, type Disposable, type ExtensionContext, type LogOutputChannel } from 'vscode';
import { detectLanguage } from './documents/detectLanguage';
import { createReader } from './documents/textReader';
import { Busy } from './host/busy';
import { registerCommands, run, runPanelCommand } from './host/commands';
import type { Services } from './host/commands/services';
import { ChosenModels } from './host/compare/chosenModels';
import { Comparer } from './host/compare/comparer';
import { ModelShelf } from './host/compare/modelShelf';
import { panelEditor, section, settings, stateKeys, views } from './host/contributions';
import { createDocuments } from './host/documents';
import { EngineClient } from './host/engine/engineClient';
import { ThreadCarrier } from './host/engine/threadCarrier';
import { History } from './host/history/history';
import { recordHistory } from './host/history/recorder';
import { registerHover } from './host/hover';
import { LanguageGate } from './host/languageGate';
import { LinkedEditor } from './host/linkedEditor';
import { migrateSettings } from './host/migrateSettings';
import { ModelFolder } from './host/models';
import { PanelStore } from './host/panelStore';
import { inWords } from './host/report';
import { readSettings } from './host/settings';
import { registerStatusItem } from './host/statusItem';
import { Translator } from './host/translator';
import { answerAsk } from './host/view/panelAsks';
import { PanelView } from './host/view/panelView';
import type { BackendMeasure } from './shared/engineProtocol';

const THREAD_IDLE_SECONDS = 300;

/** Wires everything together; no model is touched and no worker started before the first request. */
export function activate(context: ExtensionContext): void {
  const log = window.createOutputChannel('Attention Lens', { log: true });
  const store = new PanelStore();
  const models = new ModelFolder(context.asAbsolutePath('models'));
  const client = createClient(context, models, store, log);
  const busy = new Busy();
  const reader = createReader(() => readSettings().glossary);
  const gate = new LanguageGate(models, detectLanguage);
  const translator = new Translator(client, models, store, busy, reader, gate);
  const documents = createDocuments({ client, models, translator, reader, gate, busy });
  const history = new History({
    folder: context.storageUri,
    settings: () => readSettings().history,
    log: (line) => log.warn(line),
    onUnwritable: (problem) => tellUnwritable(problem),
  });
  const shelf = new ModelShelf((model) => client.unload(model));
  const comparer = createComparer({ client, models, store, translator, shelf, busy });
  const chosenModels = new ChosenModels(models, context.globalState, (line) => log.warn(line));
  const asked = { client, models, comparer, chosenModels, shelf, translator };
  const panel = new PanelView({
    extensionUri: context.extensionUri,
    client,
    store,
    log,
    onReady: () => {
      void translator.warmPanel();
      void listModels(models, store, log);
      linkedEditor.tellCursor();
    },
    onCommand: (command) => runPanelCommand(command, services),
    onAsk: (ask, from) => void run(() => answerAsk(ask, { ...asked, linkedEditor, panel: from }), log),
  });
  const linkedEditor = new LinkedEditor({ shown: () => translator.linked, store, panel });
  const services: Services = {
    extensionUri: context.extensionUri,
    translator,
    models,
    reader,
    store,
    comparer,
    chosenModels,
    gate,
    history,
    panel,
    log,
    ...documents,
  };
  context.subscriptions.push(
    log,
    client,
    shelf,
    panel,
    linkedEditor,
    registerCommands(services),
    documents.disposable,
    registerHover({ client, translator, reader, gate, log }),
    registerStatusItem(store),
    window.registerWebviewViewProvider(views.panel, panel, { webviewOptions: { retainContextWhenHidden: true } }),
    window.registerWebviewPanelSerializer(panelEditor, panel),
    workspace.onDidChangeTextDocument(() => translator.checkReplaceable()),
    workspace.onDidCloseTextDocument(() => translator.checkReplaceable()),
    watchSettings(client, translator),
    watchModel(store, shelf),
    recordHistory(store, history, (thrown) => log.warn(`The history could not be written: ${nameOf(thrown)}`)),
  );
  migrateSettings().then(undefined, (thrown: unknown) =>
    log.warn(`A setting could not be migrated: ${String(thrown)}`),
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
      // where it cannot be stored, the next window measures again
      context.globalState
        .update(stateKeys.backendMeasure, measure)
        .then(undefined, (thrown: unknown) => log.warn(`The measure could not be stored: ${nameOf(thrown)}`));
    },
    log: (line) => log.info(line),
    threadIdleSeconds: THREAD_IDLE_SECONDS,
  });
}

interface CompareParts {
  client: EngineClient;
  models: ModelFolder;
  store: PanelStore;
  translator: Translator;
  shelf: ModelShelf;
  busy: Busy;
}

/** Comparisons run beside what the user translates with, and never from memory: their times are measured. */
function createComparer({ client, models, store, translator, shelf, busy }: CompareParts): Comparer {
  return new Comparer({
    store,
    warm: async (signal) => client.prepare((await translator.choice()).model, signal),
    check: (model) => models.summary(model),
    prepare: (model, signal) => {
      shelf.used(model);
      return client.prepare(model, signal);
    },
    translate: async (model, text, options, signal) => {
      const request = { origin: 'compare', texts: [text], model, options, signal, quiet: true, fresh: true } as const;
      const [result] = await client.translate(request);
      return result!;
    },
    now: () => performance.now(),
    onRunning: (running) => busy.change(running ? +1 : -1),
  });
}

function tellUnwritable(problem: string): void {
  const message = l10n.t(
    'The history cannot be stored ({0}). Translations go on; this window keeps theirs until it is closed.',
    problem,
  );
  void window.showWarningMessage(message);
}

/** What kind of thing went wrong: a message could hold text of the user's. */
const nameOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.name : typeof thrown);

/** Tells the panel which models there are; what cannot be read is told to the log. */
async function listModels(models: ModelFolder, store: PanelStore, log: LogOutputChannel): Promise<void> {
  const { models: listed, broken } = await models.list();
  for (const { fault } of broken) log.warn(inWords(fault));
  store.setModels(listed);
}

/** Another backend needs another worker; another model only has to be loaded. */
function watchSettings(client: EngineClient, translator: Translator): Disposable {
  return workspace.onDidChangeConfiguration((event) => {
    const backend = event.affectsConfiguration(`${section}.${settings.backend}`);
    if (backend) client.restart();
    if (backend || event.affectsConfiguration(`${section}.${settings.model}`)) void translator.warmPanel();
  });
}

/** The model that translated until now is treated as one that was compared: it stays for a while, and leaves memory. */
function watchModel(store: PanelStore, shelf: ModelShelf): Disposable {
  let before = store.state.model?.id;
  return store.onChange(({ model }) => {
    if (before && before !== model?.id) shelf.used(before);
    before = model?.id;
  });
}
