import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { repositoryRoot } from './setup/cache';
import { CodeServer, installExtension } from './setup/codeServerProcess';
import { installCodeServer } from './setup/codeServer';
import { exitCode, isInstalled, run } from './setup/run';

const SAMPLE = 'hello.md';
const VSIX = path.join(repositoryRoot, 'dist', 'attention-lens.vsix');

/** Builds the extension and opens an editor with it: the VS Code that is installed, else one in the browser. */
async function main(): Promise<void> {
  if (isInstalled('code') && !process.argv.includes('--browser')) return openInstalled();
  await installCodeServer();
  await npmRun('package');
  await openInBrowser();
}

async function openInstalled(): Promise<void> {
  await npmRun('build');
  const folder = await sampleFolder();
  const development = `--extensionDevelopmentPath=${repositoryRoot}`;
  const code = await exitCode('code', [development, '--new-window', folder, path.join(folder, SAMPLE)]);
  if (code !== 0) throw new Error('VS Code could not be opened. "npm start -- --browser" opens one in the browser.');
}

async function openInBrowser(): Promise<void> {
  const home = await mkdtemp(path.join(tmpdir(), 'attention-lens-'));
  const folder = await sampleFolder(home);
  await installExtension(VSIX, home);
  await mkdir(path.join(home, 'data', 'User'), { recursive: true });
  const settings = {
    'chat.disableAIFeatures': true,
    'editor.wordWrap': 'on',
    'workbench.secondarySideBar.defaultVisibility': 'hidden',
    'workbench.startupEditor': 'none',
  };
  await writeFile(path.join(home, 'data', 'User', 'settings.json'), JSON.stringify(settings));
  const server = await CodeServer.start({ home, folder, verbose: false });
  const file = `vscode-remote://${new URL(server.url).host}${path.join(folder, SAMPLE)}`;
  const url = `${server.url}&payload=${encodeURIComponent(JSON.stringify([['openFile', file]]))}`;
  console.log(
    `\nAttention Lens runs at\n\n  ${url}\n\nSelect a sentence there, and rest the pointer on it. Ctrl+C ends.`,
  );
  openUrl(url);
  const end = (): void => void server.stop().then(() => process.exit(0));
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  await server.ended;
}

/** A copy of the samples, so that trying things changes nothing here. */
async function sampleFolder(parent?: string): Promise<string> {
  const folder = path.join(parent ?? (await mkdtemp(path.join(tmpdir(), 'attention-lens-'))), 'sample');
  await cp(path.join(repositoryRoot, 'sample'), folder, { recursive: true });
  return folder;
}

function openUrl(url: string): void {
  const openers: Partial<Record<NodeJS.Platform, string>> = { darwin: 'open', linux: 'xdg-open' };
  const opener = openers[process.platform];
  const noScreen = process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY'];
  if (!opener || noScreen || !isInstalled(opener)) return;
  spawn(opener, [url], { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref();
}

async function npmRun(script: string): Promise<void> {
  await run('npm', ['run', '--silent', script], { cwd: repositoryRoot });
  if (script === 'package' && !existsSync(VSIX)) throw new Error(`${VSIX} was not made`);
}

main().catch((thrown: unknown) => {
  console.error(thrown instanceof Error ? thrown.message : thrown);
  process.exitCode = 1;
});
