import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { PanelTab } from '../../src/shared/panelProtocol';
import type { PanelPage } from './browser';
import { answerTraces } from './fixtures/answerTraces';
import { comparing } from './fixtures/comparison';
import { stepRecord } from './fixtures/step';
import { states } from './fixtures/states';
import { THEMES } from './fixtures/themes';
import { PICTURES, usePanels } from './panels';

/** Many layouts on a busy machine. */
const PATIENCE = 180_000;
const PAGES: PanelTab[] = ['translation', 'explain', 'steps', 'whatIf', 'compare', 'scoring', 'lineage'];

const panels = usePanels();

it.each(['Ribbon', 'Arcs', 'Heat Map', 'Heads', 'Table'])(
  'every state fits at any width without scrolling sideways: %s',
  async (picture) => {
    const panel = await panels.open();
    const tooWide: string[] = [];
    const cut: string[] = [];
    for (const [name, state] of Object.entries(states)) {
      await panel.show(state);
      await panel.page.getByRole('tab', { name: picture }).click();
      for (const width of [280, 300, 480, 1200]) {
        await panel.setWidth(width);
        if ((await panel.overflow()) > 0) tooWide.push(`${name}, ${width} px`);
        if (picture === 'Ribbon') cut.push(...(await cutWords(panel)));
      }
    }
    expect(tooWide).toEqual([]);
    expect(cut).toEqual([]);
  },
);

it.each([300, 900])('words stay legible in every theme at %i px', async (width) => {
  const panel = await panels.open({ width, height: 900 });
  for (const [name, picture] of [
    ['done', 'Ribbon'],
    ['long', 'Ribbon'],
    ['long', 'Heat Map'],
  ] as const) {
    await panel.show(states[name]!);
    await panel.page.getByRole('tab', { name: picture }).click();
    for (const theme of THEMES) {
      await panel.setTheme(theme);
      if (picture === 'Ribbon') {
        await panel.page.locator('[data-key="target-2"]').hover();
        await panel.page.waitForTimeout(300);
        expect(await worstContrast(panel), theme).toBeGreaterThan(4.5);
      }
      const file = `${theme}-${width}-${name}-${picture.replace(' ', '')}.png`;
      await panel.page.screenshot({ path: join(PICTURES, file), fullPage: true });
    }
  }
});

it(
  'every page has room for Chinese at any width: nothing scrolls sideways, and no button breaks its name or cuts it',
  async () => {
    const panel = await panels.open({ language: 'zh-cn' });
    await panel.show(comparing());
    for (const page of PAGES) {
      await panel.send({ type: 'show', tab: page });
      if (page === 'whatIf' || page === 'explain') await answerTraces(panel, { kind: 'transformer' });
      if (page === 'steps' || page === 'scoring') {
        const { id } = (await panel.asked('inspect')).at(-1)!;
        await panel.send({ type: 'inspected', ask: id, outcome: { ok: stepRecord(2) } });
      }
      expect(await panel.page.locator(`#tab-${page}`).innerText(), page).toMatch(/\p{Script=Han}/u);
      for (const width of [280, 300, 480, 1200]) {
        await panel.setWidth(width);
        expect(await panel.overflow(), `${page}, ${width} px`).toBe(0);
        expect(await brokenButtons(panel), `${page}, ${width} px`).toEqual([]);
      }
    }
  },
  PATIENCE,
);

/** Buttons of a short name that stands on more than one line, or is cut. */
function brokenButtons(panel: PanelPage): Promise<string[]> {
  return panel.page.locator('button:visible, vscode-button:visible').evaluateAll((buttons) =>
    buttons.flatMap((button) => {
      const name = button.textContent?.trim() ?? '';
      // longer ones are sentences, or rows that are opened
      if (!name || name.length > 12) return [];
      const range = document.createRange();
      range.selectNodeContents(button);
      const boxes = [...range.getClientRects()].filter(({ width }) => width > 1);
      const broken = Math.max(...boxes.map(({ top }) => top)) >= Math.min(...boxes.map(({ bottom }) => bottom));
      return broken || button.scrollWidth > button.clientWidth + 1 ? [name] : [];
    }),
  );
}

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
