/**
 * Faults, injected for real into the panel's engine as it ships: after each, every request has ended in one answer, a
 * result or a clear fault, and the next one succeeds. Each puts a row into docs/reliability.md (`npm run -s reliability`).
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EngineResponse } from '../../src/shared/engineProtocol';
import { describeFault } from '../../src/shared/faults';
import { launchBrowser, PanelPage } from './browser';
import { startPanelServer, type PanelServer } from './panelServer';
import { FAULTS, keepOutcomes, type FaultName } from '../faults/outcomes';

const ROOT = join(import.meta.dirname, '../..');
/** The script of the worker, which a test may put something in front of. */
const SCRIPT = readFileSync(join(ROOT, 'dist/worker.js'), 'utf8');
/** Small, so that a fault can be injected many times. */
const MODEL = 'transformer';
/** Bytes of WebAssembly's memory that the model fits into, and a long text does not. */
const MEMORY_CAP = 45e6;
const TEXT = 'The server does not answer any more. Please read this page before you open an issue.';

let server: PanelServer;
let browser: Browser;
const outcomes = new Map<FaultName<'view'>, string>();

beforeAll(async () => {
  [server, browser] = await Promise.all([startPanelServer(), launchBrowser()]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await server?.close();
  await keepOutcomes('view', outcomes);
});

interface Spied {
  workers: Worker[];
}

/** A panel whose engine runs, with the model loaded from `base`. */
class EnginePanel {
  private constructor(readonly panel: PanelPage) {}

  /** @param script in the place of dist/worker.js */
  static async start(backend: 'wasm' | 'webgl', script?: string): Promise<EnginePanel> {
    const panel = await PanelPage.open(browser, server);
    if (script !== undefined) {
      await panel.page.route('**/dist/worker.js', (route) =>
        route.fulfill({ body: script, contentType: 'text/javascript' }),
      );
    }
    await panel.page.evaluate(() => {
      const Original = window.Worker;
      const spied = window as unknown as Spied;
      spied.workers = [];
      window.Worker = class extends Original {
        constructor(url: string | URL) {
          super(url);
          spied.workers.push(this);
        }
      };
    });
    await panel.send({ type: 'startEngine', backend });
    return new EnginePanel(panel);
  }

  /** All that the engine said of a request, its progress left out. */
  async answers(id: number): Promise<EngineResponse[]> {
    const posted = await this.panel.posted();
    return posted
      .flatMap((message) =>
        message.type === 'engine' && 'id' in message.response && message.response.id === id ? [message.response] : [],
      )
      .filter(({ type }) => type !== 'progress');
  }

  async end(id: number): Promise<EngineResponse> {
    for (;;) {
      const [answer] = await this.answers(id);
      if (answer) return answer;
      await this.panel.page.waitForTimeout(50);
    }
  }

  async load(id: number, base = `${server.url}/models/${MODEL}`): Promise<EngineResponse> {
    await this.panel.send({ type: 'loadModel', id, model: MODEL, base });
    return this.end(id);
  }

  /** Hands requests over without waiting. */
  async translate(ids: readonly number[], text = TEXT): Promise<void> {
    await this.panel.page.evaluate(
      ([all, of, model]) => {
        for (const id of all) {
          const options = { beam: 1, nBest: 1 };
          window.postMessage({ type: 'engine', request: { type: 'translate', id, model, text: of, options } }, '*');
        }
      },
      [ids, text, MODEL] as const,
    );
  }

  async cancel(id: number): Promise<void> {
    await this.panel.page.evaluate(
      (of) => window.postMessage({ type: 'engine', request: { type: 'cancel', id: of } }, '*'),
      id,
    );
  }

  workers(): Promise<number> {
    return this.panel.page.evaluate(() => (window as unknown as Spied).workers.length);
  }

  /** The next request succeeds, and nothing was answered twice. */
  async recovers(id: number, before: readonly number[]): Promise<void> {
    await this.translate([id]);
    expect((await this.end(id)).type).toBe('translated');
    for (const earlier of before) expect(await this.answers(earlier)).toHaveLength(1);
    await this.panel.close();
  }
}

const fault = (name: FaultName<'view'>, inject: () => Promise<string>) =>
  it(`${FAULTS.view[name]}: every request ends, the next one succeeds`, async () => {
    outcomes.set(name, await inject());
  }, 300_000);

describe('the engine as it ships', () => {
  fault('killed', async () => {
    const engine = await EnginePanel.start('wasm');
    await engine.load(1);
    await engine.translate([2], TEXT.repeat(40));
    await engine.panel.page.waitForFunction(() =>
      window.posted.some((message) => message.type === 'engine' && message.response.type === 'progress'),
    );
    await engine.panel.page.evaluate(() => {
      const worker = (window as unknown as Spied).workers.at(-1)!;
      worker.terminate();
      worker.dispatchEvent(new ErrorEvent('error', { message: 'killed' }));
    });
    const end = await engine.end(2);
    expect(end.type).toBe('translated');
    expect(await engine.workers()).toBe(2);
    await engine.recovers(3, [1, 2]);
    return 'a new worker loads the model again and answers the request that was under way';
  });

  fault('garbage', async () => {
    const engine = await EnginePanel.start('wasm');
    await engine.load(1);
    await engine.panel.page.evaluate(() => {
      const worker = (window as unknown as Spied).workers.at(-1)!;
      worker.dispatchEvent(new MessageEvent('message', { data: { type: 'translated', id: 2, result: null } }));
    });
    await engine.translate([2]);
    expect((await engine.end(2)).type).toBe('translated');
    await engine.recovers(3, [1, 2]);
    return 'the worker is replaced; the next request is answered';
  });

  fault('truncated', () => damaged((bytes) => bytes.subarray(0, Math.floor(bytes.length / 2))));
  fault('empty', () => damaged((bytes) => bytes.subarray(0, 0)));
  fault('flipped', () =>
    damaged((bytes) => {
      const changed = Buffer.from(bytes);
      for (let at = 8; at < 2000; at += 97) changed[at]! ^= 0x24;
      return changed;
    }),
  );

  fault('dataFlipped', () =>
    damaged((bytes) => {
      const changed = Buffer.from(bytes);
      // far behind the header, and a number all the same
      changed[Math.floor(bytes.length * 0.6)]! ^= 0x01;
      return changed;
    }),
  );

  /** Loads a model whose weights are damaged on their way, then the whole one. */
  async function damaged(damage: (bytes: Buffer) => Uint8Array): Promise<string> {
    const engine = await EnginePanel.start('wasm');
    const whole = readFileSync(join(ROOT, `models/${MODEL}/model.safetensors`));
    await engine.panel.page.route('**/model.safetensors', (route) =>
      route.fulfill({ body: Buffer.from(damage(whole)), contentType: 'application/octet-stream' }),
    );
    const refused = await engine.load(1);
    if (refused.type !== 'fault' || refused.fault.code !== 'modelFile') throw new Error(JSON.stringify(refused));
    expect(refused.fault.file).toBe('model.safetensors');
    await engine.translate([2]);
    expect(await engine.end(2)).toMatchObject({ type: 'fault', fault: { code: 'modelNotLoaded' } });
    await engine.panel.page.unroute('**/model.safetensors');
    expect((await engine.load(3)).type).toBe('loaded');
    await engine.recovers(4, [1, 2, 3]);
    return `refused, naming model.safetensors: ${refused.fault.problem}`;
  }

  fault('missing', async () => {
    const engine = await EnginePanel.start('wasm');
    await engine.panel.page.route('**/model.safetensors', (route) => route.abort());
    expect(await engine.load(1)).toMatchObject({ type: 'fault', fault: { code: 'modelFile' } });
    await engine.panel.page.unroute('**/model.safetensors');
    expect((await engine.load(2)).type).toBe('loaded');
    await engine.recovers(3, [1, 2]);
    return 'refused, naming model.safetensors; loads once it can be read';
  });

  fault('thousand', async () => {
    const engine = await EnginePanel.start('wasm');
    await engine.load(1);
    const ids = Array.from({ length: 1000 }, (_, i) => 10 + i);
    await engine.translate(ids, 'Hello.');
    await engine.end(ids.at(-1)!);
    const all = await Promise.all([ids[0]!, ids[500]!, ids.at(-1)!].map((id) => engine.answers(id)));
    expect(all.flat().map(({ type }) => type)).toEqual(['translated', 'translated', 'translated']);
    const posted = await engine.panel.posted();
    const translated = posted.filter((message) => message.type === 'engine' && message.response.type === 'translated');
    expect(translated).toHaveLength(1000);
    await engine.recovers(2000, [1]);
    return '1000 × translated, in the order of their coming';
  });

  fault('cancelled', async () => {
    const engine = await EnginePanel.start('wasm');
    await engine.load(1);
    const ids = Array.from({ length: 30 }, (_, i) => 10 + i);
    for (const id of ids) {
      await engine.translate([id], TEXT.repeat(4));
      // moments spread over the time that a request takes, some before it begins and some after its end
      await engine.panel.page.waitForTimeout((id * 37) % 120);
      await engine.cancel(id);
    }
    const ends = await Promise.all(ids.map((id) => engine.end(id)));
    for (const end of ends) {
      if (end.type !== 'translated') expect(end).toMatchObject({ type: 'fault', fault: { code: 'cancelled' } });
    }
    expect(ends.filter(({ type }) => type === 'fault').length).toBeGreaterThan(0);
    await engine.recovers(100, [1, ...ids]);
    return 'each ends once: as a translation or in the fault "cancelled"';
  });

  fault('contextLost', async () => {
    // the worker's own canvas is out of reach, so its script is given a message by which the test loses the context
    const lose = `
      const getContext = OffscreenCanvas.prototype.getContext;
      OffscreenCanvas.prototype.getContext = function (...args) {
        const gl = getContext.apply(this, args);
        if (gl && args[0] === 'webgl2') self.lastGl = gl;
        return gl;
      };
      self.addEventListener('message', (event) => {
        if (event.data?.type !== 'loseContext') return;
        event.stopImmediatePropagation();
        self.lastGl.getExtension('WEBGL_lose_context').loseContext();
      });\n`;
    const engine = await EnginePanel.start('webgl', lose + SCRIPT);
    await engine.load(1);
    await engine.translate([2], TEXT.repeat(3));
    await engine.panel.page.waitForTimeout(400);
    await engine.panel.page.evaluate(() => {
      (window as unknown as Spied).workers.at(-1)!.postMessage({ type: 'loseContext' });
    });
    expect((await engine.end(2)).type).toBe('translated');
    expect(await engine.workers()).toBe(2);
    await engine.recovers(3, [1, 2]);
    return 'a new worker chooses its backend afresh and answers the request that was under way';
  });

  /** As the browser refuses it: from `bytes` on, for ever; or once the worker is told so. */
  const capped = (bytes = Number.POSITIVE_INFINITY) => `
    let cap = ${bytes};
    const grow = WebAssembly.Memory.prototype.grow;
    WebAssembly.Memory.prototype.grow = function (pages) {
      if (this.buffer.byteLength + pages * 65536 <= cap) return grow.call(this, pages);
      throw new RangeError('WebAssembly.Memory.grow(): Maximum memory size exceeded');
    };
    self.addEventListener('message', (event) => {
      if (event.data?.type !== 'capMemory') return;
      event.stopImmediatePropagation();
      cap = 0;
    });\n`;
  /** Long sentences, many at once: more than fits beside the model into what its loading left of the memory. */
  const LARGE = `${'The server and the client '.repeat(20)}.\n\n`.repeat(24);

  fault('memoryRefused', async () => {
    const engine = await EnginePanel.start('wasm', capped() + SCRIPT);
    await engine.load(1);
    await engine.panel.page.evaluate(() => {
      (window as unknown as Spied).workers.at(-1)!.postMessage({ type: 'capMemory' });
    });
    await engine.translate([2], LARGE);
    await engine.translate([3]);
    expect((await engine.end(2)).type).toBe('translated');
    expect((await engine.end(3)).type).toBe('translated');
    expect(await engine.workers()).toBe(2);
    await engine.recovers(4, [1, 2, 3]);
    return 'what was computed is thrown away; a new worker, its memory empty, loads the model again and answers';
  });

  fault('memoryCap', async () => {
    const engine = await EnginePanel.start('wasm', capped(MEMORY_CAP) + SCRIPT);
    await engine.load(1);
    await engine.translate([2], LARGE);
    await engine.translate([3]);
    const end = await engine.end(2);
    expect({ ...end, result: undefined }).toEqual({ type: 'fault', id: 2, fault: { code: 'outOfMemory' } });
    expect((await engine.end(3)).type).toBe('translated');
    await engine.recovers(4, [1, 2, 3]);
    return `a second worker tries, then: "${describeFault({ code: 'outOfMemory' }, (message) => message)}"`;
  });
});
