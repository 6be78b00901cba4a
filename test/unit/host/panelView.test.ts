import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { LogOutputChannel, Uri, WebviewPanel, WebviewView } from 'vscode';
import type { EngineClient } from '../../../src/host/engine/engineClient';
import { PanelStore } from '../../../src/host/panelStore';
import type { PanelCarrier } from '../../../src/host/view/panelCarrier';
import { PanelView } from '../../../src/host/view/panelView';
import type { HostToPanel } from '../../../src/shared/panelProtocol';
import * as mock from './vscodeMock';

vi.mock('vscode', () => import('./vscodeMock'));

/** A webview view that records what it is sent. */
class FakeView {
  posted: HostToPanel[] = [];
  delivers = true;
  visible = true;
  readonly reveal = vi.fn();
  readonly dispose = vi.fn(() => this.closes());
  private onMessage: (message: unknown) => void = () => undefined;
  private onDispose: () => void = () => undefined;
  webview = {
    html: '',
    options: {} as { localResourceRoots?: { path: string }[] },
    cspSource: 'https://example.test',
    asWebviewUri: (uri: { path: string }) => `https://example.test${uri.path}`,
    onDidReceiveMessage: (listener: (message: unknown) => void) => (this.onMessage = listener),
    postMessage: async (message: HostToPanel) => {
      this.posted.push(message);
      return this.delivers;
    },
  };
  onDidDispose(listener: () => void): void {
    this.onDispose = listener;
  }
  says(message: unknown): void {
    this.onMessage(message);
  }
  closes(): void {
    this.onDispose();
  }
}

/** Another decoding of a sentence. */
const adopted = {
  source: 'Hello.',
  target: 'Salut.',
  score: -0.5,
  sourceWords: [{ text: 'Hello', start: 0, end: 5 }],
  targetWords: [{ text: 'Salut', start: 0, end: 5, confidence: 0.4 }],
  alignment: [[0.9, 0.1]],
  span: { start: 0, end: 6 },
};

const client = { attachPanel: vi.fn<(carrier: PanelCarrier) => void>(), detachPanel: vi.fn() };
const log = { warn: vi.fn<(line: string) => void>() };
const onCommand = vi.fn();
const onAsk = vi.fn();
let store: PanelStore;
let panel: PanelView;
let view: FakeView;

function resolve(): FakeView {
  const fake = new FakeView();
  panel.resolveWebviewView(fake as unknown as WebviewView);
  return fake;
}

beforeEach(() => {
  vi.clearAllMocks();
  store = new PanelStore();
  panel = new PanelView({
    extensionUri: mock.uri('/extension') as unknown as Uri,
    client: client as unknown as EngineClient,
    store,
    log: log as unknown as LogOutputChannel,
    onReady: () => undefined,
    onCommand,
    onAsk,
  });
  view = resolve();
});

const nonceOf = ({ webview }: FakeView): string => /nonce-([\w-]+)/.exec(webview.html)![1]!;

describe('PanelView', () => {
  it('serves no more than the folders that the document needs, under a fresh nonce', () => {
    expect(view.webview.options.localResourceRoots?.map(({ path }) => path)).toEqual([
      '/extension/dist',
      '/extension/models',
      '/extension/media',
    ]);
    expect(nonceOf(view).length).toBeGreaterThanOrEqual(22);
    expect(nonceOf(resolve())).not.toBe(nonceOf(view));
  });

  it('sends the state when the document is ready, and at every change', () => {
    store.setEngine({ phase: 'loading', model: 'm', progress: null });
    expect(view.posted).toEqual([]);
    view.says({ type: 'ready' });
    expect(view.posted).toEqual([{ type: 'state', state: store.state }]);
    store.setEngine({ phase: 'idle' });
    expect(view.posted).toHaveLength(2);
  });

  it('hands requests to the document that is there now', () => {
    view.says({ type: 'ready' });
    const [[first]] = client.attachPanel.mock.calls as [[PanelCarrier]];
    first.load(7, 'm');
    expect(view.posted.at(-1)).toEqual({
      type: 'loadModel',
      id: 7,
      model: 'm',
      base: 'https://example.test/extension/models/m',
      scores: false,
    });
    view.says({ type: 'ready' });
    expect(client.detachPanel).toHaveBeenCalledWith(first);
    expect(client.attachPanel).toHaveBeenCalledTimes(2);
  });

  it('gives its requests up when it is closed, and when a message does not arrive', async () => {
    view.says({ type: 'ready' });
    const [[carrier]] = client.attachPanel.mock.calls as [[PanelCarrier]];
    const gone = vi.fn();
    carrier.listen({ response: vi.fn(), loadProgress: vi.fn(), gone });
    view.delivers = false;
    carrier.send({ type: 'cancel', id: 1 });
    await vi.waitFor(() => expect(gone).toHaveBeenCalled());
    view.closes();
    expect(client.detachPanel).toHaveBeenCalledWith(carrier);
  });

  it('passes on answers, commands and questions', () => {
    view.says({ type: 'ready' });
    const [[carrier]] = client.attachPanel.mock.calls as [[PanelCarrier]];
    const response = vi.fn();
    carrier.listen({ response, loadProgress: vi.fn(), gone: vi.fn() });
    view.says({ type: 'engine', response: { type: 'loaded', id: 3, model: 'm' } });
    expect(response).toHaveBeenCalledWith({ type: 'loaded', id: 3, model: 'm' });
    view.says({ type: 'command', command: 'copyTranslation' });
    expect(onCommand).toHaveBeenCalledWith('copyTranslation');
    const ask = { kind: 'compare', text: 'Hello.', models: ['hard', 'ema'] };
    view.says({ type: 'ask', ask });
    expect(onAsk).toHaveBeenCalledWith(ask, expect.objectContaining({ ready: true }));
    const adopt = { kind: 'adopt', request: 4, sentence: 0, result: adopted };
    view.says({ type: 'ask', ask: adopt });
    expect(onAsk).toHaveBeenLastCalledWith(adopt, expect.anything());
  });

  it.each([
    null,
    'ready',
    { type: 'command', command: 'workbench.action.terminal.new' },
    { type: 'engine', response: { type: 'translated', id: 1, result: { sentences: 'none' } } },
    { type: 'loadProgress', model: 'm', progress: 7 },
    { type: 'ask', ask: { kind: 'compare', text: 'Hello.', models: [] } },
    { type: 'ask', ask: { kind: 'adopt', request: 4, sentence: 0, result: { ...adopted, alignment: [[1]] } } },
    { type: 'ask', ask: { kind: 'adopt', request: 4, sentence: -1, result: adopted } },
    { type: 'ask', ask: { kind: 'inspect', id: 1, model: 'm', source: 'Hello.', target: null, step: -1, bench: true } },
  ])('ignores a malformed message, and logs it without its content (%#)', (message) => {
    view.says({ type: 'ready' });
    view.says(message);
    expect(log.warn).toHaveBeenCalledOnce();
    expect(onCommand).not.toHaveBeenCalled();
    expect(onAsk).not.toHaveBeenCalled();
  });

  it('waits for the document when it is revealed', async () => {
    let revealed = false;
    const revealing = panel.reveal().then(() => (revealed = true));
    await vi.waitFor(() =>
      expect(mock.commands.executeCommand).toHaveBeenCalledWith('attentionLens.panel.focus', { preserveFocus: true }),
    );
    expect(revealed).toBe(false);
    view.says({ type: 'ready' });
    await revealing;
    expect(revealed).toBe(true);
  });

  it('turns to a page at once where the document listens, and else as soon as it does', async () => {
    const turned = (): unknown[] => view.posted.filter(({ type }) => type === 'show');
    const shown = panel.show('compare');
    await vi.waitFor(() => expect(mock.commands.executeCommand).toHaveBeenCalled());
    expect(turned()).toEqual([]);
    view.says({ type: 'ready' });
    await shown;
    expect(turned()).toEqual([{ type: 'show', tab: 'compare' }]);
    await panel.show('lineage');
    expect(turned()).toEqual([
      { type: 'show', tab: 'compare' },
      { type: 'show', tab: 'lineage' },
    ]);
    // A document that is reloaded stays on the page that it saved.
    view.says({ type: 'ready' });
    expect(turned()).toHaveLength(2);
  });
});

describe('the panel in an editor tab', () => {
  let editor: FakeView;

  function openEditor(): FakeView {
    const fake = new FakeView();
    mock.window.createWebviewPanel.mockReturnValueOnce(fake);
    panel.openInEditor();
    return fake;
  }

  beforeEach(() => {
    view.says({ type: 'ready' });
    editor = openEditor();
  });

  const carriers = () => client.attachPanel.mock.calls.map(([carrier]) => carrier);

  it('shows the same state, and leaves the engine where it is', () => {
    editor.says({ type: 'ready' });
    store.setEngine({ phase: 'loading', model: 'm', progress: null });
    expect(editor.posted).toEqual(view.posted);
    expect(editor.posted.at(-1)).toEqual({ type: 'state', state: store.state });
    expect(carriers()).toHaveLength(1);
    // what another document says of a worker is not the carrier's
    const response = vi.fn();
    carriers()[0]!.listen({ response, loadProgress: vi.fn(), gone: vi.fn() });
    editor.says({ type: 'engine', response: { type: 'loaded', id: 3, model: 'm' } });
    expect(response).not.toHaveBeenCalled();
  });

  it('carries the engine when the side bar is closed, and hands it back', () => {
    editor.says({ type: 'ready' });
    view.closes();
    expect(client.detachPanel).toHaveBeenCalledWith(carriers()[0]);
    expect(carriers()).toHaveLength(2);
    carriers()[1]!.load(1, 'm');
    expect(editor.posted.at(-1)).toMatchObject({ type: 'loadModel' });
    view = resolve();
    view.says({ type: 'ready' });
    expect(carriers()).toHaveLength(2);
    editor.closes();
    carriers()[2]!.load(2, 'm');
    expect(view.posted.at(-1)).toMatchObject({ type: 'loadModel', id: 2 });
  });

  it('is answered itself, and nobody else, when it asks', () => {
    editor.says({ type: 'ready' });
    editor.says({ type: 'ask', ask: { kind: 'cancelCompare' } });
    const [, from] = onAsk.mock.lastCall as [unknown, { post(message: HostToPanel): void }];
    const count = view.posted.length;
    from.post({ type: 'show', tab: 'lineage' });
    expect(editor.posted.at(-1)).toEqual({ type: 'show', tab: 'lineage' });
    expect(view.posted).toHaveLength(count);
  });

  it('is opened once, on the page that was looked at last, and turned when it alone is in sight', async () => {
    editor.closes();
    view.says({ type: 'turned', tab: 'scoring' });
    editor = openEditor();
    editor.says({ type: 'ready' });
    expect(editor.posted.at(-1)).toEqual({ type: 'show', tab: 'scoring' });
    panel.openInEditor();
    expect(editor.reveal).toHaveBeenCalledOnce();
    await panel.show('compare');
    expect(view.posted.at(-1)).toEqual({ type: 'show', tab: 'compare' });
    expect(editor.posted.at(-1)).toEqual({ type: 'show', tab: 'scoring' });
    view.visible = false;
    await panel.show('lineage');
    expect(editor.posted.at(-1)).toEqual({ type: 'show', tab: 'lineage' });
    expect(view.posted.at(-1)).toEqual({ type: 'show', tab: 'compare' });
  });

  it('comes back with its window', async () => {
    editor.closes();
    const restored = new FakeView();
    await panel.deserializeWebviewPanel(restored as unknown as WebviewPanel);
    restored.says({ type: 'ready' });
    expect(restored.posted).toEqual([{ type: 'state', state: store.state }]);
  });
});
