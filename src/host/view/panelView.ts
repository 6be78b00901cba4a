import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import {
  commands as vscodeCommands,
  env,
  l10n,
  Uri,
  type Disposable,
  type LogOutputChannel,
  type Webview,
  type WebviewView,
  type WebviewViewProvider,
} from 'vscode';
import * as v from 'valibot';
import { panelHtml } from '../../../webview/document';
import type { HostToPanel, PanelAsk, PanelCommand, PanelTab } from '../../shared/panelProtocol';
import { views } from '../contributions';
import type { EngineClient } from '../engine/engineClient';
import type { PanelStore } from '../panelStore';
import { PanelCarrier } from './panelCarrier';
import { panelMessageSchema } from './panelMessages';

/** How long a command waits for the panel's document before it goes on without. */
const OPENING_MS = 10_000;

export interface PanelWorld {
  extensionUri: Uri;
  client: EngineClient;
  store: PanelStore;
  log: LogOutputChannel;
  /** A document is there and listens. */
  onReady(): void;
  onCommand(command: PanelCommand): void;
  /** The panel asks something of the engine. */
  onAsk(ask: PanelAsk): void;
}

/** The panel in the secondary side bar: makes its document, sends it the state, and carries requests to its worker. */
export class PanelView implements WebviewViewProvider, Disposable {
  private view: WebviewView | null = null;
  private carrier: PanelCarrier | null = null;
  /** The page that was asked for and not yet turned to. */
  private tab: PanelTab | null = null;
  private readonly waiting = new Set<() => void>();
  private readonly subscription: Disposable;

  constructor(private readonly world: PanelWorld) {
    this.subscription = world.store.onChange((state) => {
      this.post({ type: 'state', state });
    });
  }

  resolveWebviewView(view: WebviewView): void {
    this.close();
    this.view = view;
    const { webview } = view;
    webview.options = {
      enableScripts: true,
      localResourceRoots: ['dist', 'models', 'media'].map((folder) => this.uri(folder)),
    };
    webview.onDidReceiveMessage((message: unknown) => this.receive(view, message));
    view.onDidDispose(() => {
      if (this.view === view) this.close();
    });
    webview.html = this.html(webview);
  }

  /** Opens the panel and leaves the cursor in the editor; resolves when its document listens, or after a while. */
  async reveal(): Promise<void> {
    const ready = this.whenReady();
    await vscodeCommands.executeCommand(`${views.panel}.focus`, { preserveFocus: true });
    await ready;
  }

  /** Opens the panel on one of its pages. */
  async show(tab: PanelTab): Promise<void> {
    this.tab = tab;
    this.turn();
    await this.reveal();
  }

  /** Says something to the document, where there is one. */
  post(message: HostToPanel): void {
    if (this.carrier) void this.view?.webview.postMessage(message);
  }

  dispose(): void {
    this.subscription.dispose();
    this.close();
  }

  private turn(): void {
    if (!this.tab || !this.carrier) return;
    this.post({ type: 'show', tab: this.tab });
    this.tab = null;
  }

  private async whenReady(): Promise<void> {
    if (this.carrier) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(() => {
        this.world.log.warn('The panel took too long to open; the request goes on without it.');
        done();
      }, OPENING_MS);
      this.waiting.add(done);
    });
  }

  private receive(view: WebviewView, message: unknown): void {
    if (this.view !== view) return;
    const parsed = v.safeParse(panelMessageSchema, message);
    if (!parsed.success) {
      const { message: problem } = parsed.issues[0];
      this.world.log.warn(`A message of the panel was ignored: ${v.getDotPath(parsed.issues[0]) ?? 'it'}: ${problem}`);
      return;
    }
    switch (parsed.output.type) {
      case 'ready':
        return this.documentReady(view);
      case 'engine':
        return this.carrier?.received(parsed.output.response);
      case 'loadProgress':
        return this.carrier?.loadProgress(parsed.output.model, parsed.output.progress);
      case 'command':
        return this.world.onCommand(parsed.output.command);
      case 'ask':
        return this.world.onAsk(parsed.output.ask);
    }
  }

  /** Comes once from every document: a view that is moved or reloaded makes a new one. */
  private documentReady({ webview }: WebviewView): void {
    this.detach();
    const post = (message: HostToPanel): Thenable<boolean> => webview.postMessage(message);
    this.carrier = new PanelCarrier(post, (model) => ({
      base: webview.asWebviewUri(this.uri('models', model)).toString(),
      scores: existsSync(this.uri('models', model, 'scores.safetensors').fsPath),
    }));
    this.world.client.attachPanel(this.carrier);
    this.post({ type: 'state', state: this.world.store.state });
    this.turn();
    for (const done of this.waiting) done();
    this.world.onReady();
  }

  private close(): void {
    this.detach();
    this.view = null;
  }

  private detach(): void {
    const { carrier } = this;
    this.carrier = null;
    if (!carrier) return;
    this.world.client.detachPanel(carrier);
    carrier.dispose();
  }

  private html(webview: Webview): string {
    const at = (...segments: string[]): string => webview.asWebviewUri(this.uri(...segments)).toString();
    return panelHtml({
      nonce: randomBytes(18).toString('base64url'),
      cspSource: webview.cspSource,
      script: at('dist', 'panel.js'),
      boot: {
        resources: {
          worker: at('dist', 'worker.js'),
          wasm: { simd: at('dist', 'tfjs-backend-wasm-simd.wasm'), plain: at('dist', 'tfjs-backend-wasm.wasm') },
        },
        l10n: l10n.bundle ?? null,
        language: env.language,
      },
    });
  }

  private uri(...segments: string[]): Uri {
    return Uri.joinPath(this.world.extensionUri, ...segments);
  }
}
