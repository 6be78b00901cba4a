/**
 * Pictures of the panel for docs/panel.md, of the built panel with the engine and the models that ship:
 *
 *     npm run -s build && npm run -s pictures
 *
 * Each page at 300 and at 900 px, light and dark; written into docs/panel/.
 */

import { mkdirSync } from 'node:fs';
import * as path from 'node:path';
import type { Browser } from 'playwright-core';
import { ModelFolder } from '../src/host/models';
import type { PanelState } from '../src/shared/panelProtocol';
import { launchBrowser, PanelPage } from '../test/view/browser';
import { translateInPage, withEngine } from '../test/view/engineInPage';
import { startPanelServer, type PanelServer } from '../test/view/panelServer';
import { repositoryRoot } from './setup/cache';

const OUT = path.join(repositoryRoot, 'docs/panel');
const TEXT = 'The function returns a new list that contains the values of the dictionary.';
const HEADS = 'transformer';

const SIZES = [
  { width: 300, theme: 'light' },
  { width: 300, theme: 'dark' },
  { width: 900, theme: 'light' },
  { width: 900, theme: 'dark' },
] as const;

interface Scene {
  name: string;
  /** The default model where absent. */
  model?: string;
  set(panel: PanelPage): Promise<void>;
}

const tab = (panel: PanelPage, name: string) => panel.page.getByRole('tab', { name, exact: true }).click();
const picture = async (panel: PanelPage, name: string) => {
  await tab(panel, name);
  await panel.page.mouse.move(0, 0);
};

const SCENES: Scene[] = [
  { name: 'ribbon', set: (panel) => picture(panel, 'Ribbon') },
  {
    name: 'alternatives',
    set: async ({ page }) => {
      await page.getByText('Candidates (4)').click();
      await page.locator('al-translation .target').getByRole('button').nth(2).click();
      await page.locator('al-next-pieces').first().waitFor();
    },
  },
  { name: 'arcs', set: (panel) => picture(panel, 'Arcs') },
  { name: 'heat-map', set: (panel) => picture(panel, 'Heat Map') },
  {
    name: 'heads',
    model: HEADS,
    set: async (panel) => {
      await picture(panel, 'Heads');
      await panel.page.locator('al-head-maps canvas').first().waitFor();
    },
  },
  {
    name: 'explain',
    set: async (panel) => {
      await tab(panel, 'Explain');
      await panel.page.getByText('It also thought of').first().waitFor();
      await panel.page.locator('al-claim button').first().click();
    },
  },
  {
    name: 'steps',
    set: async (panel) => {
      await tab(panel, 'Steps');
      await panel.page.getByRole('button', { name: /Softmax/ }).click();
    },
  },
  {
    name: 'what-if',
    set: async (panel) => {
      await tab(panel, 'What If');
      await panel.page.getByRole('region', { name: 'Before' }).waitFor();
      await panel.page.locator('al-what-if-source').getByRole('button', { name: 'new', exact: true }).click();
      await panel.page.getByRole('button', { name: 'Mask', exact: true }).click();
      await panel.page.locator('[aria-label="After"][aria-busy="false"]').waitFor();
    },
  },
  {
    name: 'faithful',
    set: async (panel) => {
      await tab(panel, 'What If');
      await panel.page.getByRole('button', { name: 'Measure', exact: true }).click();
      await panel.page.locator('al-faithfulness al-paired-bars').first().waitFor();
    },
  },
];

async function photograph(
  browser: Browser,
  server: PanelServer,
  folder: ModelFolder,
  scene: Scene,
  size: (typeof SIZES)[number],
): Promise<void> {
  const model = await folder.summary(scene.model ?? (await folder.defaultId()));
  const panel = await withEngine(await PanelPage.open(browser, server, { ...size, height: 900 }), server, model.id);
  try {
    const result = await translateInPage(panel, model.id, TEXT);
    const { models } = await folder.list();
    const state: PanelState = {
      model,
      engine: { phase: 'ready', model: model.id, backend: result.backend },
      request: { id: 1, text: TEXT, focus: 'translation', outcome: { phase: 'done', result, replaceable: true } },
      models,
      compare: null,
    };
    await panel.show(state);
    await scene.set(panel);
    await panel.page.mouse.move(0, 0); // what was clicked is not to look pointed at
    await panel.page.evaluate(() => scrollTo(0, 0)); // a click scrolls to what is clicked, and the whole page is photographed
    await panel.page.waitForTimeout(1_500); // transitions, and answers that are drawn late
    await panel.page.screenshot({
      path: path.join(OUT, `${scene.name}-${size.width}-${size.theme}.png`),
      fullPage: true,
    });
  } finally {
    await panel.page.context().close();
  }
}

async function main(): Promise<void> {
  mkdirSync(OUT, { recursive: true });
  const only = process.argv.slice(2);
  const folder = new ModelFolder(path.join(repositoryRoot, 'models'));
  const [server, browser] = await Promise.all([startPanelServer(), launchBrowser()]);
  try {
    for (const scene of SCENES.filter(({ name }) => only.length === 0 || only.includes(name))) {
      for (const size of SIZES) await photograph(browser, server, folder, scene, size);
      console.log(scene.name);
    }
  } finally {
    await browser.close();
    await server.close();
  }
}

void main();
