import type { Frame, Locator } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SentenceResult, TranslationResult } from '../../src/shared/result';
import { photograph, photographFailure, THEMES } from './pictures';
import { reference, translationOf } from './reference';
import { SETTINGS } from './settings';
import { Workbench } from './workbench';

const CAT = 'The black cat is sleeping on the table.';
const BOOK = 'She reads a good book in the garden.';
/** In the comment, the sentence goes over a line. */
const CODE = `const before = 1;

/**
 * The black cat is
 * sleeping on the table.
 */
export const cat = 1;
`;
const TEXT = `${BOOK}\nElle lit un livre vert dans le jardin.\n`;
const HOSTILE = 'The <img src=x onerror=alert(1)> cat [reads](command:workbench.action.quit) a book.';
const FILES = { 'cat.ts': CODE, 'book.txt': TEXT, 'hostile.txt': `${HOSTILE}\n` };

let workbench: Workbench;
let expected: Map<string, TranslationResult>;

beforeAll(async () => {
  expected = await reference([CAT, BOOK]);
  workbench = await Workbench.open(FILES, {
    ...SETTINGS,
    'attentionLens.backend': 'wasm',
    'editor.wordWrap': 'on',
  });
});

afterAll(() => workbench?.close());

beforeEach(({ onTestFailed, task }) => onTestFailed(() => photographFailure(workbench, task.name)));

const sentenceOf = (text: string): SentenceResult => expected.get(text)!.sentences[0]!;

/** Id of the request that is shown; 0 for none. */
const shownRequest = (panel: Frame | undefined): Promise<number> =>
  panel
    ? panel.locator('al-translation').evaluate((element) => (element as HTMLElement & { request: number }).request)
    : Promise.resolve(0);

/** Translates lines of a file into the panel, and waits until what comes of it is shown there. */
async function translated(file: string, lines: [number, number], source: string): Promise<Frame> {
  const before = (await workbench.panels()).at(-1);
  const request = await shownRequest(before);
  await workbench.openFresh(file);
  await workbench.selectLines(...lines);
  await workbench.run('Attention Lens: Translate Selection');
  const panel = await workbench.panel();
  // the same text may have been shown before
  await expect.poll(() => shownRequest(panel), { timeout: 60_000 }).toBeGreaterThan(request);
  await panel.locator('al-translation .source').filter({ hasText: source }).waitFor();
  return panel;
}

/** A source word of the ribbon. */
const sourceWord = (panel: Frame, text: string) =>
  panel.locator('al-ribbon .source .word').filter({ hasText: new RegExp(`^\\s*${text}`) });

/** Points at a word until it is marked: what is still being laid out may move away from under a pointer that rests. */
const pointAt = (word: Locator, marked: string[]) =>
  expect
    .poll(async () => {
      await workbench.page.mouse.move(1, 1);
      await word.hover();
      await workbench.page.waitForTimeout(1000);
      return workbench.marked();
    })
    .toEqual(marked);

describe('panel and editor', () => {
  it('marks the source word that is pointed at in the panel where it stands in the document', async () => {
    const panel = await translated('cat.ts', [3, 6], CAT);
    for (const word of ['cat', 'sleeping']) await pointAt(sourceWord(panel, word), [word]);
    // a click holds it, when the pointer is elsewhere too; Escape lets go
    await sourceWord(panel, 'table').click();
    await workbench.page.mouse.move(1, 1);
    await expect.poll(() => workbench.marked()).toEqual(['table']);
    await sourceWord(panel, 'table').press('Escape');
    await expect.poll(() => workbench.marked()).toEqual([]);
  });

  it('marks the source word that a word of the translation attended to most, in every editor of the document', async () => {
    const panel = await translated('cat.ts', [3, 6], CAT);
    const { targetWords, alignment, sourceWords } = sentenceOf(CAT);
    const index = targetWords.findIndex(({ text }) => text === 'chat');
    const source = sourceWords[alignment[index]!.indexOf(Math.max(...alignment[index]!))]!.text;
    await workbench.run('View: Split Editor Down');
    await pointAt(panel.locator('al-ribbon .target .word').nth(index), [source, source]);
    await workbench.run('View: Close Editor');
  });

  it('takes the mark away when the document is edited', async () => {
    const panel = await translated('cat.ts', [3, 6], CAT);
    await sourceWord(panel, 'cat').click();
    await expect.poll(() => workbench.marked()).toEqual(['cat']);
    await workbench.focusEditor();
    await workbench.page.keyboard.press('Control+Home');
    await workbench.page.keyboard.type('// above');
    await expect.poll(() => workbench.marked()).toEqual([]);
    await workbench.undo();
  });

  it('lights up the translation of the word that the cursor stands in', async () => {
    const panel = await translated('cat.ts', [3, 6], CAT);
    // line 5 is " * sleeping on the table."
    await workbench.goToLine(5);
    for (let step = 0; step < 6; step++) await workbench.page.keyboard.press('ArrowRight');
    await panel.locator('al-ribbon .source .word.active').filter({ hasText: 'sleeping' }).waitFor();
    await panel.locator('al-ribbon .target .word.strongest').first().waitFor();
    await workbench.page.keyboard.press('Control+End');
    await panel.locator('al-ribbon .word.active').waitFor({ state: 'detached' });
  });
});

describe('another candidate', () => {
  it('becomes the translation, and is what Copy and Replace use', async () => {
    const panel = await translated('book.txt', [1, 1], BOOK);
    const alternatives = panel.locator('al-alternatives');
    await alternatives.locator('summary').click();
    const rows = alternatives.locator('li');
    const other = rows.filter({ hasNot: panel.locator('[aria-current]') }).first();
    const candidate = (await other.locator('.candidate').innerText()).trim();
    expect(candidate).not.toBe(translationOf(expected, BOOK));
    await other.locator('button').click();
    await rows.filter({ hasText: candidate }).locator('button[aria-current="true"]').waitFor();
    const translation = panel.locator('al-translation');
    await translation.locator('.target').filter({ hasText: candidate }).waitFor();
    await translation.getByText('Copy', { exact: true }).click();
    await expect.poll(() => workbench.page.evaluate(() => navigator.clipboard.readText())).toBe(candidate);
    await translation.getByText('Replace', { exact: true }).click();
    await workbench.line(candidate).waitFor();
    await workbench.focusEditor();
    expect(await workbench.saved('book.txt')).toBe(TEXT.replace(BOOK, candidate));
    await workbench.undo();
    expect(await workbench.saved('book.txt')).toBe(TEXT);
  });
});

describe('a translation of the user’s', () => {
  it('is aligned from two selections, with what surprised the model, and is not offered to replace anything', async () => {
    await workbench.openFresh('book.txt');
    await workbench.selectWithCursors(1, 2);
    await workbench.run('Attention Lens: Align My Own Translation…');
    const panel = await workbench.panel();
    const translation = panel.locator('al-translation');
    await translation.getByText('Your translation', { exact: true }).waitFor();
    await translation.locator('.target').filter({ hasText: 'Elle lit un livre vert dans le jardin.' }).waitFor();
    // "vert" translates nothing of the source
    const row = translation.locator('al-surprises tbody tr').filter({ hasText: 'vert' });
    await row.waitFor();
    expect(Number(await row.locator('data').getAttribute('value'))).toBeGreaterThan(3);
    await translation.locator('.target .unsure').filter({ hasText: 'vert' }).waitFor();
    expect(await translation.getByText('Replace', { exact: true }).count()).toBe(0);
    await sourceWord(panel, 'book').hover();
    await expect.poll(() => workbench.marked()).toEqual(['book']);
    await workbench.page.mouse.move(1, 1);
  });

  it('is asked for where the source alone is selected', async () => {
    await workbench.openFresh('book.txt');
    await workbench.selectLines(1);
    await workbench.run('Attention Lens: Align My Own Translation…');
    await workbench.page.locator('.quick-input-widget input[type="text"]').fill('Elle lit un bon livre au jardin.');
    await workbench.page.keyboard.press('Enter');
    const panel = await workbench.panel();
    await panel.locator('al-translation .target').filter({ hasText: 'Elle lit un bon livre au jardin.' }).waitFor();
  });
});

describe('untrusted text', () => {
  it('stays text in the hover, the panel and the history', async () => {
    await workbench.openFresh('hostile.txt');
    // all of it: the line is longer than the window
    await workbench.selectAll();
    const hover = await workbench.hover('onerror');
    const links = await hover.locator('a').evaluateAll((all) => all.map((each) => each.getAttribute('data-href')));
    expect(links.every((href) => href?.startsWith('command:attentionLens.'))).toBe(true);
    expect(await hover.locator('img').count()).toBe(0);
    await workbench.run('Attention Lens: Translate Selection');
    const panel = await workbench.panel();
    await panel.locator('al-translation .source').filter({ hasText: HOSTILE }).waitFor();
    expect(await panel.locator('img, a[href^="command"]').count()).toBe(0);
    await workbench.run('Attention Lens: Show History of Translations');
    const row = workbench.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: 'onerror' });
    await row.first().waitFor();
    // the label of every row is an anchor without an address
    expect(await row.first().locator('.monaco-icon-label').locator('img, a[href]').count()).toBe(0);
    await workbench.page.keyboard.press('Escape');
  });
});

describe('the history', () => {
  it('finds a translation by a word of it, and shows it again', async () => {
    await translated('cat.ts', [3, 6], CAT);
    const panel = await translated('book.txt', [1, 1], BOOK);
    await workbench.run('Attention Lens: Show History of Translations');
    const input = workbench.page.locator('.quick-input-widget input[type="text"]');
    await input.fill('chat');
    const rows = workbench.page.locator('.quick-input-list .monaco-list-row');
    await rows.filter({ hasText: CAT }).waitFor();
    await rows.filter({ hasText: BOOK }).waitFor({ state: 'detached' });
    await workbench.page.keyboard.press('Enter');
    const translation = panel.locator('al-translation');
    await translation.getByText(/^From the history, /).waitFor();
    await translation
      .locator('.target')
      .filter({ hasText: translationOf(expected, CAT) })
      .waitFor();
    expect(await translation.getByText('Replace', { exact: true }).count()).toBe(0);
    await translation.getByText('Copy', { exact: true }).click();
    await expect
      .poll(() => workbench.page.evaluate(() => navigator.clipboard.readText()))
      .toBe(translationOf(expected, CAT));
  });

  it('is cleared when that is confirmed', async () => {
    await workbench.run('Attention Lens: Clear History of Translations');
    await workbench.page.locator('.monaco-dialog-box').getByText('Clear', { exact: true }).click();
    await workbench.run('Attention Lens: Show History of Translations');
    await workbench.notification('no translations in the history').waitFor();
    await workbench.dismissNotifications();
  });
});

describe('the panel in an editor tab', () => {
  it('shows what the side bar shows, and goes on translating when that is closed', async () => {
    const side = await translated('book.txt', [1, 1], BOOK);
    await workbench.run('Attention Lens: Open in Editor');
    const editor = await workbench.panelInEditor(side);
    const target = editor.locator('al-translation .target');
    await target.filter({ hasText: translationOf(expected, BOOK) }).waitFor();
    await sourceWord(editor, 'book').hover();
    await expect.poll(() => workbench.marked()).toEqual(['book']);
    await photograph(workbench, 'open-in-editor');
    await workbench.run('View: Toggle Secondary Side Bar Visibility');
    await workbench.run('View: Focus First Editor Group');
    await workbench.openFresh('cat.ts');
    await workbench.selectLines(3, 6);
    await workbench.run('Attention Lens: Step Through a Translation');
    // the editor tab alone is in sight, so that is where the page is turned
    await editor.locator('#tab-steps[aria-selected="true"]').waitFor();
    await editor.locator('#tab-translation').click();
    await target.filter({ hasText: translationOf(expected, CAT) }).waitFor();
    await editor.locator('al-translation').getByText('Replace', { exact: true }).click();
    await workbench.run('View: Focus First Editor Group');
    await workbench.page.locator('.tab.active.dirty').filter({ hasText: 'cat.ts' }).waitFor();
    await expect.poll(() => workbench.saved('cat.ts')).not.toBe(CODE);
    await workbench.undo();
    expect(await workbench.saved('cat.ts')).toBe(CODE);
  });
});

describe('pictures', () => {
  // the tab with the panel, too: what stands beside is the side bar
  beforeAll(() => workbench.run('View: Close All Editors'));

  it.each(Object.entries(THEMES))('a word that is marked, %s', async (name, theme) => {
    await workbench.setTheme(theme);
    const panel = await translated('cat.ts', [3, 6], CAT);
    await sourceWord(panel, 'sleeping').click();
    await expect.poll(() => workbench.marked()).toEqual(['sleeping']);
    await photograph(workbench, `linked-${name}`);
    await sourceWord(panel, 'sleeping').press('Escape');
  });
});

describe('the whole session', () => {
  it('left no exception in the logs, and none of the text', async () => {
    const logs = await workbench.logs();
    const own = [...logs].find(([file]) => file.endsWith('Attention Lens.log'))![1];
    expect(own.split('\n').filter((line) => /\[error\]/.test(line))).toEqual([]);
    for (const text of [CAT, BOOK, 'onerror', 'livre']) expect(own).not.toContain(text);
    const host = [...logs].filter(([file]) => /exthost\d*\/remoteexthost\.log$/.test(file)).map(([, text]) => text);
    const ours = host.join('\n').split('\n');
    expect(ours.filter((line) => /attention-lens/i.test(line) && /error/i.test(line))).toEqual([]);
  });
});
