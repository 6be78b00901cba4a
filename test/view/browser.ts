import { existsSync } from 'node:fs';
import { join } from 'node:path';
import axe, { type ImpactValue } from 'axe-core';
import { chromium, type Browser, type Page } from 'playwright-core';
import type { HostToPanel, PanelAsk, PanelState, PanelToHost } from '../../src/shared/panelProtocol';
import { CHROMIUM_FLAGS, findChromium } from '../../tools/setup/browser';
import { bodyClasses, type ThemeName } from './fixtures/themes';
import { themeStyle, type PanelServer } from './panelServer';

/** The browser that stands in for VS Code's; without a graphics device its WebGL is drawn by software. */
export async function launchBrowser(): Promise<Browser> {
  if (!existsSync(join(import.meta.dirname, '../../dist/panel.js'))) throw new Error('Run `npm run build` first.');
  return chromium.launch({
    executablePath: findChromium(),
    args: [...CHROMIUM_FLAGS],
  });
}

declare global {
  interface Window {
    posted: PanelToHost[];
    violations: string[];
  }
}

export interface OpenOptions {
  width?: number;
  height?: number;
  theme?: ThemeName;
  language?: string;
  reduceMotion?: boolean;
  /** What the document shows: the panel, or a page of it alone. */
  element?: string;
}

/** A panel in a browser page, and everything that went wrong in it. */
export class PanelPage {
  readonly problems: string[] = [];

  private constructor(readonly page: Page) {
    page.on('pageerror', (error) => this.problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') this.problems.push(`${message.text()} ${message.location().url}`);
    });
  }

  static async open(browser: Browser, server: PanelServer, options: OpenOptions = {}): Promise<PanelPage> {
    const { width = 300, height = 800, element = 'attention-lens-panel' } = options;
    const context = await browser.newContext({ viewport: { width, height } });
    const panel = new PanelPage(await context.newPage());
    await panel.page.goto(server.page(options));
    await panel.page.locator(element).waitFor();
    return panel;
  }

  /** Sends a message as the host does. */
  async send(message: HostToPanel | unknown): Promise<void> {
    await this.page.evaluate((data) => window.postMessage(data, '*'), message);
    await this.settled();
  }

  show(state: PanelState): Promise<void> {
    return this.send({ type: 'state', state });
  }

  /** Waits until everything is drawn. */
  async settled(): Promise<void> {
    await this.page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve)))),
    );
  }

  /** What was asked last of this kind; it may still be on its way. */
  async asked<K extends PanelAsk['kind']>(kind: K, count = 1): Promise<Extract<PanelAsk, { kind: K }>[]> {
    const ofKind = async () =>
      (await this.posted()).flatMap((message) =>
        message.type === 'ask' && message.ask.kind === kind ? [message.ask as Extract<PanelAsk, { kind: K }>] : [],
      );
    for (let tries = 0; tries < 100; tries++) {
      const asks = await ofKind();
      if (asks.length >= count) return asks;
      await this.page.waitForTimeout(50);
    }
    throw new Error(`The panel asked no ${kind} of ${count}.`);
  }

  posted(): Promise<PanelToHost[]> {
    return this.page.evaluate(() => window.posted);
  }

  violations(): Promise<string[]> {
    return this.page.evaluate(() => window.violations);
  }

  /** By how many pixels the document is wider than its window. */
  overflow(): Promise<number> {
    return this.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  }

  /** At which of these widths the document is wider than its window; it is left at the last. */
  async tooWideAt(widths: readonly number[]): Promise<number[]> {
    const tooWide: number[] = [];
    for (const width of widths) {
      await this.setWidth(width);
      if ((await this.overflow()) > 0) tooWide.push(width);
    }
    return tooWide;
  }

  async setWidth(width: number): Promise<void> {
    await this.page.setViewportSize({ ...this.page.viewportSize()!, width });
    await this.settled();
  }

  /** Changes the theme under the open document, as VS Code does. */
  async setTheme(theme: ThemeName): Promise<void> {
    await this.page.evaluate(
      ([style, classes]) => {
        document.querySelector('head style')!.textContent = style;
        const motion = document.body.classList.contains('vscode-reduce-motion') ? ' vscode-reduce-motion' : '';
        document.body.className = classes + motion;
      },
      [themeStyle(theme), bodyClasses[theme]] as const,
    );
    await this.settled();
  }

  /** What axe finds that is serious or worse. */
  seriousFaults(): Promise<string[]> {
    return this.faults(['serious', 'critical']);
  }

  /**
   * What axe finds of these impacts, with the elements that it speaks of.
   * @param within selector of what it looks at
   */
  async faults(impacts: readonly ImpactValue[], within = 'html'): Promise<string[]> {
    // not as a script element: the document's policy allows none but its own
    if (!(await this.page.evaluate(() => 'axe' in window))) await this.page.evaluate(axe.source);
    return this.page.evaluate(
      async ([wanted, selector]) => {
        const { axe: here } = window as unknown as { axe: typeof axe };
        const { violations } = await here.run(selector, { resultTypes: ['violations'] });
        return violations
          .filter(({ impact }) => impact && wanted.includes(impact))
          .flatMap(({ id, nodes }) =>
            nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary}`),
          );
      },
      [impacts, within] as const,
    );
  }

  close(): Promise<void> {
    return this.page.context().close();
  }
}
