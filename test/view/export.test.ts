import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import type { PanelState } from '../../src/shared/panelProtocol';
import { PanelPage, type OpenOptions } from './browser';
import { explained, explaining } from './fixtures/explained';
import { done, greeting, result, sentence, states } from './fixtures/states';
import { themes } from './fixtures/themes';
import { expectAccessible, usePanels } from './panels';

/** Exported files are left here, to be looked at. */
const FILES = join(import.meta.dirname, '../../test-results/export');
const EVIL = '<img src=x onerror=alert(1)> <script>alert(2)</script> ]]> \\input{a} =cmd() | [l](command:a) &amp;';

const panels = usePanels();
let panel: PanelPage;

beforeAll(() => void mkdirSync(FILES, { recursive: true }));

async function open(state: PanelState = explaining, options: OpenOptions = {}): Promise<void> {
  panel = await panels.open(options);
  await panel.show(state);
}

const opener = () => panel.page.getByRole('button', { name: 'Export' });
const item = (name: string) => panel.page.getByRole('menuitem', { name });
const asks = async () =>
  (await panel.posted()).flatMap((message) =>
    message.type === 'ask' && (message.ask.kind === 'save' || message.ask.kind === 'copy') ? [message.ask] : [],
  );

/** Chooses a format in the menu, and returns what the host is asked to save. */
async function saved(name: string) {
  const before = (await asks()).length;
  await opener().click();
  await item(name).click();
  await expect.poll(async () => (await asks()).length).toBe(before + 1);
  const ask = (await asks()).at(-1)!;
  if (ask.kind !== 'save') throw new Error('nothing to save');
  return ask;
}

async function savedText(name: string): Promise<string> {
  const { content } = await saved(name);
  return 'text' in content ? content.text : '';
}

describe('the menu', () => {
  it('is worked by the keyboard', async () => {
    await open();
    await opener().focus();
    await panel.page.keyboard.press('Enter');
    const focused = () => panel.page.locator('[role=menuitem]:focus').getAttribute('data-format');
    await expect.poll(focused).toBe('svg');
    for (const [key, format] of [
      ['ArrowDown', 'png'],
      ['End', 'markdown'],
      ['ArrowDown', 'svg'],
      ['ArrowUp', 'markdown'],
      ['Home', 'svg'],
    ] as const) {
      await panel.page.keyboard.press(key);
      expect(await focused()).toBe(format);
    }
    await panel.page.keyboard.press('Escape');
    expect(await panel.page.getByRole('menu').count()).toBe(0);
    await panel.page.keyboard.press('ArrowUp');
    await expect.poll(focused).toBe('markdown');
    await panel.page.keyboard.press('Tab');
    await expect.poll(() => panel.page.getByRole('menu').count()).toBe(0);
    expect(await asks()).toEqual([]);
  });

  it.each([280, 300, 900])('stays in sight at %i px', async (width) => {
    await open(explaining, { width });
    await opener().click();
    const box = (await panel.page.getByRole('menu').boundingBox())!;
    expect(box.x).toBeGreaterThanOrEqual(0);
    expect(box.x + box.width).toBeLessThanOrEqual(width);
  });

  it('has no serious fault of accessibility in any theme', async () => {
    await open(explaining, { width: 300, height: 1000 });
    // by the keyboard: under the pointer the button has the toolkit's own colours
    await opener().focus();
    await panel.page.keyboard.press('Enter');
    await expectAccessible(panel, { name: 'export-menu', widths: [300] });
  });

  it('offers no matrix where there is no attention, and the rest all the same', async () => {
    await open(done({ text: greeting.source, result: result({ ...greeting, alignment: [] }) }));
    await opener().click();
    for (const name of ['SVG', 'PNG', 'LaTeX', 'CSV']) {
      expect(await item(name).getAttribute('aria-disabled')).toBe('true');
      await item(name).dispatchEvent('click');
    }
    expect(await asks()).toEqual([]);
    await item('JSON').click();
    await expect.poll(async () => (await asks()).length).toBe(1);
  });

  it('is not there for the example', async () => {
    await open(states.idle);
    expect(await opener().count()).toBe(0);
  });

  it('does what the host’s command asks, on whatever page the panel is', async () => {
    await open();
    await panel.page.getByRole('tab', { name: 'Lineage' }).click();
    await panel.send({ type: 'export', format: 'csv' });
    await expect.poll(async () => (await asks()).length).toBe(1);
    expect((await asks())[0]).toMatchObject({ kind: 'save', mime: 'text/csv' });
    await panel.send({ type: 'export', format: 'floppy' });
    expect(await asks()).toHaveLength(1);
  });

  it('copies as Markdown', async () => {
    await open();
    await opener().click();
    await item('Copy as Markdown').click();
    await expect.poll(async () => (await asks()).length).toBe(1);
    const [ask] = await asks();
    if (ask!.kind !== 'copy') throw new Error('nothing to copy');
    expect(ask!.text).toContain('| elle | she 75%, why 15% | 98% |');
  });

  it('speaks Chinese', async () => {
    await open(explaining, { language: 'zh-cn' });
    await panel.page.getByRole('button', { name: '导出' }).click();
    await item('复制为 Markdown').waitFor();
  });
});

describe.each([
  ['Ribbon', 'ribbon', 'light'],
  ['Ribbon', 'ribbon', 'dark'],
  ['Ribbon', 'ribbon', 'hc-dark'],
  ['Arcs', 'arcs', 'light'],
  ['Arcs', 'arcs', 'hc-dark'],
  ['Heat Map', 'heat-map', 'light'],
  ['Heat Map', 'heat-map', 'dark'],
  ['Heat Map', 'heat-map', 'hc-light'],
] as const)('the picture of %s (%s) in %s', (tab, kind, theme) => {
  it('is the same as SVG and as PNG, in the colours of the theme', async () => {
    await open(explaining, { theme });
    await panel.page.getByRole('tab', { name: tab }).click();
    const svg = await saved('SVG');
    const png = await saved('PNG');
    expect(svg).toMatchObject({ name: `i-do-not-know-why-she-gave-him-3-000.${kind}.svg`, mime: 'image/svg+xml' });
    expect(png).toMatchObject({ name: `i-do-not-know-why-she-gave-him-3-000.${kind}.png`, mime: 'image/png' });
    const drawn = 'text' in svg.content ? svg.content.text : '';
    const bytes = 'base64' in png.content ? png.content.base64 : '';
    writeFileSync(join(FILES, `${kind}-${theme}.svg`), drawn);
    writeFileSync(join(FILES, `${kind}-${theme}.png`), Buffer.from(bytes, 'base64'));
    const { sourceWords, targetWords } = explained.sentence;
    const read = await readBoth(drawn, bytes);
    expect(read.fault).toBe('');
    for (const { text } of [...sourceWords, ...targetWords]) expect(read.texts).toContain(text);
    expect([read.width, read.height]).toEqual([Math.ceil(2 * read.svgWidth), Math.ceil(2 * read.svgHeight)]);
    expect(read.corner).toBe(themes[theme]['sideBar-background']);
    expect(drawn).toContain(themes[theme].foreground);
    // Painted by two programs, the pictures differ by no more than how letters and edges are smoothed.
    expect(read.inked).toBeGreaterThan(0.02);
    expect(read.difference).toBeLessThan(0.02);
  });
});

/** Both files as Chromium reads them. */
async function readBoth(svg: string, png: string) {
  const context = await panels.browser.newContext();
  const page = await context.newPage();
  const read = await page.evaluate(
    async ([drawn, bytes]) => {
      const parsed = new DOMParser().parseFromString(drawn!, 'image/svg+xml');
      const root = parsed.documentElement;
      const [svgWidth, svgHeight] = ['width', 'height'].map((name) => Number(root.getAttribute(name)));
      const bitmap = await createImageBitmap(
        new Blob([Uint8Array.from(atob(bytes!), (letter) => letter.charCodeAt(0))], { type: 'image/png' }),
      );
      const image = new Image();
      image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(drawn!)}`;
      await image.decode();
      const { width, height } = bitmap;
      const pixels = (source: CanvasImageSource) => {
        const canvas = new OffscreenCanvas(width, height).getContext('2d')!;
        canvas.drawImage(source, 0, 0, width, height);
        return canvas.getImageData(0, 0, width, height).data;
      };
      const [a, b] = [pixels(bitmap), pixels(image)];
      let difference = 0;
      let inked = 0;
      for (let at = 0; at < a.length; at++) {
        difference += Math.abs(a[at]! - b[at]!) / 255;
        if (at % 4 === 0 && Math.abs(a[at]! - a[0]!) > 24) inked++;
      }
      const hex = (byte: number | undefined) => byte!.toString(16).padStart(2, '0');
      return {
        fault: parsed.querySelector('parsererror')?.textContent ?? '',
        texts: [...parsed.querySelectorAll('text')].map((text) => text.textContent),
        svgWidth: svgWidth!,
        svgHeight: svgHeight!,
        width,
        height,
        corner: `#${hex(a[0])}${hex(a[1])}${hex(a[2])}`,
        inked: inked / (a.length / 4),
        difference: difference / a.length,
      };
    },
    [svg, png],
  );
  await context.close();
  return read;
}

describe('the web page', () => {
  /** Opens it as a file, with the network off. */
  async function openPage(html: string, name: string, colorScheme: 'light' | 'dark' = 'light') {
    const file = join(FILES, `${name}.html`);
    writeFileSync(file, html);
    const context = await panels.browser.newContext({
      offline: true,
      colorScheme,
      viewport: { width: 700, height: 700 },
    });
    const page = await context.newPage();
    const problems: string[] = [];
    page.on('console', (message) => problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('request', (request) => request.url().startsWith('file:') || problems.push(request.url()));
    page.on('dialog', (dialog) => {
      problems.push(dialog.message());
      void dialog.dismiss();
    });
    await page.goto(pathToFileURL(file).href);
    return { page, problems, close: () => context.close() };
  }

  it.each(['light', 'dark'] as const)(
    'needs no network, breaks no policy, and lights what a word is linked with: %s',
    async (scheme) => {
      await open();
      const { page, problems, close } = await openPage(await savedText('Web Page'), `page-${scheme}`, scheme);
      const { sourceWords, targetWords, alignment } = explained.sentence;
      expect(await page.locator('[data-s]').count()).toBe(sourceWords.length + 1);
      expect(await page.locator('[data-t]').allTextContents()).toEqual(targetWords.map(({ text }) => text));
      await page.locator('[data-t="5"]').hover();
      const linked = await page
        .locator('[data-s].linked')
        .evaluateAll((all) =>
          all.map((word) => [word.textContent, Number((word as HTMLElement).style.getPropertyValue('--w'))]),
        );
      expect(linked).toEqual(
        alignment[5]!.flatMap((weight, s) => (weight >= 0.05 ? [[sourceWords[s]!.text, weight]] : [])),
      );
      expect(await page.locator('.readout').textContent()).toBe('elle ← she 75% · why 15%');
      await page.screenshot({ path: join(FILES, `page-${scheme}.png`) });
      await page.locator('[data-s="5"]').focus();
      expect(await page.locator('[data-t].linked').allTextContents()).toEqual(
        targetWords.flatMap(({ text }, t) => (alignment[t]![5]! >= 0.05 ? [text] : [])),
      );
      await page.keyboard.press('Escape');
      expect(await page.locator('.linked').count()).toBe(0);
      await page.locator('summary').click();
      expect(await page.locator('tbody tr').count()).toBe(targetWords.length);
      expect(await page.locator('tbody tr').nth(5).locator('td').nth(5).textContent()).toBe(
        `${(100 * alignment[5]![5]!).toFixed(1)}%`,
      );
      expect(problems).toEqual([]);
      await close();
    },
  );

  it('leaves text text', async () => {
    await open(done({ text: EVIL, result: result(sentence(EVIL, EVIL)) }));
    const { page, problems, close } = await openPage(await savedText('Web Page'), 'untrusted');
    expect((await page.locator('.target').textContent())?.trim()).toBe(EVIL);
    expect(await page.locator('img, script').count()).toBe(1);
    expect(problems).toEqual([]);
    await close();
  });
});

describe('untrusted text', () => {
  it('stays text in the pictures', async () => {
    await open(done({ text: EVIL, result: result(sentence(EVIL, EVIL)) }));
    for (const tab of ['Ribbon', 'Arcs', 'Heat Map']) {
      await panel.page.getByRole('tab', { name: tab }).click();
      const png = await saved('PNG');
      const read = await readBoth(await savedText('SVG'), 'base64' in png.content ? png.content.base64 : '');
      expect(read.fault).toBe('');
      for (const { text } of sentence(EVIL, EVIL).sourceWords) expect(read.texts).toContain(text);
    }
  });

  it('makes no path of a file name', async () => {
    const path = '../../etc/passwd C:\\x';
    await open(done({ text: path, result: result(sentence(path, path)) }));
    expect((await saved('JSON')).name).toBe('etc-passwd-c-x.attention.json');
  });
});

it('writes the matrix of the sentence that is shown, and everything there is as JSON', async () => {
  await open(states.several);
  await panel.page.getByRole('button', { name: 'Next sentence' }).click();
  const { sentences } = (states.several!.request!.outcome as { result: { sentences: (typeof greeting)[] } }).result;
  const rows = (await savedText('CSV')).trim().split('\r\n').slice(1);
  expect(rows.map((row) => row.split(',')[0])).toEqual(sentences[1]!.targetWords.map(({ text }) => text));
  const matrix = rows.map((row) => row.split(',').slice(1).map(Number));
  sentences[1]!.alignment.forEach((row, t) =>
    row.forEach((weight, s) => expect(Math.abs(matrix[t]![s]! - weight)).toBeLessThan(1e-6)),
  );
  expect(JSON.parse(await savedText('JSON')).sentences).toEqual(sentences);
  expect(await savedText('LaTeX')).toContain(`(t0) {${sentences[1]!.targetWords[0]!.text}};`);
});
