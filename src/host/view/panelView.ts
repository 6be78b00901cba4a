import {
  commands as vscodeCommands,
  Uri,
  ViewColumn,
  window,
  type Disposable,
  type LogOutputChannel,
  type WebviewPanel,
  type WebviewPanelSerializer,
  type WebviewView,
  type WebviewViewProvider,
} from 'vscode';
import type {
  ExportFormat,
  HostToPanel,
  PanelAsk,
  PanelCommand,
  PanelTab,
  PanelToHost,
} from '../../shared/panelProtocol';
import { panelEditor, views } from '../contributions';
import type { EngineClient } from '../engine/engineClient';
import type { PanelStore } from '../panelStore';
import type { PanelCarrier } from './panelCarrier';
import { PanelDocument } from './panelDocument';

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
  /** A document asks something of the engine; the answer is for it alone. */
  onAsk(ask: PanelAsk, from: Pick<PanelDocument, 'post' | 'place'>): void;
}

interface Place<T> {
  view: T;
  document: PanelDocument;
}

/**
 * The panel: in the secondary side bar and, where the user wants it larger, in an editor tab. Both show the same state.
 * The worker of one of them carries the engine: of the one that was there first, and of the other when that is closed.
 */
export class PanelView implements WebviewViewProvider, WebviewPanelSerializer, Disposable {
  private side: Place<WebviewView> | null = null;
  private editor: Place<WebviewPanel> | null = null;
  private carrying: { document: PanelDocument; carrier: PanelCarrier } | null = null;
  /** The page that was asked for before there was a view. */
  private tab: PanelTab | null = null;
  /** The page that the user looked at last. */
  private page: PanelTab | null = null;
  private readonly waiting = new Set<() => void>();
  private readonly subscription: Disposable;

  constructor(private readonly world: PanelWorld) {
    this.subscription = world.store.onChange((state) => this.post({ type: 'state', state }));
  }

  resolveWebviewView(view: WebviewView): void {
    if (this.side) this.close(this.side.document);
    const document = this.createDocument('side', view.webview);
    this.side = { view, document };
    if (this.tab) document.turnTo(this.tab);
    this.tab = null;
    view.onDidDispose(() => {
      this.close(document);
      if (this.side?.document === document) this.side = null;
    });
  }

  /** VS Code brings an editor tab back that was open when its window was closed. */
  async deserializeWebviewPanel(panel: WebviewPanel): Promise<void> {
    this.take(panel);
  }

  /** Opens the panel and leaves the cursor in the editor; resolves when its document listens, or after a while. */
  async reveal(): Promise<void> {
    const ready = this.whenReady();
    await vscodeCommands.executeCommand(`${views.panel}.focus`, { preserveFocus: true });
    await ready;
  }

  /** Opens the panel on one of its pages: in the editor tab, where that alone is in sight. */
  async show(tab: PanelTab): Promise<void> {
    if (this.editor?.view.visible && !this.side?.view.visible) return this.editor.document.turnTo(tab);
    if (this.side) this.side.document.turnTo(tab);
    else this.tab = tab;
    await this.reveal();
  }

  /** Opens the panel as an editor tab, on the page that the user looks at. */
  openInEditor(): void {
    if (this.editor) return this.editor.view.reveal();
    const panel = window.createWebviewPanel(panelEditor, 'Attention Lens', ViewColumn.Beside, {
      retainContextWhenHidden: true,
    });
    this.take(panel);
    if (this.page) this.editor!.document.turnTo(this.page);
  }

  /** Has the document that is looked at export its translation; the others are not asked, or there would be two files. */
  export(format: ExportFormat): void {
    const inEditor = this.editor?.view.visible && !this.side?.view.visible;
    (inEditor ? this.editor : this.side)?.document.post({ type: 'export', format });
  }

  /** Says something to every document that listens. */
  post(message: HostToPanel): void {
    for (const document of this.documents()) document.post(message);
  }

  dispose(): void {
    this.subscription.dispose();
    for (const document of this.documents()) this.close(document);
    this.side = null;
    this.editor?.view.dispose();
  }

  private take(panel: WebviewPanel): void {
    this.editor?.view.dispose();
    panel.iconPath = Uri.joinPath(this.world.extensionUri, 'media', 'icon.png');
    const document = this.createDocument('editor', panel.webview);
    this.editor = { view: panel, document };
    panel.onDidDispose(() => {
      this.close(document);
      if (this.editor?.document === document) this.editor = null;
    });
  }

  private documents(): PanelDocument[] {
    return [this.side, this.editor].flatMap((place) => (place ? [place.document] : []));
  }

  private createDocument(place: PanelDocument['place'], webview: WebviewView['webview']): PanelDocument {
    const { extensionUri, log } = this.world;
    return new PanelDocument(place, webview, {
      extensionUri,
      log,
      onMessage: (document, message) => this.receive(document, message),
    });
  }

  private async whenReady(): Promise<void> {
    if (this.side?.document.ready) return;
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

  private receive(document: PanelDocument, message: PanelToHost): void {
    const carrier = this.carrying?.document === document ? this.carrying.carrier : null;
    switch (message.type) {
      case 'ready':
        return this.documentReady(document);
      case 'engine':
        return carrier?.received(message.response);
      case 'loadProgress':
        return carrier?.loadProgress(message.model, message.progress);
      case 'turned':
        this.page = message.tab;
        return;
      case 'command':
        return this.world.onCommand(message.command);
      case 'ask':
        return this.world.onAsk(message.ask, document);
    }
  }

  /** Comes once from every document: a view that is moved or reloaded makes a new one. */
  private documentReady(document: PanelDocument): void {
    if (this.carrying?.document === document) this.detach();
    document.ready = true;
    if (!this.carrying) this.carryBy(document);
    document.post({ type: 'state', state: this.world.store.state });
    document.turn();
    if (document === this.side?.document) for (const done of this.waiting) done();
    this.world.onReady();
  }

  private carryBy(document: PanelDocument): void {
    const carrier = document.createCarrier();
    this.carrying = { document, carrier };
    this.world.client.attachPanel(carrier);
  }

  /** The document is gone; where it carried the engine, another one does now. */
  private close(document: PanelDocument): void {
    document.close();
    if (this.carrying?.document !== document) return;
    this.detach();
    const other = this.documents().find(({ ready }) => ready);
    if (!other) return;
    this.carryBy(other);
    this.world.onReady();
  }

  private detach(): void {
    const { carrying } = this;
    this.carrying = null;
    if (!carrying) return;
    this.world.client.detachPanel(carrying.carrier);
    carrying.carrier.dispose();
  }
}
