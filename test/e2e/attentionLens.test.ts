import type { Frame } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { strongestAlignments } from '../../src/host/hover/strongest';
import type { TranslationResult } from '../../src/shared/result';
import { photograph, photographFailure, THEMES } from './pictures';
import { reference, translationOf } from './reference';
import { SETTINGS } from './settings';
import { Workbench } from './workbench';

const HELLO = 'Hello, how are you?';
const CAT = 'The black cat is sleeping.';
const HAPPY = 'I am very happy today.';
const BOOK = 'She reads a good book.';
/** These are translated by the panel alone: what a thread has translated is remembered. */
const STATION = 'Where is the train station?';
const BEACH = 'We went to the beach yesterday.';
const RELOADED = 'My brother has a red car.';
const LINES = [HELLO, CAT, HAPPY, BOOK, STATION, BEACH, RELOADED];
const FILE = 'hello.txt';
const TEXT = `${LINES.join('\n')}\n`;
const SENTENCE = 'The cat is sleeping on the table.\n';
/** Long enough that a change comes before its translation. */
const LONG_FILE = 'long.txt';
const LONG_TEXT = SENTENCE.repeat(150);
/** Longer than one request may be. */
const HUGE_FILE = 'huge.txt';
const HUGE_TEXT = SENTENCE.repeat(1_000);
let workbench: Workbench;
let expected: Map<string, TranslationResult>;

beforeAll(async () => {
  expected = await reference(LINES);
  const files = { [FILE]: TEXT, [LONG_FILE]: LONG_TEXT, [HUGE_FILE]: HUGE_TEXT };
  workbench = await Workbench.open(files, { ...SETTINGS, 'attentionLens.backend': 'webgl' });
});

afterAll(() => workbench?.close());

beforeEach(({ onTestFailed, task }) => onTestFailed(() => photographFailure(workbench, task.name)));

const translation = (text: string): string => translationOf(expected, text);

/** A hover's text has unbreakable spaces where Markdown put them. */
const plain = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

/** Waits until a picture of the panel's document shows the translation of this text. */
async function shows(panel: Frame, text: string): Promise<void> {
  await panel
    .locator('al-translation .target')
    .filter({ hasText: translation(text) })
    .waitFor();
}

describe('with the panel never opened', () => {
  beforeEach(() => workbench.openFresh(FILE));

  it('shows translation and alignments in a hover over the selection', async () => {
    await workbench.selectLines(1);
    const hover = await workbench.hover(HELLO);
    const text = plain(await hover.innerText());
    expect(text).toContain(plain(translation(HELLO)));
    const [strongest] = strongestAlignments(expected.get(HELLO)!, 1);
    expect(text).toContain(`${strongest!.target} ← ${strongest!.source} ${strongest!.weight.toFixed(2)}`);
    for (const link of ['Explain', 'Compare Mechanisms', 'Replace', 'Copy']) expect(text).toContain(link);
    expect(await workbench.page.locator('iframe.webview').count(), 'no panel was opened').toBe(0);
  });

  it('says nothing over text that is not selected', async () => {
    await workbench.goToLine(3);
    await workbench.pointAt(HELLO);
    // The built-in hovers need this long to appear; ours must not.
    await workbench.page.waitForTimeout(1_500);
    await expect.poll(() => workbench.hovers.count()).toBe(0);
  });

  it('asks for a selection where there is none', async () => {
    await workbench.goToLine(2);
    await workbench.run('Attention Lens: Replace Selection with Translation');
    await workbench.notification('select some words first').waitFor();
    await workbench.dismissNotifications();
  });

  it('replaces the selection, and one undo takes it back', async () => {
    await workbench.selectLines(2);
    await workbench.run('Attention Lens: Replace Selection with Translation');
    await workbench.line(translation(CAT)).waitFor();
    expect(await workbench.saved(FILE)).toBe(TEXT.replace(CAT, translation(CAT)));
    await workbench.undo();
    await workbench.line(CAT).waitFor();
    expect(await workbench.saved(FILE)).toBe(TEXT);
  });

  it('replaces at several cursors, and one undo takes it all back', async () => {
    await workbench.selectWithCursors(2, 3);
    await workbench.run('Attention Lens: Replace Selection with Translation');
    await workbench.line(translation(BOOK)).waitFor();
    const three = (from: (line: string) => string): string => [CAT, HAPPY, BOOK].map(from).join('\n');
    expect(await workbench.saved(FILE)).toBe(TEXT.replace(three(String), three(translation)));
    await workbench.undo();
    await workbench.line(BOOK).waitFor();
    expect(await workbench.saved(FILE)).toBe(TEXT);
  });

  it('inserts the translation below', async () => {
    await workbench.selectLines(1);
    await workbench.run('Attention Lens: Insert Translation Below');
    await workbench.line(translation(HELLO)).waitFor();
    expect(await workbench.saved(FILE)).toBe(TEXT.replace(HELLO, `${HELLO}\n${translation(HELLO)}`));
    await workbench.undo();
    expect(await workbench.saved(FILE)).toBe(TEXT);
  });

  it('copies the translation', async () => {
    await workbench.selectLines(3);
    await workbench.run('Attention Lens: Copy Translation');
    await workbench.page.locator('.statusbar-item').filter({ hasText: 'The translation was copied.' }).waitFor();
    expect(await workbench.page.evaluate(() => navigator.clipboard.readText())).toBe(translation(HAPPY));
  });

  it('refuses to replace when the document has changed since', async () => {
    await workbench.openFresh(LONG_FILE);
    await workbench.selectAll();
    await workbench.run('Attention Lens: Replace Selection with Translation');
    // The request is under way; this key replaces what was selected.
    await workbench.page.keyboard.type('x');
    await workbench.notification('The document has changed since').waitFor();
    expect(await workbench.saved(LONG_FILE)).toBe('x');
    await workbench.dismissNotifications();
    await workbench.undo();
    expect(await workbench.saved(LONG_FILE)).toBe(LONG_TEXT);
  });

  it('refuses a selection that is too long, at once', async () => {
    await workbench.openFresh(HUGE_FILE);
    await workbench.selectAll();
    await workbench.run('Attention Lens: Replace Selection with Translation');
    await workbench.notification(`has ${HUGE_TEXT.length} characters; select at most 20000`).waitFor();
    await workbench.dismissNotifications();
  });
});

describe('with the panel', () => {
  beforeEach(() => workbench.openFresh(FILE));

  it('translates from the palette into the panel, on WebGL, and leaves the cursor in the editor', async () => {
    await workbench.selectLines(5);
    await workbench.run('Attention Lens: Translate Selection');
    const panel = await workbench.panel();
    await shows(panel, STATION);
    await panel.locator('al-header .backend').filter({ hasText: 'WebGL' }).waitFor();
    await workbench.page.locator('.monaco-editor.focused').waitFor();
  });

  it('explains every word: what it attended to on one page, and a row of its attention on the other', async () => {
    await workbench.selectLines(6);
    await workbench.run('Attention Lens: Explain Selection');
    const panel = await workbench.panel();
    await panel.locator('#tab-explain[aria-selected="true"]').waitFor();
    const explained = panel.locator('al-explain-page');
    // WebGL in software takes its time
    await expect
      .poll(async () => (await explained.locator('.pair .target').textContent())?.trim(), { timeout: 60_000 })
      .toBe(translation(BEACH));
    const [sentence] = expected.get(BEACH)!.sentences;
    await explained.locator('.every summary').click();
    const words = explained.locator('.every tbody tr');
    await expect.poll(() => words.count()).toBe(sentence!.targetWords.length);
    for (const [index, weights] of sentence!.alignment.entries()) {
      expect((await words.nth(index).locator('th').textContent())?.trim()).toBe(sentence!.targetWords[index]!.text);
      const best = weights.indexOf(Math.max(...weights));
      const strongest = sentence!.sourceWords[best]?.text ?? 'end of sentence';
      expect(await words.nth(index).locator('td .peak').textContent()).toBe(strongest);
    }
    // A statement shows its figures.
    await explained.locator('al-claim button').first().click();
    expect(await explained.locator('al-claim[open] td data').count()).toBeGreaterThan(0);

    await panel.locator('#tab-translation').click();
    await shows(panel, BEACH);
    const rows = panel.locator('al-weights-table tbody tr');
    await expect.poll(() => rows.count()).toBe(sentence!.targetWords.length);
    for (const [index, weights] of sentence!.alignment.entries()) {
      const cells = rows.nth(index);
      expect((await cells.locator('th').textContent())?.trim()).toBe(sentence!.targetWords[index]!.text);
      const shown = await cells.locator('td data').evaluateAll((all) => all.map((each) => each.getAttribute('value')));
      expect(shown.length).toBe(sentence!.sourceWords.length + 1);
      shown.forEach((weight, column) => expect(Number(weight)).toBeCloseTo(weights[column]!, 2));
    }
    const ribbon = panel.locator('al-ribbon .word');
    await expect.poll(() => ribbon.count()).toBe(sentence!.sourceWords.length + 1 + sentence!.targetWords.length);
  });

  it('replaces from the panel, and stops offering it when the document has changed', async () => {
    await workbench.selectLines(3);
    await workbench.run('Attention Lens: Translate Selection');
    const panel = await workbench.panel();
    await shows(panel, HAPPY);
    await panel.locator('al-translation vscode-button').filter({ hasText: 'Replace' }).click();
    await workbench.line(translation(HAPPY)).waitFor();
    await panel.locator('al-translation vscode-button[disabled]').filter({ hasText: 'Replace' }).waitFor();
    await workbench.focusEditor();
    await workbench.undo();
    expect(await workbench.saved(FILE)).toBe(TEXT);
  });

  it('goes on in the new document when the panel is reloaded', async () => {
    await workbench.run('Developer: Reload Webviews');
    await workbench.selectLines(7);
    await workbench.run('Attention Lens: Translate Selection');
    await shows(await workbench.panel(), RELOADED);
  });

  it('works while the panel is hidden', async () => {
    await workbench.run('View: Toggle Secondary Side Bar Visibility');
    await workbench.selectLines(4);
    await workbench.run('Attention Lens: Replace Selection with Translation');
    await workbench.line(translation(BOOK)).waitFor();
    await workbench.undo();
    expect(await workbench.saved(FILE)).toBe(TEXT);
  });
});

describe('pictures', () => {
  beforeAll(async () => {
    await workbench.run('View: Toggle Primary Side Bar Visibility');
    await workbench.page.setViewportSize({ width: 1280, height: 640 });
  });

  it.each(Object.entries(THEMES))('panel and hover, %s', async (name, theme) => {
    await workbench.openFresh(FILE);
    await workbench.setTheme(theme);
    await workbench.selectLines(1);
    await workbench.run('Attention Lens: Translate Selection');
    await workbench.widenPanel(400);
    const panel = await workbench.panel();
    await shows(panel, HELLO);
    // A word that is held shows its ribbons; what is shown anew, as after loading, lets it go.
    const word = panel.locator('al-ribbon .target .word').filter({ hasText: /[a-z]/ }).nth(1);
    const isHeld = async (): Promise<boolean> => (await word.getAttribute('aria-pressed')) === 'true';
    const holdAndHover = async (): Promise<boolean> => {
      if (!(await isHeld())) await word.click();
      await workbench.hover(HELLO);
      return isHeld();
    };
    await panel.getByText('Loading…').waitFor({ state: 'hidden' });
    await expect.poll(holdAndHover).toBe(true);
    await photograph(workbench, name);
  });
});

describe('the whole session', () => {
  it('needed no network, though it had none', async () => {
    const connections = (await workbench.connections()).trim().split('\n');
    expect(connections).toContain('# extension host');
    console.log(`refused: ${connections.filter((host) => !host.startsWith('#')).join(', ')}`);
    expect(workbench.refused.filter((url) => !url.includes('open-vsx.org'))).toEqual([]);
  });

  it('left no exception in the logs, and none of the text', async () => {
    const logs = await workbench.logs();
    const own = [...logs].find(([file]) => file.endsWith('Attention Lens.log'));
    expect(own?.[1]).toContain('is ready on webgl');
    expect(own![1].split('\n').filter((line) => /\[error\]/.test(line))).toEqual([]);
    expect(LINES.filter((line) => own![1].includes(line))).toEqual([]);
    const host = [...logs].filter(([file]) => /exthost\d*\/remoteexthost\.log$/.test(file)).map(([, text]) => text);
    expect(host.length).toBeGreaterThan(0);
    const ours = host
      .join('\n')
      .split('\n')
      .filter((line) => /attention-lens/i.test(line) && /error/i.test(line));
    expect(ours).toEqual([]);
  });

  it('is active, and says how long that took', async () => {
    const milliseconds = await workbench.activationTime('Attention Lens');
    // printed, not judged: on a busy machine it says more of the machine
    console.log(`activation: ${milliseconds} ms`);
    expect(milliseconds).toBeGreaterThanOrEqual(0);
  });
});
