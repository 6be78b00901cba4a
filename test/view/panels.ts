import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { launchBrowser, PanelPage, type OpenOptions } from './browser';
import { THEMES, type ThemeName } from './fixtures/themes';
import { startPanelServer, type PanelServer } from './panelServer';

/** Screenshots are left here, to be looked at. */
export const PICTURES = join(import.meta.dirname, '../../test-results/view');

export interface Panels {
  readonly server: PanelServer;
  readonly browser: Browser;
  /** Opens a panel for one test; it is closed after it. */
  open(options?: OpenOptions): Promise<PanelPage>;
}

/**
 * Serves the panels of a test file to a browser of its own. After each test, nothing may have gone wrong behind the scenes
 * of any panel that it opened: no violation of the policy, nothing on the console, nothing that scrolls sideways.
 * @param script makes what the document runs in the place of dist/panel.js: a page of the panel alone
 */
export function usePanels(script?: () => Promise<string>): Panels {
  let server: PanelServer;
  let browser: Browser;
  let opened: PanelPage[] = [];

  beforeAll(async () => {
    mkdirSync(PICTURES, { recursive: true });
    [server, browser] = await Promise.all([script?.().then(startPanelServer) ?? startPanelServer(), launchBrowser()]);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  afterEach(async () => {
    const panels = opened;
    opened = [];
    try {
      for (const panel of panels) {
        expect(await panel.violations()).toEqual([]);
        expect(panel.problems).toEqual([]);
        expect(await panel.overflow()).toBe(0);
      }
    } finally {
      for (const panel of panels) await panel.close();
    }
  });

  return {
    get server() {
      return server;
    },
    get browser() {
      return browser;
    },
    async open(options) {
      const panel = await PanelPage.open(browser, server, options);
      opened.push(panel);
      return panel;
    },
  };
}

interface Look {
  widths?: readonly number[];
  themes?: readonly ThemeName[];
  /** Of the pictures that are left. */
  name: string;
}

/** Has axe look at what a panel shows, in every theme, narrow and wide, and leaves pictures of it. */
export async function expectAccessible(
  panel: PanelPage,
  { name, widths = [300, 900], themes = THEMES }: Look,
): Promise<void> {
  for (const width of widths) {
    await panel.setWidth(width);
    for (const theme of themes) {
      await panel.setTheme(theme);
      const path = join(PICTURES, `${theme}-${width}-${name}.png`);
      await panel.page.screenshot({ path, fullPage: true });
      expect(await panel.seriousFaults(), `${name}, ${theme}, ${width} px`).toEqual([]);
    }
  }
}
