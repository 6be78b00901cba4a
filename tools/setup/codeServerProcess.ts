import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import * as path from 'node:path';
import { codeServerEntry, nodeBinary } from './cache';
import { run } from './run';

export interface CodeServerOptions {
  /** A folder of this server's own: user data, extensions, configuration. */
  home: string;
  /** The folder to open. */
  folder: string;
  /** Shows what the server prints. */
  verbose: boolean;
  /** Added to the environment. */
  env?: NodeJS.ProcessEnv;
}

const START_MS = 60_000;

const dataFolder = (home: string): string => path.join(home, 'data');
const extensionsFolder = (home: string): string => path.join(home, 'extensions');

/** code-server reads its configuration from the home folder unless told otherwise. */
const environment = (home: string): NodeJS.ProcessEnv => ({
  ...process.env,
  XDG_CONFIG_HOME: path.join(home, 'config'),
  XDG_DATA_HOME: path.join(home, 'share'),
  VSCODE_IPC_HOOK_CLI: undefined,
});

/** Installs a packaged extension for the server with this home. */
export async function installExtension(vsix: string, home: string): Promise<void> {
  await mkdir(extensionsFolder(home), { recursive: true });
  const folders = ['--user-data-dir', dataFolder(home), '--extensions-dir', extensionsFolder(home)];
  await run(nodeBinary, [codeServerEntry, ...folders, '--install-extension', vsix, '--force'], {
    env: environment(home),
  });
}

/** A VS Code in the browser, on a port of its own, reachable from this machine alone. */
export class CodeServer {
  /** Settles when the server has ended. */
  readonly ended: Promise<void>;

  private constructor(
    private readonly child: ChildProcess,
    /** Opens the folder. */
    readonly url: string,
  ) {
    this.ended = new Promise((resolve) => child.on('exit', () => resolve()));
  }

  /** @throws Error where it does not answer within a minute */
  static async start({ home, folder, verbose, env }: CodeServerOptions): Promise<CodeServer> {
    const port = await freePort();
    const args = [
      codeServerEntry,
      '--auth=none',
      `--bind-addr=127.0.0.1:${port}`,
      '--user-data-dir',
      dataFolder(home),
      '--extensions-dir',
      extensionsFolder(home),
      '--disable-telemetry',
      '--disable-update-check',
      '--disable-workspace-trust',
      '--disable-getting-started-override',
      folder,
    ];
    const child = spawn(nodeBinary, args, {
      env: { ...environment(home), ...env },
      stdio: verbose ? 'inherit' : 'ignore',
    });
    const base = `http://127.0.0.1:${port}`;
    const server = new CodeServer(child, `${base}/?folder=${encodeURIComponent(folder)}`);
    await answers(`${base}/healthz`, child);
    return server;
  }

  /** Of its first process, which all others descend from. */
  get pid(): number {
    return this.child.pid!;
  }

  async stop(): Promise<void> {
    this.child.kill('SIGTERM');
    const kill = setTimeout(() => this.child.kill('SIGKILL'), 5_000);
    await this.ended;
    clearTimeout(kill);
  }
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  const until = Date.now() + START_MS;
  while (Date.now() < until) {
    if (child.exitCode !== null) throw new Error(`code-server ended with code ${child.exitCode}`);
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  child.kill();
  throw new Error('code-server did not start');
}
