import * as path from 'node:path';
import type { Frame } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ModelFolder, type ListedModel } from '../../src/host/models';
import { LINEAGE } from '../../src/shared/lineage';
import type { AttentionPart } from '../../src/shared/trace';
import { repositoryRoot } from '../../tools/setup/cache';
import { figuresOf } from '../../webview/alignment/headFigures';
import { photograph, photographFailure, THEMES } from './pictures';
import { reference, tracedOutside, translationOf } from './reference';
import { SETTINGS } from './settings';
import { Workbench } from './workbench';

const HELLO = 'Hello, how are you?';
const CAT = 'The black cat is sleeping.';
const FILE = 'hello.txt';
const LONG = `${CAT} I am happy. She reads. We are here.`;

/** How long all models together may take, with one thread and no graphics card. */
const COMPARISON_MS = 240_000;

let workbench: Workbench;
/** What is installed, in the order that is expected everywhere. */
let models: ListedModel[];
let mechanisms: ListedModel[];

beforeAll(async () => {
  ({ models } = await new ModelFolder(path.join(repositoryRoot, 'models')).list());
  mechanisms = models.filter(({ id }) => LINEAGE.includes(id));
  workbench = await Workbench.open(
    { [FILE]: `${HELLO}\n${CAT}\n${LONG}\n` },
    // A graphics card drawn by software would make a comparison of all models take minutes.
    { ...SETTINGS, 'attentionLens.backend': 'wasm' },
  );
});

afterAll(() => workbench?.close());

beforeEach(({ onTestFailed, task }) => onTestFailed(() => photographFailure(workbench, task.name)));

/** Waits until the panel shows this page. */
async function page(tab: string): Promise<Frame> {
  const panel = await workbench.panel();
  await panel.locator(`#tab-${tab}[aria-selected="true"]`).waitFor();
  return panel;
}

/** Waits until a comparison of this text has an end for every model. */
async function compared(panel: Frame, text: string): Promise<void> {
  await panel.locator('al-compare-page .source').filter({ hasText: text }).waitFor();
  const ended = panel.locator('al-compare-card article[aria-busy="false"] dl');
  await ended.nth(mechanisms.length - 1).waitFor({ timeout: COMPARISON_MS });
}

const cardOf = (panel: Frame, { name }: ListedModel) =>
  panel.locator('al-compare-card').filter({ has: panel.locator(`article[aria-label="${name}"]`) });

describe('mechanisms', () => {
  beforeEach(() => workbench.openFresh(FILE));

  it('offers to compare in the hover over a selection', async () => {
    await workbench.selectLines(1);
    await workbench.clickInHover(HELLO, 'Compare Mechanisms', workbench.page.locator('.part.auxiliarybar'));
    await page('compare');
  });

  it(
    'compares all mechanisms from the palette: each one has a card, in the order of the lineage, with its translation',
    async () => {
      await workbench.selectLines(1);
      await workbench.run('Attention Lens: Compare Mechanisms');
      const panel = await page('compare');
      await compared(panel, HELLO);
      const names = await panel
        .locator('al-compare-card article')
        .evaluateAll((all) => all.map((each) => each.getAttribute('aria-label')));
      expect(names).toEqual(mechanisms.map(({ name }) => name));
      for (const model of mechanisms) {
        const translation = await cardOf(panel, model).locator('.target').innerText();
        expect(translation.trim(), model.id).toMatch(/\p{L}/u);
      }
    },
    COMPARISON_MS + 60_000,
  );

  it('shows what the models write outside the editor, greedily', async () => {
    const panel = await page('compare');
    for (const model of [mechanisms[0]!, mechanisms.at(-1)!]) {
      const expected = await reference([HELLO], ['--model', model.id, '--beam', '1']);
      const shown = (await cardOf(panel, model).locator('.target').innerText()).trim();
      expect(shown, model.id).toBe(translationOf(expected, HELLO));
    }
  });

  it(
    'takes the first three sentences of a longer text, and says so',
    async () => {
      await workbench.selectLines(3);
      await workbench.run('Attention Lens: Compare Mechanisms');
      const panel = await page('compare');
      await compared(panel, `${CAT} I am happy. She reads.`);
      await panel.locator('al-compare-page').getByText('The beginning alone').waitFor();
    },
    COMPARISON_MS + 60_000,
  );

  it('opens the scoring bench on the selection', async () => {
    await workbench.selectLines(2);
    await workbench.run('Attention Lens: Scoring Bench');
    const panel = await page('scoring');
    await panel.locator('al-source-pieces button').filter({ hasText: 'cat' }).waitFor();
    await panel.locator('al-score-row').first().waitFor();
  });

  it('opens the lineage', async () => {
    await workbench.run('Attention Lens: The Lineage of Attention');
    const panel = await page('lineage');
    await panel.locator('al-lineage').waitFor();
  });

  it('translates with the model that is selected, and lists all of them', async () => {
    const model = mechanisms.at(-1)!;
    await workbench.run('Attention Lens: Select Model');
    for (const { name } of models) {
      await workbench.page.locator('.quick-input-widget input[type="text"]').fill(name);
      await workbench.choice(name).waitFor();
    }
    await workbench.pick(model.name);
    await workbench.selectLines(2);
    await workbench.run('Attention Lens: Translate Selection');
    const panel = await page('translation');
    await panel.locator('al-header').getByText(model.name).waitFor();
    const translation = translationOf(await reference([CAT], ['--model', model.id]), CAT);
    await panel.locator('al-translation .target').filter({ hasText: translation }).waitFor();
  });

  it('draws every head of the model, as it attends outside the editor', async () => {
    const model = mechanisms.at(-1)!;
    const panel = await page('translation');
    const target = (await panel.locator('al-translation .target').innerText()).trim();
    const { maps } = await tracedOutside(CAT, ['--model', model.id, '--target', target]);
    await panel.locator('al-attention #heads').click();
    const grid = panel.locator('al-head-maps');
    await grid.waitFor();
    for (const [part, all] of Object.entries(maps!)) {
      const { layers, heads } = all;
      // the mean of a layer's heads has a tile, too
      const tiles = grid.locator(`button[data-head^="${part}-"]`);
      await expect.poll(() => tiles.count()).toBe(layers * (heads > 1 ? heads + 1 : 1));
      const head = { part: part as AttentionPart, layer: layers - 1, head: heads - 1 };
      await grid.locator(`[data-head="${part}-${head.layer}-${head.head}"]`).click();
      const entropy = panel.locator('al-head-card dl > div').filter({ hasText: 'mean entropy' }).locator('dd');
      const told = async () => Number.parseFloat(await entropy.innerText());
      await expect.poll(told).toBeCloseTo(figuresOf(all, head).entropy, 1);
    }
    await panel.locator('al-attention #ribbon').click();
  });

  it('has a walkthrough that leads to all of it', async () => {
    await workbench.run('Welcome: Open Walkthrough...');
    await workbench.pick('Get Started with Attention Lens');
    const steps = workbench.page.locator('.gettingStartedContainer .getting-started-step');
    await expect.poll(() => steps.count()).toBe(4);
    for (const title of ['See where each word came from', 'Step through it', 'Compare the mechanisms']) {
      await steps.filter({ hasText: title }).click();
      await workbench.page.locator('.getting-started-step.expanded').filter({ hasText: title }).waitFor();
    }
  });
});

describe('pictures', () => {
  beforeAll(async () => {
    await workbench.run('View: Close All Editors');
    await workbench.openFresh(FILE);
    await workbench.run('View: Toggle Primary Side Bar Visibility');
    await workbench.page.setViewportSize({ width: 1440, height: 900 });
    await workbench.selectLines(2);
    await workbench.run('Attention Lens: Compare Mechanisms');
    await compared(await page('compare'), CAT);
    await workbench.widenPanel(940);
  }, COMPARISON_MS + 60_000);

  it.each(Object.entries(THEMES))('comparison, %s', async (name, theme) => {
    await workbench.setTheme(theme);
    const panel = await page('compare');
    // The second word of every translation, so that the pictures show where each one looked for it.
    const slider = panel.locator('al-compare-page al-scrubber').getByRole('slider');
    await slider.fill('1');
    await slider.blur();
    // The marks glide to their rows.
    await workbench.page.waitForTimeout(500);
    await photograph(workbench, `compare-${name}`);
  });

  it('scoring bench', async () => {
    await workbench.setTheme(THEMES.dark);
    await workbench.selectLines(2);
    await workbench.run('Attention Lens: Scoring Bench');
    await workbench.widenPanel(560);
    const panel = await page('scoring');
    await panel.locator('al-source-pieces button').filter({ hasText: 'cat' }).waitFor();
    await photograph(workbench, 'scoring-dark');
  });

  it('lineage', async () => {
    await workbench.run('Attention Lens: The Lineage of Attention');
    await workbench.widenPanel(760);
    const panel = await page('lineage');
    await panel.locator('al-lineage').waitFor();
    await photograph(workbench, 'lineage-dark');
  });
});
