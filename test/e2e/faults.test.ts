/**
 * Faults that take a real VS Code, injected for real, all into one: after each, the request under way has ended in a
 * result or in one clear message, the next one succeeds, and no document has changed by itself. Each puts a row into
 * docs/reliability.md (`npm run -s reliability`).
 */

import { readdir, readFile, symlink } from 'node:fs/promises';
import * as path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { HistoryEntry } from '../../src/host/history/entry';
import type { TranslationResult } from '../../src/shared/result';
import { FAULTS, keepOutcomes, type FaultName } from '../faults/outcomes';
import { photographFailure } from './pictures';
import { reference, translationOf } from './reference';
import { SETTINGS } from './settings';
import { Workbench } from './workbench';

/** Not the fastest, and with a wide beam: faults are to come in the middle of it on a fast machine, too. */
const MODEL = 'bahdanau-2015-large';
const BEAM = 8;

const SENTENCE = 'The cat is sleeping on the table.';
const LINES = [
  'Hello, how are you?',
  'The black cat is sleeping.',
  'I am very happy today.',
  'She reads a good book.',
  'Where is the train station?',
  'We went to the beach yesterday.',
  'My brother has a red car.',
  'It is raining again.',
];
const FILE = 'hello.txt';
const TEXT = `${LINES.join('\n')}\n`;
/**
 * Long enough that faults come before its translation, short enough for one request. Each is used once, for what has been
 * translated is remembered.
 */
const longText = (sentences: number): string => `${Array<string>(sentences).fill(SENTENCE).join(' ')}\n`;
const LONG = [500, 501, 502, 503, 504, 505];
const longFile = (sentences: number): string => `long${sentences}.txt`;
/** How long its translation may take on a busy machine, twice. */
const LONG_MS = 240_000;

const FILES = { [FILE]: TEXT, ...Object.fromEntries(LONG.map((count) => [longFile(count), longText(count)])) };

const outcomes = new Map<FaultName<'e2e'>, string>();
let workbench: Workbench;
let expected: Map<string, TranslationResult>;

beforeAll(async () => {
  expected = await reference([SENTENCE, ...LINES], ['--model', MODEL, '--beam', String(BEAM)]);
  const settings = {
    ...SETTINGS,
    'attentionLens.backend': 'wasm',
    'attentionLens.beam': BEAM,
    'attentionLens.hover': 'off',
    'attentionLens.model': MODEL,
  };
  workbench = await Workbench.open(FILES, settings);
});

afterAll(async () => {
  await workbench?.close();
  await keepOutcomes('e2e', outcomes);
});

beforeEach(({ onTestFailed, task }) => onTestFailed(() => photographFailure(workbench, task.name)));

const fault = (name: FaultName<'e2e'>, inject: () => Promise<string>) =>
  it(
    FAULTS.e2e[name],
    async () => {
      outcomes.set(name, await inject());
    },
    2 * LONG_MS,
  );

const translation = (text: string): string => translationOf(expected, text);

/** Asks for something that takes long, and resolves when it is under way. @returns how many sentences it has */
async function begin(command: string, where = workbench): Promise<number> {
  const sentences = LONG.pop()!;
  await where.openFresh(longFile(sentences));
  await where.selectAll();
  await where.run(`Attention Lens: ${command}`);
  await where.notification('Translating').waitFor();
  return sentences;
}

/** What is injected now is injected in the middle of it. */
const isUnderWay = async (where = workbench): Promise<void> =>
  expect(await where.notification('Translating').count()).toBe(1);

/** How many requests another worker had to take over by now. */
async function replays(): Promise<number> {
  const logs = [...(await workbench.logs())].filter(([file]) => file.endsWith('Attention Lens.log'));
  return logs.join('\n').split('A request is replayed').length - 1;
}

/** The panel shows the translation of all of a long text. */
async function showsLong(sentences: number, where = workbench): Promise<void> {
  const all = Array<string>(sentences).fill(translation(SENTENCE)).join(' ');
  await expect.poll(() => shown(where), { timeout: LONG_MS, interval: 500 }).toBe(all);
}

/** The translation that the panel shows. */
async function shown(where: Workbench): Promise<string> {
  for (const panel of (await where.panels()).reverse()) {
    const target = panel.locator('al-translation .target .text').first();
    const text = await target.textContent({ timeout: 1_000 }).catch(() => null);
    if (text !== null) return text.trim();
  }
  return '';
}

/** The next request succeeds; and no document has changed. */
async function recovers(line: number, where = workbench): Promise<void> {
  const text = LINES[line - 1]!;
  await where.openFresh(FILE);
  await where.selectLines(line);
  await where.run('Attention Lens: Translate Selection');
  await expect.poll(() => shown(where), { timeout: 60_000 }).toBe(translation(text));
  await unchanged(where);
}

async function unchanged(where = workbench): Promise<void> {
  expect(await where.page.locator('.tab.dirty').count()).toBe(0);
  for (const [name, text] of Object.entries(FILES)) expect(await where.onDisk(name)).toBe(text);
}

/** What the command that shows the history lists, newest first. */
async function history(where = workbench): Promise<string[]> {
  await where.run('Attention Lens: Show History of Translations');
  const rows = where.page.locator('.quick-input-list .monaco-list-row');
  await rows.first().waitFor();
  // the translation has a label of its own below
  const texts = await rows.evaluateAll((all) => all.map((row) => row.querySelector('.label-name')?.textContent ?? ''));
  await where.page.keyboard.press('Escape');
  return texts.map((text) => text.replaceAll(/\s/g, ' '));
}

describe('a real VS Code', () => {
  fault('tabClosed', async () => {
    await workbench.openFresh(FILE);
    await workbench.run('Attention Lens: Open in Editor');
    const tab = workbench.page.locator('.tab').filter({ hasText: 'Attention Lens' });
    await tab.waitFor();
    await workbench.panel();
    const sentences = await begin('Translate Selection');
    await isUnderWay();
    const before = await replays();
    await tab.click({ button: 'middle' });
    await tab.waitFor({ state: 'detached' });
    await showsLong(sentences);
    expect(await replays()).toBe(before + 1);
    // the tab had a group of editors of its own
    await workbench.run('View: Close All Editors');
    await recovers(1);
    return 'the document in the side bar carries on, and answers the request that was under way';
  });

  fault('viewMoved', async () => {
    const sentences = await begin('Translate Selection');
    const before = await workbench.panel();
    await isUnderWay();
    const replayed = await replays();
    await workbench.run('View: Move View');
    await workbench.choice('Translation').locator('.label-name').first().click();
    await workbench.pick('New Panel Entry');
    await expect.poll(() => before.isDetached()).toBe(true);
    await showsLong(sentences);
    expect(await replays()).toBe(replayed + 1);
    await recovers(2);
    await workbench.run('View: Reset View Locations');
    await recovers(3);
    return 'its new document loads the model again and answers the request that was under way';
  });

  fault('diskFull', async () => {
    const [folder] = await workbench.storage();
    const beside = path.join(folder!, 'history.json.new');
    const told = workbench.notification('The history cannot be stored');
    const stored = async () =>
      (JSON.parse(await readFile(path.join(folder!, 'history.json'), 'utf8')) as HistoryEntry[]).map(
        ({ text }) => text,
      );
    await expect.poll(stored).toContain(LINES[2]);
    // what is written there finds no space left on the device; it is cleared away with what was written
    await symlink('/dev/full', beside);
    await recovers(4);
    await told.waitFor();
    await workbench.dismissNotifications();
    await symlink('/dev/full', beside);
    await recovers(5);
    await expect.poll(() => readdir(folder!)).not.toContain(path.basename(beside));
    expect((await history()).slice(0, 2)).toEqual([LINES[4], LINES[3]]);
    expect(await told.count()).toBe(0);
    expect(await stored()).toContain(LINES[2]);
    expect(await stored()).not.toContain(LINES[3]);
    await recovers(6);
    await expect.poll(async () => (await stored()).slice(0, 3)).toEqual([LINES[5], LINES[4], LINES[3]]);
    return 'translated all the same; one message says once that the history cannot be stored; it is as soon as there is room';
  });

  fault('twoWindows', async () => {
    const other = await workbench.secondWindow();
    try {
      const there = await begin('Translate Selection', other);
      await recovers(7);
      const here = await begin('Translate Selection');
      await showsLong(there, other);
      await showsLong(here);
      await recovers(8, other);
      await unchanged();
      for (const window of [workbench, other]) {
        const listed = await history(window);
        for (const line of [7, 8]) expect(listed).toContain(LINES[line - 1]);
      }
    } finally {
      await other.page.close();
    }
    expect(await history()).toContain(LINES[7]);
    return 'each answers its own requests; the history of each shows those of both, and so does the window that is left';
  });

  fault('hostKilled', async () => {
    await begin('Replace Selection with Translation');
    await isUnderWay();
    const hosts = await workbench.extensionHosts();
    for (const host of hosts) process.kill(host, 'SIGKILL');
    const others = async () => (await workbench.extensionHosts()).filter((pid) => !hosts.includes(pid));
    await expect.poll(async () => (await others()).length).toBe(1);
    await workbench.notification('Translating').waitFor({ state: 'hidden' });
    await unchanged();
    await recovers(1);
    return 'the request ends with it, and the document stays as it was; VS Code starts another one, which answers the next request';
  });

  fault('windowReloaded', async () => {
    await begin('Replace Selection with Translation');
    await isUnderWay();
    await workbench.page.reload();
    await workbench.page.locator('.monaco-workbench .part.statusbar').waitFor();
    await unchanged();
    await recovers(2);
    expect(await history()).toContain(LINES[0]);
    return 'the request ends with it, and the document stays as it was; the next request is answered, and the history is there';
  });
});
