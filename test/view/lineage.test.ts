import { join } from 'node:path';
import { build } from 'esbuild';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { ModelFigures } from '../../src/shared/compare';
import type { LineageModel } from '../../webview/lineage/lineage';
import type { LiveRecord } from '../../webview/lineage/live';
import { PAPERS } from '../../webview/lineage/papers';
import { STORIES } from '../../webview/lineage/mechanisms';
import { MECHANISM_IDS, partsOf, type MechanismId } from '../../webview/lineage/parts';
import type { PanelPage } from './browser';
import { THEMES, type ThemeName } from './fixtures/themes';
import { figuresOf, recordOf } from './lineage/records';
import { PICTURES, usePanels } from './panels';

const STEP = 2;

const panels = usePanels(async () => {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'lineage/page.ts')],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    loader: { '.svg': 'text' },
    tsconfig: join(import.meta.dirname, '../../tsconfig.json'),
    write: false,
  });
  return outputFiles[0]!.text;
});
let panel: PanelPage;
let page: Page;

interface Shown {
  width?: number;
  height?: number;
  theme?: ThemeName;
  language?: string;
  models?: LineageModel[];
  records?: [string, LiveRecord][];
}

const installed = (figures?: (id: MechanismId) => ModelFigures): LineageModel[] =>
  MECHANISM_IDS.map((id) => ({ id, name: id, figures: figures?.(id) }));
const allRecords = (step = STEP): [string, LiveRecord][] => MECHANISM_IDS.map((id) => [id, recordOf(id, step)]);

async function open({ width = 300, height = 800, theme, language, models = installed(), records = [] }: Shown = {}) {
  panel = await panels.open({ width, height, theme, language, element: 'al-lineage' });
  ({ page } = panel);
  await show({ models, records });
}

async function show({ models, records }: Pick<Shown, 'models' | 'records'>): Promise<void> {
  await page.evaluate(
    async (given) => {
      if (given.models) window.lineage.models = given.models;
      if (given.records) window.lineage.records = new Map(given.records as [string, never][]);
      await window.lineage.updateComplete;
    },
    { models, records },
  );
}

const section = (id: string) => page.locator(`details#${id}`);
const summary = (id: string) => section(id).locator('summary');
const isOpen = (id: string) => section(id).evaluate((details: HTMLDetailsElement) => details.open);
const inspected = () => page.evaluate(() => window.inspected);
const values = (id: string, selector: string) =>
  section(id)
    .locator(selector)
    .evaluateAll((all) => all.map((each) => Number((each as HTMLDataElement).value)));

async function openAll(): Promise<void> {
  await page.evaluate(async () => {
    for (const details of window.lineage.shadowRoot!.querySelectorAll('details')) details.open = true;
    await window.lineage.updateComplete;
  });
  await expect.poll(() => page.locator('details:not([open])').count()).toBe(0);
}

describe('the page', () => {
  it('is short at first, and has a section for each mechanism in order', async () => {
    await open();
    const ids = await page.locator('details.mechanism').evaluateAll((all) => all.map(({ id }) => id));
    expect(ids).toEqual(MECHANISM_IDS);
    expect(await page.locator('details[open]').count()).toBe(0);
  });

  it('tells, computes, draws and cites in every section', async () => {
    await open();
    const drawings = new Set<string>();
    for (const id of MECHANISM_IDS) {
      await summary(id).click();
      const { problem, gained, gaveUp, papers } = STORIES[id];
      const tale = (await section(id).locator('.tale').innerText()).replace(/\s+/g, ' ');
      for (const text of [problem(), gained(), gaveUp()]) {
        // symbols are set as formulas: compare the words before the first of them
        expect(tale).toContain(text.split(/\S*_/)[0]!.trim());
      }
      expect(await section(id).locator('.maths math').count()).toBeGreaterThan(3);
      expect(await section(id).locator('.maths .key math').count()).toBeGreaterThan(0);
      const links = await section(id)
        .locator('.papers a')
        .evaluateAll((all) => all.map((each) => each.getAttribute('href')));
      expect(links).toEqual(papers.map((paper) => PAPERS[paper].url));
      const drawing = section(id).locator('figure svg[role=img]');
      expect(await drawing.getAttribute('aria-label')).toContain(STORIES[id].name());
      expect((await drawing.boundingBox())!.width).toBeGreaterThan(180);
      expect(await section(id).locator('figcaption li').count()).toBeGreaterThan(4);
      drawings.add(await drawing.evaluate((svg) => svg.innerHTML.replace(/<!--.*?-->/g, '')));
    }
    expect(drawings.size).toBe(MECHANISM_IDS.length);
  });

  it('has formulas whose scripts stand below the line and whose roots and fractions are drawn', async () => {
    await open();
    await summary('self-attention').click();
    const [base, index] = await section('self-attention')
      .locator('.maths msub')
      .first()
      .evaluate((msub) => [...msub.children].map((part) => part.getBoundingClientRect().bottom));
    expect(index).toBeGreaterThan(base!);
    expect(await section('self-attention').locator('.maths mfrac msqrt').count()).toBeGreaterThan(0);
    expect(
      await page.locator('math *').evaluateAll((all) => all.filter((each) => !(each instanceof MathMLElement)).length),
    ).toBe(0);
  });

  it.each([280, 300, 480, 900, 1400])('fits %i px with everything open', async (width) => {
    await open({ width, models: installed(() => figuresOf(20)), records: allRecords() });
    await openAll();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(
      0,
    );
    // no formula, label or picture is cut off by its box
    const cut = await page
      .locator('.body > *, figure, .numbers > section, div.formula')
      .evaluateAll((all) =>
        all
          .filter((each) => each.scrollWidth > each.clientWidth + 1)
          .map((each) => `${each.closest('details')!.id} ${each.className}`),
      );
    expect(cut).toEqual([]);
    const outside = await page.locator('figure svg').evaluateAll((all) =>
      all.flatMap((svg) => {
        const frame = svg.closest('figure')!.getBoundingClientRect();
        return [...svg.querySelectorAll('text')]
          .filter(
            (each) =>
              each.getBoundingClientRect().left < frame.left || each.getBoundingClientRect().right > frame.right,
          )
          .map((each) => `${svg.closest('details')!.id}: ${each.textContent}`);
      }),
    );
    expect(outside).toEqual([]);
  });
});

describe('finding the way', () => {
  it('goes to a mechanism by the index and by its buttons, and says where one is', async () => {
    await open();
    const select = page.getByRole('combobox', { name: 'Go to a mechanism' });
    await select.selectOption('hard');
    await expect.poll(() => isOpen('hard')).toBe(true);
    await expect.poll(async () => (await summary('hard').boundingBox())!.y).toBeLessThan(80);
    await page.getByRole('button', { name: 'Next mechanism' }).click();
    expect(await isOpen('ema')).toBe(true);
    expect(await select.inputValue()).toBe('ema');
    // the index stays in sight
    expect((await page.locator('nav').boundingBox())!.y).toBe(0);
    await select.selectOption('transformer');
    expect(await page.getByRole('button', { name: 'Next mechanism' }).isDisabled()).toBe(true);
    await select.selectOption('rnn-seq2seq');
    expect(await page.getByRole('button', { name: 'Previous mechanism' }).isDisabled()).toBe(true);
  });

  it('opens the mechanism that it is told to', async () => {
    await open();
    await page.evaluate(() => (window.lineage.mechanism = 'luong-general'));
    await expect.poll(() => isOpen('luong-general')).toBe(true);
    await expect.poll(async () => (await summary('luong-general').boundingBox())!.y).toBeLessThan(80);
    await page.evaluate(() => (window.lineage.mechanism = 'no such thing'));
    expect(await page.locator('details[open]').count()).toBe(1);
  });

  it('is all to be had from the keyboard', async () => {
    await open();
    const focused = () => page.evaluate(() => window.lineage.shadowRoot!.activeElement?.closest('details')?.id);
    await summary('rnn-seq2seq').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    expect(await focused()).toBe('sutskever-2014');
    await page.keyboard.press('Enter');
    expect(await isOpen('sutskever-2014')).toBe(true);
    await page.keyboard.press('End');
    expect(await focused()).toBe('transformer');
    await page.keyboard.press('ArrowUp');
    expect(await focused()).toBe('self-attention');
    await page.keyboard.press('Home');
    expect(await focused()).toBe('rnn-seq2seq');
    expect(await page.getByRole('combobox').inputValue()).toBe('rnn-seq2seq');
  });
});

describe('the numbers of a step', () => {
  it('are asked for, once by hand and then by each section that is opened', async () => {
    await open({ models: installed().filter(({ id }) => id !== 'ema') });
    await summary('bahdanau-2015').click();
    expect(await inspected()).toEqual([]);
    await section('bahdanau-2015').getByRole('button', { name: 'Show on my sentence' }).click();
    expect(await inspected()).toEqual([{ model: 'bahdanau-2015', step: 0 }]);
    await summary('hard').click();
    await expect.poll(inspected).toHaveLength(2);
    expect((await inspected())[1]).toEqual({ model: 'hard', step: 0 });
    // what is not installed cannot be asked
    await summary('ema').click();
    await section('ema').getByText('not installed').waitFor();
    expect(await inspected()).toHaveLength(2);
  });

  it.each(MECHANISM_IDS)('are those of the record: %s', async (id) => {
    await open({ records: allRecords() });
    await summary(id).click();
    const record = recordOf(id, STEP);
    const shown = {
      weights: await values(id, 'tbody td.number:nth-child(3) data'),
      scores: await values(id, 'tbody td.number:nth-child(2) data'),
    };
    expect(shown).toEqual({ weights: record.weights, scores: record.scores });
    expect(await values(id, '.vector data')).toEqual(record.context.slice(0, 8));
    expect(await values(id, '.next data')).toEqual(record.next.map(({ probability }) => probability));
    const live = section(id).locator('al-lineage-live');
    if (partsOf(id).kind === 'fixed') {
      expect(await live.locator('math').count()).toBe(0);
      await show({ records: allRecords(STEP + 1) });
      await live.getByText('The same numbers at step 4 as at step 3.').waitFor();
      return;
    }
    const [sum] = await values(id, 'data.sum');
    expect(sum).toBeCloseTo(1, 6);
    await live.getByText('the same vector').waitFor();
    expect(await live.locator('math').count()).toBeGreaterThan(1);
    const peak = await live.locator('tr.most th').innerText();
    expect(peak).toContain(String(record.weights.indexOf(Math.max(...record.weights)) + 1));
    const widths = await live
      .locator('td.bars i')
      .evaluateAll((all) => all.map((each) => each.getBoundingClientRect().width));
    const track = await live
      .locator('td.bars i')
      .first()
      .evaluate((each: HTMLElement) => each.offsetWidth);
    for (const [j, weight] of record.weights.entries())
      expect(Math.abs(widths[j]! / track - weight)).toBeLessThan(0.02);
  });

  it('say so where weights and states do not give the context', async () => {
    const record = recordOf('luong-dot', STEP);
    record.context = record.context.map((value) => value + 0.5);
    await open({ records: [['luong-dot', record]] });
    await summary('luong-dot').click();
    await section('luong-dot').getByText('it differs by up to 5.0e-1').waitFor();
    expect(await section('luong-dot').getByText('the same vector').count()).toBe(0);
  });

  it('show what each mechanism alone has', async () => {
    await open({ records: allRecords() });
    for (const [id, text] of [
      ['cosine', 'β = 7.25'],
      ['ema', 'b = 0.270'],
      ['luong-local-m', 'Centre of the window: 3, so pieces 1 to 9 of 9 take part.'],
      ['luong-local-p', 'Centre of the window: 3.20, so pieces 1 to 9 of 9 take part.'],
      ['transformer', 'layer 2 of 2, head 1 of 6'],
    ] as const) {
      await summary(id).click();
      await section(id).getByText(text).waitFor();
    }
  });

  it('change with the step, by buttons, pieces and arrow keys', async () => {
    await open({ records: allRecords() });
    await summary('bahdanau-2015').click();
    const live = section('bahdanau-2015').locator('al-lineage-live');
    await live.getByText('Step 3 of 10').waitFor();
    await live.getByRole('button', { name: 'Next step' }).click();
    await live.locator('.piece').nth(7).click();
    await live.locator('.piece[aria-current]').focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Enter');
    expect(await inspected()).toEqual([3, 7, 1].map((step) => ({ model: 'bahdanau-2015', step })));
    await show({ records: [['bahdanau-2015', 'loading']] });
    expect(await live.locator('.record').getAttribute('aria-busy')).toBe('true');
    await show({ records: [['bahdanau-2015', recordOf('bahdanau-2015', 1)]] });
    await live.getByText('Step 2 of 10').waitFor();
    expect(await values('bahdanau-2015', 'tbody td.number:nth-child(3) data')).toEqual(
      recordOf('bahdanau-2015', 1).weights,
    );
  });

  it('say why there are none', async () => {
    await open({
      records: [['hard', { code: 'modelFile', model: 'hard', file: 'model.safetensors', problem: 'cut short' }]],
    });
    await summary('hard').click();
    await section('hard').getByRole('alert').getByText('cut short').waitFor();
    await section('hard').getByRole('button', { name: 'Try Again' }).click();
    expect(await inspected()).toEqual([{ model: 'hard', step: 0 }]);
  });

  it('show pieces as text, whatever they hold', async () => {
    const record = recordOf('hard', STEP);
    record.sourcePieces.text[0] = ' <img src=x onerror=alert(1)>';
    record.source = '<b>The</b>';
    await open({ records: [['hard', record]] });
    await summary('hard').click();
    await section('hard').getByText('<img src=x').waitFor();
    expect(await section('hard').locator('al-lineage-live img, al-lineage-live b').count()).toBe(0);
  });
});

describe('what was measured', () => {
  it('is shown where it is, and what it says to the papers with it', async () => {
    const bleu: Partial<Record<MechanismId, number>> = { 'bahdanau-2015': 28, 'cho-2014': 14.5, hard: 21 };
    const models = installed().map((model) => {
      const own = bleu[model.id as MechanismId];
      return own === undefined ? model : { ...model, figures: figuresOf(own) };
    });
    await open({ models });
    await openAll();
    expect(await page.locator('.measured').count()).toBe(3);
    await section('bahdanau-2015').getByText('Our figures agree.').first().waitFor();
    await section('hard').getByText('Our figures disagree').waitFor();
    const lengths = await values('bahdanau-2015', '.lengths data');
    expect(lengths).toEqual(Object.values(figuresOf(28).bleuByLength));
    const heights = await section('bahdanau-2015')
      .locator('.lengths i')
      .evaluateAll((all) => all.map((each) => each.getBoundingClientRect().height));
    expect([...heights].sort((a, b) => b - a)).toEqual(heights);
  });
});

describe('in Chinese', () => {
  it('shows no English but names, symbols and papers', async () => {
    await open({ language: 'zh-cn', width: 300, models: installed(() => figuresOf(20)), records: allRecords() });
    await openAll();
    await page.getByRole('heading', { name: '注意力的谱系' }).waitFor();
    const english = await page.evaluate(() => {
      const texts: string[] = [];
      const walk = (node: Node): void => {
        if (
          node instanceof Element &&
          (node.matches(
            'math, cite, [lang=en], .cited, data, .source, .pieces, .symbol, th[scope=row], .word, .lengths',
          ) ||
            node instanceof HTMLStyleElement)
        )
          return;
        if (node.nodeType === Node.TEXT_NODE) {
          const text = node.textContent!.trim();
          if (/[A-Za-z]{4,}\s[a-z]{2,}/.test(text)) texts.push(text);
        }
        for (const child of node.childNodes) walk(child);
        if (node instanceof Element && node.shadowRoot) walk(node.shadowRoot);
      };
      walk(window.lineage);
      return texts.filter((text) => !/On the Properties|input feeding/.test(text));
    });
    expect(english).toEqual([]);
  });
});

describe.each(THEMES)('in %s', (theme) => {
  const measured = () => installed((id) => figuresOf(12 + MECHANISM_IDS.indexOf(id)));

  it.each([300, 900])('is to be looked at, at %i px', async (width) => {
    await open({ theme, width, height: 900, models: measured(), records: allRecords() });
    for (const id of ['cho-2014', 'luong-local-p', 'transformer']) await summary(id).click();
    await page.mouse.move(0, 0);
    await page.screenshot({ path: join(PICTURES, `lineage-${theme}-${width}.png`), fullPage: true });
    // something of every kind is in the picture
    for (const part of ['figure svg', '.maths math', '.measured', 'al-lineage-live table', 'al-lineage-live .vector']) {
      expect((await page.locator(part).last().boundingBox())!.height).toBeGreaterThan(10);
    }
  });

  it('is accessible', { timeout: 240_000 }, async () => {
    await open({ theme, models: measured(), records: allRecords() });
    for (const id of ['cho-2014', 'luong-local-p']) await summary(id).click();
    expect(await panel.faults(['minor', 'moderate', 'serious', 'critical'], 'main')).toEqual([]);
  });
});
