import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { repositoryRoot } from '../../tools/setup/cache';
import { reference, translatedFile, translationOf } from './reference';
import { Workbench } from './workbench';

const run = promisify(execFile);

const CODE = `/** A person who can be greeted. */
export interface Person {
\tname: string; // the name of the person
}

/**
 * Writes a friendly message for a person. The message is short, and it
 * always ends with the \`name\` of the person.
 *
 * @param person the person who receives the message
 * @returns the message, see {@link Person}
 * @example
 * greet({ name: 'Ada' });
 */
export function greet(person: Person): string {
\treturn \`Hello // \${person.name}\`;
}
`.replaceAll('\n', '\r\n');
/** Of the JSDoc comment of the function, counted from 1. */
const JSDOC = { first: 6, last: 14 };

const PARAGRAPH = `The cat is sleeping on the table. Use \`npm start\` to open the door, or read
[the book](https://example.org/book_one) in the garden.`;
const PAGE = `# My little house

${PARAGRAPH}

\`\`\`js
const untouched = 'the code stays';
\`\`\`

${Array.from({ length: 30 }, (_, index) => `- We have ${index + 2} red cars.`).join('\n')}

## The last part

She reads a good book.
`;

const FIRST = 'Hello, how are you?';
const SENTENCE = 'The cat is sleeping on the table.';
const LONG = `${FIRST}\n${`${SENTENCE}\n`.repeat(120)}`;
const CELL = 'My brother has a red car.';
const FRENCH = `Le chat noir dort depuis ce matin sur la grande table de la cuisine, et personne ne veut le réveiller.\n`;

const NOTEBOOK = JSON.stringify({
  cells: [
    { cell_type: 'code', execution_count: null, metadata: {}, outputs: [], source: [`# ${CELL}\n`, 'count = 1'] },
  ],
  metadata: { language_info: { name: 'python' } },
  nbformat: 4,
  nbformat_minor: 5,
});

const FILES = {
  'greet.ts': CODE,
  'page.md': PAGE,
  'long.txt': LONG,
  'cells.ipynb': NOTEBOOK,
  'locked.md': PARAGRAPH,
  'french.txt': FRENCH,
};

const SETTINGS = {
  'attentionLens.backend': 'wasm',
  'attentionLens.hover': 'comments',
  'chat.disableAIFeatures': true,
  'editor.detectIndentation': false,
  'editor.minimap.enabled': false,
  'editor.renderWhitespace': 'none',
  'files.autoSave': 'off',
  'files.readonlyInclude': { '**/locked.md': true },
  'git.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'window.commandCenter': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
};

let workbench: Workbench;
let folder: string;
/** The files as the model that ships makes them outside of any editor. */
let expected: { code: string; page: string; cell: string; sentence: string };

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'attention-lens-files-'));
  for (const name of ['greet.ts', 'page.md'] as const) await writeFile(path.join(folder, name), FILES[name]);
  const lines = await reference([CELL, SENTENCE]);
  expected = {
    code: await translatedFile(path.join(folder, 'greet.ts')),
    page: await translatedFile(path.join(folder, 'page.md')),
    cell: translationOf(lines, CELL),
    sentence: translationOf(lines, SENTENCE),
  };
  workbench = await Workbench.open(FILES, SETTINGS);
});

afterAll(async () => {
  await workbench?.close();
  if (folder) await rm(folder, { recursive: true, force: true });
});

beforeEach(({ onTestFailed, task }) => {
  onTestFailed(async () => {
    const name = `failed ${task.name.replaceAll(/\W+/g, ' ').trim()}.png`;
    await workbench.page.screenshot({ path: path.join(repositoryRoot, 'test-results', name) });
  });
});

/** The lines of a text, counted from 1, first and last included. */
const linesOf = (text: string, first: number, last = first): string[] => text.split('\n').slice(first - 1, last);

describe('comments of a program', () => {
  beforeEach(() => workbench.openFresh('greet.ts'));

  it('replaces a doc comment so that the program still compiles, and one undo takes it back', async () => {
    await workbench.selectLines(JSDOC.first, JSDOC.last);
    await workbench.run('Attention Lens: Replace Selection with Translation');
    const translated = linesOf(expected.code, JSDOC.first, JSDOC.last);
    await workbench.line(translated[1]!.trimEnd()).waitFor();
    const saved = await workbench.saved('greet.ts');
    const lines = CODE.split('\n');
    expect(saved).toBe([...lines.slice(0, JSDOC.first - 1), ...translated, ...lines.slice(JSDOC.last)].join('\n'));
    expect(saved).toContain("greet({ name: 'Ada' });");
    const file = path.join(folder, 'saved.ts');
    await writeFile(file, saved);
    await run('npx', ['tsc', '--noEmit', '--strict', '--ignoreConfig', file], { cwd: repositoryRoot });
    await workbench.focusEditor();
    await workbench.undo();
    expect(await workbench.saved('greet.ts')).toBe(CODE);
  });

  it('replaces at two cursors in two comments, and one undo takes both back', async () => {
    await workbench.goToLine(1);
    await workbench.selectWithCursors(1, 3);
    await workbench.run('Attention Lens: Replace Selection with Translation');
    await workbench.line(linesOf(expected.code, 1)[0]!.trimEnd()).waitFor();
    const saved = await workbench.saved('greet.ts');
    expect(linesOf(saved, 1, 3)).toEqual(linesOf(expected.code, 1, 3));
    expect(linesOf(saved, 4, 99)).toEqual(linesOf(CODE, 4, 99));
    await workbench.undo();
    expect(await workbench.saved('greet.ts')).toBe(CODE);
  });

  it('inserts below as a comment in the same style', async () => {
    await workbench.selectLines(3);
    await workbench.run('Attention Lens: Insert Translation Below');
    const comment = linesOf(expected.code, 3)[0]!
      .replace(/^.*\/\//, '//')
      .trimEnd();
    await workbench.line(`    ${comment}`).waitFor();
    const lines = CODE.split('\n');
    expect(await workbench.saved('greet.ts')).toBe(
      [...lines.slice(0, 3), `\t${comment}\r`, ...lines.slice(3)].join('\n'),
    );
    await workbench.undo();
    expect(await workbench.saved('greet.ts')).toBe(CODE);
  });

  it('translates a comment under the pointer, without a selection', async () => {
    await workbench.goToLine(5);
    await workbench.pointAt('A person who can be greeted');
    const hover = workbench.page.locator('.monaco-hover:visible').filter({ hasText: 'Une personne' });
    await hover.waitFor();
  });

  it('shows the original beside the translation that replaced it', async () => {
    await workbench.selectLines(1);
    await workbench.run('Attention Lens: Replace Selection with Translation');
    const translated = linesOf(expected.code, 1)[0]!.trimEnd();
    await workbench.line(translated).waitFor();
    await workbench.run('Attention Lens: Show Original');
    const diff = workbench.page.locator('.monaco-diff-editor');
    await diff.locator('.editor.original .view-line').filter({ hasText: 'A person who can be greeted' }).waitFor();
    await diff.locator('.editor.modified .view-line').filter({ hasText: 'Une personne' }).waitFor();
    await workbench.run('View: Close Editor');
    await workbench.openFresh('greet.ts');
  });

  it('has no original to show where nothing was replaced', async () => {
    await workbench.openFresh('page.md');
    await workbench.run('Attention Lens: Show Original');
    await workbench.notification('No translation that replaced its original').waitFor();
    await workbench.dismissNotifications();
  });
});

describe('a whole file', () => {
  it('is translated beside, line by line, and scrolls in step', async () => {
    await workbench.openFresh('page.md');
    await workbench.run('Attention Lens: Translate File Beside');
    const tab = workbench.page.locator('.tab').filter({ hasText: 'page.md (French)' });
    await tab.waitFor();
    const beside = workbench.page.locator('.editor-instance').nth(1);
    await beside
      .locator('.view-line')
      .filter({ hasText: linesOf(expected.page, 1)[0]! })
      .waitFor();
    const last = expected.page.trimEnd().split('\n').at(-1)!;
    // Source and translation have as many lines, so that the same ones stand beside each other.
    await workbench.page.keyboard.press('Control+End');
    await beside.locator('.view-line').filter({ hasText: last }).waitFor();
    await workbench.run('View: Focus Right Editor Group');
    await workbench.selectAll();
    await workbench.page.keyboard.press('Control+C');
    expect(await workbench.page.evaluate(() => navigator.clipboard.readText())).toBe(expected.page);
    await workbench.page.keyboard.press('Control+Home');
    const source = workbench.page.locator('.editor-instance').first();
    await source.locator('.view-line').filter({ hasText: '# My little house' }).waitFor();
    await workbench.run('View: Close Editor');
    await tab.waitFor({ state: 'detached' });
  });
});

describe('documents that change', () => {
  it('puts translations where their originals are by then', async () => {
    await workbench.openFresh('long.txt');
    await workbench.selectLines(2, 121);
    await workbench.run('Attention Lens: Replace Selection with Translation');
    // The request is under way.
    await workbench.page.keyboard.press('Control+Home');
    await workbench.page.keyboard.type('Typed meanwhile.\n');
    await workbench.line(expected.sentence).first().waitFor();
    expect(await workbench.saved('long.txt')).toBe(
      `Typed meanwhile.\n${FIRST}\n${`${expected.sentence}\n`.repeat(120)}`,
    );
    await workbench.undo();
    expect(await workbench.saved('long.txt')).toBe(`Typed meanwhile.\n${LONG}`);
  });

  it('refuses to write into a document that is read-only, and translates it nevertheless', async () => {
    await workbench.openFresh('locked.md');
    await workbench.selectLines(1, 2);
    const refusal = workbench.notification('may be read-only');
    await workbench.clickInHover('The cat is sleeping', 'Replace', refusal);
    await workbench.dismissNotifications();
    await workbench.line(PARAGRAPH.split('\n')[1]!).waitFor();
  });

  it('replaces in a cell of a notebook', async () => {
    await workbench.openNotebook('cells.ipynb');
    await workbench.page.locator('.notebookOverlay .cell.code .view-lines').first().click();
    await workbench.page.locator('.notebookOverlay .monaco-editor.focused').waitFor();
    await workbench.selectAll();
    await workbench.run('Attention Lens: Replace Selection with Translation');
    await workbench.page.locator('.notebookOverlay .view-line').filter({ hasText: expected.cell }).waitFor();
    const saved = JSON.parse(await workbench.saved('cells.ipynb')) as { cells: { source: string[] }[] };
    expect(saved.cells[0]!.source.join('')).toBe(`# ${expected.cell}\ncount = 1`);
  });
});

describe('languages', () => {
  it('says that a text is French already, and translates it only when told to', async () => {
    await workbench.openFresh('french.txt');
    await workbench.selectLines(1);
    await workbench.run('Attention Lens: Replace Selection with Translation');
    const notification = workbench.notification('This text is already in French.');
    await notification.waitFor();
    expect(await workbench.saved('french.txt')).toBe(FRENCH);
    await notification.getByText('Translate Anyway').click();
    await workbench.page.locator('.tab.active.dirty').waitFor();
    await workbench.undo();
    expect(await workbench.saved('french.txt')).toBe(FRENCH);
  });
});

describe('the whole session', () => {
  it('left no exception of ours in the logs', async () => {
    const logs = await workbench.logs();
    const own = [...logs].find(([file]) => file.endsWith('Attention Lens.log'));
    expect(own?.[1].split('\n').filter((line) => /\[error\]/.test(line))).toEqual([]);
    const host = [...logs].filter(([file]) => /exthost\d*\/remoteexthost\.log$/.test(file)).map(([, text]) => text);
    const ours = host.join('\n').split('\n');
    expect(ours.filter((line) => /attention-lens/i.test(line) && /error/i.test(line))).toEqual([]);
  });
});
