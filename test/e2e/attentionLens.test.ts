import { mkdir } from 'node:fs/promises';
import * as path from 'node:path';
import type { Frame } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { strongestAlignments } from '../../src/host/hover/strongest';
import type { TranslationResult } from '../../src/shared/result';
import { repositoryRoot } from '../../tools/setup/cache';
import { reference, translationOf } from './reference';
import { Workbench } from './workbench';

const LINES = ['Hello, how are you?', 'The black cat is sleeping.', 'I am very happy today.', 'She reads a good book.'];
const [HELLO, CAT, HAPPY, BOOK] = LINES as [string, string, string, string];
const FILE = 'hello.txt';
const TEXT = `${LINES.join('\n')}\n`;
/** Long enough that a change comes before its translation. */
const LONG_FILE = 'long.txt';
const LONG_TEXT = Array.from({ length: 120 }, (_, index) => `The cat number ${index} is sleeping on the table.\n`).join(
  '',
);
const PICTURES = process.env['UPDATE_SCREENSHOTS'] ? 'docs/images' : 'test-results';
const THEMES = { light: 'Default Light Modern', dark: 'Default Dark Modern', contrast: 'Default High Contrast' };

const SETTINGS = {
  'attentionLens.backend': 'webgl',
  'chat.disableAIFeatures': true,
  'editor.fontSize': 15,
  'editor.minimap.enabled': false,
  'editor.renderWhitespace': 'none',
  'files.autoSave': 'off',
  'git.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'window.commandCenter': false,
  'workbench.colorTheme': THEMES.dark,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
};

let workbench: Workbench;
let expected: Map<string, TranslationResult>;

beforeAll(async () => {
  expected = await reference(LINES);
  workbench = await Workbench.open({ [FILE]: TEXT, [LONG_FILE]: LONG_TEXT }, SETTINGS);
  await workbench.openFile(FILE);
});

afterAll(() => workbench?.close());

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
  it('shows translation and alignments in a hover over the selection', async () => {
    await workbench.selectLines(1);
    const hover = await workbench.hover(HELLO);
    await hover.waitFor();
    const text = plain(await hover.innerText());
    expect(text).toContain(plain(translation(HELLO)));
    const [strongest] = strongestAlignments(expected.get(HELLO)!, 1);
    expect(text).toContain(`${strongest!.target} ← ${strongest!.source} ${strongest!.weight.toFixed(2)}`);
    for (const link of ['Show Alignments', 'Replace', 'Copy']) expect(text).toContain(link);
    expect(workbench.page.frames().length, 'no panel was opened').toBe(1);
  });

  it('says nothing over text that is not selected', async () => {
    await workbench.goToLine(3);
    const hover = await workbench.hover(HELLO);
    // The built-in hovers need this long to appear; ours must not.
    await workbench.page.waitForTimeout(1_500);
    expect(await hover.count()).toBe(0);
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
    const lines = [HELLO, translation(CAT), translation(HAPPY), translation(BOOK), ''];
    expect(await workbench.saved(FILE)).toBe(lines.join('\n'));
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
    await workbench.openFile(LONG_FILE);
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
    await workbench.selectAll();
    await workbench.copyAndPaste(5);
    await workbench.selectAll();
    await workbench.run('Attention Lens: Translate Selection');
    await workbench.notification('select at most 20000').waitFor();
    await workbench.dismissNotifications();
    await workbench.run('File: Revert File');
    await workbench.openFile(FILE);
  });
});

describe('with the panel', () => {
  it('translates from the palette into the panel, on WebGL, and leaves the cursor in the editor', async () => {
    await workbench.selectLines(1);
    await workbench.run('Attention Lens: Translate Selection');
    const panel = await workbench.panel();
    await shows(panel, HELLO);
    await panel.locator('al-header .backend').filter({ hasText: 'WebGL' }).waitFor();
    await workbench.page.locator('.monaco-editor.focused').waitFor();
  });

  it('explains on the alignment: a row of attention for every word of the translation', async () => {
    await workbench.selectLines(3);
    await workbench.run('Attention Lens: Explain Selection');
    const panel = await workbench.panel();
    await shows(panel, HAPPY);
    const [sentence] = expected.get(HAPPY)!.sentences;
    const rows = panel.locator('al-weights-table tbody tr');
    expect(await rows.count()).toBe(sentence!.targetWords.length);
    for (const [index, weights] of sentence!.alignment.entries()) {
      const cells = rows.nth(index);
      expect((await cells.locator('th').textContent())?.trim()).toBe(sentence!.targetWords[index]!.text);
      const shown = await cells.locator('td data').evaluateAll((all) => all.map((each) => each.getAttribute('value')));
      expect(shown.length).toBe(sentence!.sourceWords.length + 1);
      shown.forEach((weight, column) => expect(Number(weight)).toBeCloseTo(weights[column]!, 2));
    }
    const ribbon = panel.locator('al-ribbon .word');
    expect(await ribbon.count()).toBe(sentence!.sourceWords.length + 1 + sentence!.targetWords.length);
  });

  it('replaces from the panel, and stops offering it when the document changes', async () => {
    const panel = await workbench.panel();
    const replace = panel.locator('al-translation vscode-button').filter({ hasText: 'Replace' });
    await replace.click();
    await workbench.line(translation(HAPPY)).waitFor();
    await panel.locator('al-translation vscode-button[disabled]').filter({ hasText: 'Replace' }).waitFor();
    await workbench.focusEditor();
    await workbench.undo();
    expect(await workbench.saved(FILE)).toBe(TEXT);
  });

  it('hands over to a thread when the panel is closed, and back when it is opened', async () => {
    await workbench.run('View: Toggle Secondary Side Bar Visibility');
    await workbench.selectLines(4);
    await workbench.run('Attention Lens: Replace Selection with Translation');
    await workbench.line(translation(BOOK)).waitFor();
    await workbench.undo();
    expect(await workbench.saved(FILE)).toBe(TEXT);
    await workbench.selectLines(2);
    await workbench.run('Attention Lens: Translate Selection');
    await shows(await workbench.panel(), CAT);
  });
});

describe('pictures', () => {
  it.each(Object.entries(THEMES))('panel and hover, %s', async (name, theme) => {
    const folder = path.join(repositoryRoot, PICTURES);
    await mkdir(folder, { recursive: true });
    await workbench.setTheme(theme);
    await workbench.selectLines(1);
    await workbench.run('Attention Lens: Explain Selection');
    const panel = await workbench.panel();
    await shows(panel, HELLO);
    const hover = await workbench.hover(HELLO);
    await hover.waitFor();
    await workbench.page.screenshot({ path: path.join(folder, `${name}.png`) });
  });
});

describe('the whole session', () => {
  it('activated in less than 50 ms', async () => {
    const milliseconds = await workbench.activationTime('Attention Lens');
    console.log(`activation: ${milliseconds} ms`);
    expect(milliseconds).toBeLessThan(50);
  });

  it('needed no network, though it had none', async () => {
    expect(await workbench.connections()).toContain('# extension host');
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
});
