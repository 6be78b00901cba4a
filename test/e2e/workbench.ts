import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { chromium, type BrowserContext, type Frame, type Locator, type Page } from 'playwright-core';
import { CHROMIUM_FLAGS, findChromium } from '../../tools/setup/browser';
import { repositoryRoot } from '../../tools/setup/cache';
import { CodeServer, installExtension } from '../../tools/setup/codeServerProcess';

/** How long anything may take on a slow machine with a graphics card drawn by software. */
const PATIENCE_MS = 60_000;

/** How long one attempt at a hover may take: it is made again and again. */
const HOVER_MS = 4_000;

const VSIX = path.join(repositoryRoot, 'dist', 'attention-lens.vsix');

/** What the workbench's element is marked by. */
const THEME_CLASSES: Record<string, string> = {
  'Light Modern': 'vs',
  'Dark Modern': 'vs-dark',
  'Dark High Contrast': 'hc-black',
};

/** Nothing but loopback resolves. */
const LOOPBACK_ONLY = '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost';

/** A real VS Code in a browser with the packaged extension installed and no network but loopback. */
export class Workbench {
  private constructor(
    private readonly home: string,
    private readonly folder: string,
    private readonly server: CodeServer,
    private readonly context: BrowserContext,
    readonly page: Page,
    /** Addresses outside this machine that the browser asked for. */
    readonly refused: string[],
  ) {}

  /**
   * @param files names and texts of the files in the folder that is opened
   * @param settings the user's settings
   */
  static async open(files: Record<string, string>, settings: Record<string, unknown>): Promise<Workbench> {
    if (!existsSync(VSIX)) throw new Error('Run `npm run package` first.');
    const home = await mkdtemp(path.join(tmpdir(), 'attention-lens-e2e-'));
    const folder = path.join(home, 'folder');
    await mkdir(folder, { recursive: true });
    for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
    await mkdir(path.join(home, 'data', 'User'), { recursive: true });
    await writeFile(path.join(home, 'data', 'User', 'settings.json'), JSON.stringify(settings));
    await installExtension(VSIX, home);
    const loopbackOnly = path.join(import.meta.dirname, 'loopbackOnly');
    await cp(loopbackOnly, path.join(home, 'extensions', 'attention-lens-tests.loopback-only-1.0.0'), {
      recursive: true,
    });
    // Without its list the server looks for itself what is installed.
    await rm(path.join(home, 'extensions', 'extensions.json'));
    const env = {
      NODE_OPTIONS: `--require ${path.join(loopbackOnly, 'extension.js')}`,
      LOOPBACK_ONLY_LOG: path.join(home, 'connections.log'),
    };
    const server = await CodeServer.start({ home, folder, verbose: false, env });
    const browser = await chromium.launchPersistentContext(path.join(home, 'browser'), {
      executablePath: findChromium(),
      args: [...CHROMIUM_FLAGS, LOOPBACK_ONLY],
      viewport: { width: 1280, height: 800 },
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const refused: string[] = [];
    await browser.route('**/*', (route) => {
      const { hostname, protocol } = new URL(route.request().url());
      if (protocol.startsWith('http') && hostname !== '127.0.0.1' && hostname !== 'localhost') {
        refused.push(route.request().url());
        return route.abort();
      }
      return route.continue();
    });
    const page = browser.pages()[0] ?? (await browser.newPage());
    page.setDefaultTimeout(PATIENCE_MS);
    const workbench = new Workbench(home, folder, server, browser, page, refused);
    await page.goto(server.url);
    await page.locator('.monaco-workbench .part.statusbar').waitFor();
    return workbench;
  }

  /** Another window on the same server and folder; it ends with the first one. */
  async secondWindow(): Promise<Workbench> {
    const page = await this.context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    await page.goto(this.server.url);
    await page.locator('.monaco-workbench .part.statusbar').waitFor();
    return new Workbench(this.home, this.folder, this.server, this.context, page, this.refused);
  }

  /** Process ids of the extension hosts, one a window. */
  async extensionHosts(): Promise<number[]> {
    const parents = new Map<number, number>();
    const hosts: number[] = [];
    for (const entry of await readdir('/proc')) {
      const pid = Number(entry);
      if (!Number.isInteger(pid)) continue;
      const [stat, command] = await Promise.all(
        ['stat', 'cmdline'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')),
      );
      // the name before it may hold anything, a parenthesis too
      parents.set(pid, Number(stat!.slice(stat!.lastIndexOf(')')).split(' ')[2]));
      if (command!.includes('--type=extensionHost')) hosts.push(pid);
    }
    const isOurs = (pid: number): boolean => {
      for (let at: number | undefined = pid; at; at = parents.get(at)) if (at === this.server.pid) return true;
      return false;
    };
    return hosts.filter(isOurs);
  }

  /** The folders that the extension keeps things of this workspace in: one for each window that was open at once. */
  async storage(): Promise<string[]> {
    const root = path.join(this.home, 'data', 'User', 'workspaceStorage');
    const all = (await readdir(root)).map((id) => path.join(root, id, 'attention-lens.attention-lens'));
    return all.filter((folder) => existsSync(folder));
  }

  /** The text of a file as it is on the disk. */
  async onDisk(name: string): Promise<string> {
    return readFile(path.join(this.folder, name), 'utf8');
  }

  async close(): Promise<void> {
    await this.context.close();
    await this.server.stop();
    await rm(this.home, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }

  /** Runs a command by its title in the command palette. */
  async run(title: string): Promise<void> {
    const row = this.choice(title);
    // The best match by the palette's own order need not be the one that is meant.
    await this.fromPalette(`>${title}`, row);
    // The command may ask something in the same place, so what must go is its own row.
    await row.waitFor({ state: 'hidden' });
  }

  /** Shows a file in the editor as it is on the disk, and puts the cursor there. */
  async openFresh(name: string): Promise<void> {
    const tab = this.page.locator('.tab.active').filter({ hasText: name });
    if ((await tab.count()) === 0) {
      const rows = this.page.locator('.quick-input-list .monaco-list-row');
      await this.fromPalette(name, rows.filter({ hasText: name }).first());
      await tab.waitFor();
    }
    await this.focusEditor();
    await this.page.locator('.editor-instance .view-line').first().waitFor();
    if ((await this.page.locator('.tab.active.dirty').count()) > 0) await this.run('File: Revert File');
  }

  /** Opens a notebook, where there is no text editor to wait for. */
  async openNotebook(name: string): Promise<void> {
    await this.quickInput(name);
    await this.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: name }).first().click();
    await this.page.locator('.tab.active').filter({ hasText: name }).waitFor();
    await this.page.locator('.notebookOverlay').waitFor();
  }

  /** Selects whole lines of the active editor, from their first to their last letter. Lines count from 1. */
  async selectLines(first: number, last = first): Promise<void> {
    await this.goToLine(first);
    await this.page.keyboard.press('Home');
    for (let line = first; line < last; line++) await this.page.keyboard.press('Shift+ArrowDown');
    await this.page.keyboard.press('Shift+End');
  }

  /** Selects each of these neighbouring lines with a cursor of its own. */
  async selectWithCursors(first: number, count: number): Promise<void> {
    await this.goToLine(first);
    for (let added = 1; added < count; added++) await this.run('Add Cursor Below');
    await this.page.keyboard.press('Home');
    await this.page.keyboard.press('Shift+End');
  }

  async goToLine(line: number): Promise<void> {
    await this.quickInput(`:${line}`);
    await this.page.keyboard.press('Enter');
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    await this.page
      .locator('.statusbar-item')
      .filter({ hasText: `Ln ${line}, Col 1` })
      .waitFor();
  }

  async selectAll(): Promise<void> {
    await this.page.keyboard.press('Control+A');
  }

  async focusEditor(): Promise<void> {
    await this.run('View: Focus Active Editor Group');
    await this.page.locator('.monaco-editor.focused').waitFor();
  }

  /** The line of the editor that shows exactly this text. */
  line(text: string): Locator {
    return this.page.locator('.editor-instance .view-line').filter({ hasText: exactly(text) });
  }

  /** The text of a file after it was saved. */
  async saved(name: string): Promise<string> {
    await this.page.keyboard.press('Control+S');
    // not any tab: the panel may stand beside as one
    await this.page.locator('.tab.dirty').filter({ hasText: name }).first().waitFor({ state: 'detached' });
    return readFile(path.join(this.folder, name), 'utf8');
  }

  async undo(): Promise<void> {
    await this.page.keyboard.press('Control+Z');
  }

  /** The hovers in sight that show alignments. */
  get hovers(): Locator {
    return this.page.locator('.monaco-hover:visible').filter({ hasText: '←' });
  }

  /**
   * Rests the pointer on a line that shows this text until the hover with alignments is there, and returns it. On a busy
   * machine a hover is not opened at all, or taken away while it loads: then people move the pointer away and come back.
   */
  async hover(text: string): Promise<Locator> {
    const isOpen = async (): Promise<boolean> => {
      if (await this.hovers.first().isVisible()) return true;
      await this.page.mouse.move(1, 1);
      await this.pointAt(text);
      return this.hovers
        .first()
        .waitFor({ timeout: HOVER_MS })
        .then(
          () => true,
          () => false,
        );
    };
    await this.until(isOpen, `no hover opened over "${text}"`);
    return this.hovers.first();
  }

  /** Clicks a link of the hover until what it leads to is there: a hover drawn anew under the pointer swallows a click. */
  async clickInHover(text: string, link: string, done: Locator): Promise<void> {
    const isDone = async (): Promise<boolean> => {
      if (await done.first().isVisible()) return true;
      const hover = await this.hover(text);
      const clicked = await hover
        .getByText(link, { exact: true })
        .click({ timeout: HOVER_MS })
        .then(
          () => true,
          () => false,
        );
      if (!clicked) return false;
      return done
        .first()
        .waitFor({ timeout: 15_000 })
        .then(
          () => true,
          () => false,
        );
    };
    await this.until(isDone, `"${link}" in the hover over "${text}" led nowhere`);
  }

  /** Rests the pointer on a line that shows this text. */
  async pointAt(text: string): Promise<void> {
    const line = this.page.locator('.editor-instance .view-line').filter({ hasText: text }).first();
    const box = await line.locator('span span').first().boundingBox();
    if (!box) throw new Error(`no line shows "${text}"`);
    const [x, y] = [box.x + Math.min(60, box.width / 2), box.y + box.height / 2];
    // A pointer that did not move does not hover.
    await this.page.mouse.move(x - 20, y);
    await this.page.mouse.move(x, y, { steps: 4 });
  }

  /** Chooses from the list that a command has opened. */
  async pick(label: string): Promise<void> {
    await this.page.locator('.quick-input-widget input[type="text"]').fill(label);
    // Not in the middle of the row, where the tooltip of a row that was there before may still be.
    await this.choice(label).locator('.label-name').first().click();
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }

  /** The row with this label in the list that is open. */
  choice(label: string): Locator {
    const exact = this.page.locator('.label-name').filter({ hasText: exactly(label) });
    return this.page.locator('.quick-input-list .monaco-list-row').filter({ has: exact }).first();
  }

  async setTheme(theme: string): Promise<void> {
    await this.run('Preferences: Color Theme');
    await this.pick(theme);
    const isSet = async (): Promise<boolean> =>
      (await this.page.locator('.monaco-workbench').getAttribute('class'))
        ?.split(' ')
        .includes(THEME_CLASSES[theme]!) ?? false;
    await this.until(isSet, `the theme ${theme} was not set`);
  }

  /** Drags the edge of the secondary side bar until it has this width. */
  async widenPanel(width: number): Promise<void> {
    const box = await this.page.locator('.part.auxiliarybar').boundingBox();
    if (!box || Math.abs(box.width - width) < 8) return;
    const y = box.y + box.height / 2;
    // The edge can be taken just outside.
    await this.page.mouse.move(box.x - 2, y);
    await this.page.mouse.down();
    await this.page.mouse.move(box.x - 2 + box.width - width, y, { steps: 5 });
    await this.page.mouse.up();
    // An edge under the pointer is drawn in another colour, and so it stays where it did not notice that the pointer went.
    const sashes = this.page.locator('.monaco-sash.hover, .monaco-sash.active');
    const isLeft = async (): Promise<boolean> => {
      await this.page.mouse.move(box.x - 60, 1);
      await this.page.mouse.move(1, 1);
      return (await sashes.count()) === 0;
    };
    await this.until(isLeft, 'the edge of the panel is still held');
  }

  /** What VS Code itself measured, in milliseconds. */
  async activationTime(extension: string): Promise<number> {
    // The list draws the rows alone that there is room for.
    await this.page.setViewportSize({ width: 1280, height: 2400 });
    await this.run('Developer: Show Running Extensions');
    const row = this.page.locator('.runtime-extensions-editor .monaco-list-row').filter({ hasText: extension });
    const text = await row.locator('.activation-time').innerText();
    const milliseconds = /(\d+)\s*ms/.exec(text)?.[1];
    if (!milliseconds) throw new Error(`no activation time in "${text}"`);
    return Number(milliseconds);
  }

  /** A notification with this text. */
  notification(text: string | RegExp): Locator {
    return this.page.locator('.notification-toast').filter({ hasText: text });
  }

  async dismissNotifications(): Promise<void> {
    await this.run('Notifications: Clear All Notifications');
  }

  /** The panel's document: the frame within the frame of its webview. */
  async panel(): Promise<Frame> {
    let found: Frame | undefined;
    await this.until(async () => {
      found = (await this.panels()).at(-1);
      return found !== undefined;
    }, 'the panel did not open');
    return found!;
  }

  /** The panel's documents: of the side bar and of the editor tab. */
  async panels(): Promise<Frame[]> {
    const found: Frame[] = [];
    for (const frame of this.page.frames()) {
      const panels = frame.locator('attention-lens-panel');
      if ((await panels.count().catch(() => 0)) > 0) found.push(frame);
    }
    return found;
  }

  /** The document that the panel has in an editor tab, besides that of the side bar. */
  async panelInEditor(side: Frame): Promise<Frame> {
    let found: Frame | undefined;
    await this.until(async () => {
      found = (await this.panels()).find((frame) => frame !== side);
      return found !== undefined;
    }, 'the panel did not open in an editor');
    return found!;
  }

  /** What decorations of ours frame in the editors: the texts under them, in the order of the screen. */
  async marked(): Promise<string[]> {
    return this.page.evaluate(() => {
      const texts: string[] = [];
      // A decoration is drawn as a box of its own beneath the line; ours alone has a border all around.
      for (const box of document.querySelectorAll<HTMLElement>('.editor-instance .view-overlays .cdr')) {
        const style = getComputedStyle(box);
        if (style.borderLeftStyle !== 'solid' || style.borderTopWidth !== '1px') continue;
        const { left, right, top, bottom } = box.getBoundingClientRect();
        const walker = document.createTreeWalker(box.closest('.monaco-editor')!.querySelector('.view-lines')!, 4);
        let text = '';
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          for (let at = 0; at < node.textContent!.length; at++) {
            const range = document.createRange();
            range.setStart(node, at);
            range.setEnd(node, at + 1);
            const letter = range.getBoundingClientRect();
            const [x, y] = [letter.left + letter.width / 2, letter.top + letter.height / 2];
            if (x > left && x < right && y > top && y < bottom) text += node.textContent![at];
          }
        }
        texts.push(text);
      }
      return texts;
    });
  }

  /** All log files of this session, by their paths. */
  async logs(): Promise<Map<string, string>> {
    const root = path.join(this.home, 'data', 'logs');
    const files = await readdir(root, { recursive: true, withFileTypes: true });
    const logs = new Map<string, string>();
    for (const file of files) {
      if (!file.isFile() || !file.name.endsWith('.log')) continue;
      const full = path.join(file.parentPath, file.name);
      logs.set(path.relative(root, full), await readFile(full, 'utf8'));
    }
    return logs;
  }

  /** What tried to leave this machine from the server's side, and which processes were watched. */
  async connections(): Promise<string> {
    return readFile(path.join(this.home, 'connections.log'), 'utf8').catch(() => '');
  }

  private async until(holds: () => Promise<boolean>, problem: string): Promise<void> {
    const end = Date.now() + PATIENCE_MS;
    while (!(await holds())) {
      if (Date.now() > end) throw new Error(problem);
      await this.page.waitForTimeout(200);
    }
  }

  /** Types into the palette, and clicks the row that must be there then; again where the palette was taken away. */
  private async fromPalette(text: string, row: Locator): Promise<void> {
    const isClicked = async (): Promise<boolean> => {
      await this.quickInput(text);
      const name = row.locator('.label-name').first();
      return name.click({ timeout: 15_000 }).then(
        () => true,
        () => false,
      );
    };
    await this.until(isClicked, `the palette has no "${text}"`);
  }

  private async quickInput(text: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget input[type="text"]');
    // What has just been opened may take the focus, and the palette with it.
    const isTyped = async (): Promise<boolean> => {
      await this.page.keyboard.press('F1');
      return input.fill(text, { timeout: 5_000 }).then(
        () => true,
        () => false,
      );
    };
    await this.until(isTyped, 'the command palette did not open');
  }
}

/** Matches this text alone, whatever its spaces are. */
function exactly(text: string): RegExp {
  const escaped = text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll(/\s/g, '\\s')}$`);
}
