/** Starts contenders, each in a process or in a page of its own, and asks them to measure. */

import { build } from 'esbuild';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { CHROMIUM_FLAGS, findChromium } from '../setup/browser';
import type { ContenderFiles, ContenderName, Side } from './contender';
import type { FilePlaces } from './files';

export const PLATFORMS = ['node', 'chromium'] as const;
export type Platform = (typeof PLATFORMS)[number];

/** Node has no WebGL; and threads share memory only where a page is isolated, which the editor's webviews are not. */
const LACKS: Record<Platform, readonly ContenderName[]> = { node: ['webgl'], chromium: ['peer-threads'] };
export const lacks = (platform: Platform, contender: ContenderName): boolean => LACKS[platform].includes(contender);

/** A contender that runs somewhere else. */
export interface Host {
  call<M extends keyof Side>(method: M, ...args: Parameters<Side[M]>): Promise<Awaited<ReturnType<Side[M]>>>;
  /** Most memory that its process took, bytes; null where the platform does not say. */
  peakBytes(): Promise<number | null>;
  stop(): Promise<void>;
}

/** Where fresh contenders come from. */
export interface Starter {
  start(contender: ContenderName): Promise<Host>;
  close(): Promise<void>;
}

const FOLDER = import.meta.dirname;

class NodeHost implements Host {
  private peak: number | null = null;

  constructor(private readonly child: ChildProcess) {}

  async call<M extends keyof Side>(method: M, ...args: Parameters<Side[M]>): Promise<Awaited<ReturnType<Side[M]>>> {
    this.child.send({ method, args });
    const [answer] = (await once(this.child, 'message')) as [{ value?: unknown; error?: string; peakBytes?: number }];
    if (answer.error !== undefined) throw new Error(answer.error);
    this.peak = answer.peakBytes ?? null;
    return answer.value as Awaited<ReturnType<Side[M]>>;
  }

  async peakBytes(): Promise<number | null> {
    return this.peak;
  }

  async stop(): Promise<void> {
    const gone = once(this.child, 'exit');
    this.child.kill();
    await gone;
  }
}

/** What the Node of the editor (22 and later) has without being asked: relaxed SIMD. */
const asInTheEditor = () =>
  Number(process.versions.node.split('.')[0]) < 22 ? ['--experimental-wasm-relaxed-simd'] : [];

export function nodeStarter(places: FilePlaces): Starter {
  return {
    async start() {
      const execArgv = [...asInTheEditor(), '--import', 'tsx'];
      const child = fork(path.join(FOLDER, 'nodeSide.ts'), [JSON.stringify(places)], { execArgv });
      return new NodeHost(child);
    },
    close: async () => undefined,
  };
}

class PageHost implements Host {
  constructor(
    private readonly page: Page,
    private readonly processId: number | null,
  ) {}

  async call<M extends keyof Side>(method: M, ...args: Parameters<Side[M]>): Promise<Awaited<ReturnType<Side[M]>>> {
    return (await this.page.evaluate(
      ([name, given]) => {
        const { side } = globalThis as unknown as { side: Record<string, (...all: unknown[]) => Promise<unknown>> };
        return side[name as string]!(...(given as unknown[]));
      },
      [method, args] as const,
    )) as Awaited<ReturnType<Side[M]>>;
  }

  /** Of the process that the page has for itself, as Linux tells it. */
  async peakBytes(): Promise<number | null> {
    if (this.processId === null) return null;
    const status = await readFile(`/proc/${this.processId}/status`, 'utf8').catch(() => '');
    const kilobytes = /^VmHWM:\s*(\d+) kB/m.exec(status)?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) * 1024;
  }

  async stop(): Promise<void> {
    await this.page.context().close();
  }
}

async function pageScript(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path.join(FOLDER, 'pageSide.ts')],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    mainFields: ['module', 'main'],
    logLevel: 'silent',
  });
  return outputFiles[0]!.text;
}

export async function chromiumStarter(places: FilePlaces): Promise<Starter> {
  const script = await pageScript();
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url!, 'http://127.0.0.1');
    const key = /^\/files\/(\w+)$/.exec(pathname)?.[1];
    if (key) response.end(await readFile(places[key as keyof ContenderFiles]));
    else if (pathname === '/side.js') response.setHeader('content-type', 'text/javascript').end(script);
    else if (pathname === '/') {
      response.setHeader('content-type', 'text/html');
      response.end('<!doctype html><title>bench</title><script type="module" src="/side.js"></script>');
    } else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const browser = await chromium.launch({ executablePath: findChromium(), args: [...CHROMIUM_FLAGS] });
  const protocol = await browser.newBrowserCDPSession();
  const renderers = async (): Promise<number[]> => {
    const { processInfo } = (await protocol.send('SystemInfo.getProcessInfo')) as {
      processInfo: { type: string; id: number }[];
    };
    return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  };
  return {
    async start() {
      const before = new Set(await renderers());
      const page = await (await browser.newContext()).newPage();
      await page.goto(url);
      await page.waitForFunction(() => 'side' in globalThis);
      const fresh = (await renderers()).filter((id) => !before.has(id));
      return new PageHost(page, fresh.length === 1 ? fresh[0]! : null);
    },
    async close() {
      await browser.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** What is measured on each of these platforms, in the order of PLATFORMS; their browsers and servers are gone afterwards. */
export async function onPlatforms<T>(
  platforms: readonly Platform[],
  places: FilePlaces,
  measure: (platform: Platform, starter: Starter) => Promise<T[]>,
): Promise<T[]> {
  const all: T[] = [];
  for (const platform of PLATFORMS.filter((name) => platforms.includes(name))) {
    const starter = platform === 'node' ? nodeStarter(places) : await chromiumStarter(places);
    try {
      all.push(...(await measure(platform, starter)));
    } finally {
      await starter.close();
    }
  }
  return all;
}
