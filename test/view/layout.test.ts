import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, PanelPage } from './browser';
import { states } from './fixtures/states';
import type { ThemeName } from './fixtures/themes';
import { startPanelServer, type PanelServer } from './panelServer';

const PICTURES = join(import.meta.dirname, '../../test-results/view');
const THEMES: ThemeName[] = ['light', 'dark', 'hc-dark', 'hc-light'];

let server: PanelServer;
let browser: Browser;

beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true });
  [server, browser] = await Promise.all([startPanelServer(), launchBrowser()]);
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

describe.each([280, 300, 480, 1200])('at %i px', (width) => {
  it('fits every state and picture without scrolling sideways', async () => {
    const panel = await PanelPage.open(browser, server, { width });
    const tooWide: string[] = [];
    const cut: string[] = [];
    for (const [name, state] of Object.entries(states)) {
      await panel.show(state);
      for (const picture of ['Ribbon', 'Arcs', 'Heat Map', 'Heads', 'Table']) {
        await panel.page.getByRole('tab', { name: picture }).click();
        await panel.settled();
        if ((await panel.overflow()) > 0) tooWide.push(`${name}, ${picture}`);
        if (picture === 'Ribbon') cut.push(...(await cutWords(panel)));
      }
    }
    expect(tooWide).toEqual([]);
    expect(cut).toEqual([]);
    expect(await panel.violations()).toEqual([]);
    expect(panel.problems).toEqual([]);
    await panel.close();
  });
});

describe.each(THEMES)('in %s', (theme) => {
  it.each([300, 900])('keeps text legible at %i px', async (width) => {
    const panel = await PanelPage.open(browser, server, { width, height: 900, theme });
    for (const [name, picture] of [
      ['done', 'Ribbon'],
      ['long', 'Ribbon'],
      ['long', 'Heat Map'],
    ] as const) {
      await panel.show(states[name]!);
      await panel.page.getByRole('tab', { name: picture }).click();
      await panel.settled();
      if (picture === 'Ribbon') {
        await panel.page.locator('[data-key="target-2"]').hover();
        await panel.page.waitForTimeout(300);
        expect(await worstContrast(panel)).toBeGreaterThan(4.5);
      }
      const file = `${theme}-${width}-${name}-${picture.replace(' ', '')}.png`;
      await panel.page.screenshot({ path: join(PICTURES, file), fullPage: true });
    }
    await panel.close();
  });
});

/** Words of the ribbon that end in an ellipsis, but for those that no line could hold. */
function cutWords(panel: PanelPage): Promise<string[]> {
  return panel.page.locator('al-ribbon .word .text').evaluateAll((words) =>
    words
      .filter((word) => word.scrollWidth > word.clientWidth)
      .map((word) => word.textContent ?? '')
      .filter((text) => text.length < 1000),
  );
}

/** Lowest contrast ratio (WCAG 2) of a word of the ribbon against its tinted ground. */
function worstContrast(panel: PanelPage): Promise<number> {
  return panel.page.locator('al-ribbon .word').evaluateAll((words) => {
    const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
    const rgb = (...layers: string[]): number[] => {
      for (const layer of layers) {
        context.fillStyle = layer;
        context.fillRect(0, 0, 1, 1);
      }
      return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const luminance = (colour: number[]): number => {
      const [r, g, b] = colour.map((byte) => {
        const share = byte / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
    };
    const paper = getComputedStyle(document.documentElement).backgroundColor;
    return Math.min(
      ...words.map((word) => {
        const { color, backgroundColor } = getComputedStyle(word);
        const ground = luminance(rgb(paper, backgroundColor));
        const text = luminance(rgb(paper, backgroundColor, color));
        return (Math.max(ground, text) + 0.05) / (Math.min(ground, text) + 0.05);
      }),
    );
  });
}
