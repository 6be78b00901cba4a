import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { env, l10n, Uri, type LogOutputChannel, type Webview } from 'vscode';
import * as v from 'valibot';
import { panelHtml } from '../../../webview/document';
import type { HostToPanel, PanelTab, PanelToHost } from '../../shared/panelProtocol';
import { PanelCarrier } from './panelCarrier';
import { panelMessageSchema } from './panelMessages';

export interface DocumentWorld {
  extensionUri: Uri;
  log: LogOutputChannel;
  /** The document said something well-formed. */
  onMessage(document: PanelDocument, message: PanelToHost): void;
}

/** The panel's document in a webview: of the side bar's view, or of an editor tab. */
export class PanelDocument {
  /** Whether it listens; a view that is moved or reloaded makes a new document, which says so again. */
  ready = false;
  /** The page that it turns to when it listens. */
  private tab: PanelTab | null = null;
  private closed = false;

  constructor(
    readonly place: 'side' | 'editor',
    private readonly webview: Webview,
    private readonly world: DocumentWorld,
  ) {
    webview.options = {
      enableScripts: true,
      localResourceRoots: ['dist', 'models', 'media'].map((folder) => this.uri(folder)),
    };
    webview.onDidReceiveMessage((message: unknown) => this.receive(message));
    webview.html = this.html();
  }

  /** Says something to the document, where it listens. */
  post(message: HostToPanel): void {
    if (this.ready) void this.webview.postMessage(message);
  }

  /** Turns to a page, now or when the document listens. */
  turnTo(tab: PanelTab): void {
    this.tab = tab;
    this.turn();
  }

  turn(): void {
    if (!this.tab || !this.ready) return;
    this.post({ type: 'show', tab: this.tab });
    this.tab = null;
  }

  createCarrier(): PanelCarrier {
    const { webview } = this;
    const post = (message: HostToPanel): Thenable<boolean> => webview.postMessage(message);
    return new PanelCarrier(post, (model) => ({
      base: webview.asWebviewUri(this.uri('models', model)).toString(),
      scores: existsSync(this.uri('models', model, 'scores.safetensors').fsPath),
    }));
  }

  /** Its webview is gone, or is another's by now: what it says is none of anybody's business. */
  close(): void {
    this.closed = true;
    this.ready = false;
  }

  private receive(message: unknown): void {
    if (this.closed) return;
    const parsed = v.safeParse(panelMessageSchema, message);
    if (parsed.success) return this.world.onMessage(this, parsed.output);
    const [issue] = parsed.issues;
    this.world.log.warn(`A message of the panel was ignored: ${v.getDotPath(issue) ?? 'it'}: ${issue.message}`);
  }

  private html(): string {
    const at = (...segments: string[]): string => this.webview.asWebviewUri(this.uri(...segments)).toString();
    return panelHtml({
      nonce: randomBytes(18).toString('base64url'),
      cspSource: this.webview.cspSource,
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
