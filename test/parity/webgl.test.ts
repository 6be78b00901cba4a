import { build } from 'esbuild';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { disposeModel, loadModel } from '../../src/model/loadedModel';
import { chooseBackend } from '../../src/worker/backend';
import { readModel, readWasm, ROOT } from '../../tools/lib/engine';
import { CHROMIUM_FLAGS, findChromium } from '../../tools/setup/browser';
import { readFixtures, readPartFixtures } from './fixtures';
import type { PageParity } from './inBrowser';
import { MARIAN_CHECKPOINTS, readMarian } from './marianFixtures';
import { apart, changedTraces } from './traces';

declare const parity: PageParity;

const TOLERANCE = 1e-3;
/** A software renderer is slow: one model for each way in which attention is changed. */
const TRACED = ['transformer', 'bahdanau-2015', 'luong-local-p'];

let browser: Browser;
let page: Page;
let script: string;

async function openPage(): Promise<Page> {
  const opened = await browser.newPage();
  await opened.addScriptTag({ content: script });
  return opened;
}

beforeAll(async () => {
  const bundle = await build({
    entryPoints: [path.join(__dirname, 'inBrowser.ts')],
    bundle: true,
    write: false,
    platform: 'browser',
    mainFields: ['module', 'main'],
    logLevel: 'silent',
  });
  browser = await chromium.launch({
    executablePath: findChromium(),
    args: [...CHROMIUM_FLAGS],
  });
  script = bundle.outputFiles[0]!.text;
  page = await openPage();
}, 120_000);
afterAll(() => browser?.close());

for (const fixture of readFixtures()) {
  const { model: id } = fixture;
  describe(`${id} on webgl agrees with PyTorch`, () => {
    beforeAll(async () => {
      const { config, tokenizer, weights, scores } = await readModel(path.join(ROOT, 'models'), id);
      const [base64, scoresBase64 = ''] = [weights, scores].map(
        (bytes) => bytes && Buffer.from(bytes).toString('base64'),
      );
      const backend = await page.evaluate(
        ([name, ...files]) => parity.load(name!, files[0]!, files[1]!, files[2]!, files[3]!),
        [id, config, tokenizer, base64!, scoresBase64],
      );
      expect(backend).toBe('webgl');
    }, 120_000);

    // a software renderer is slow: one sentence of each model, the one that everything is known of
    it.each(fixture.cases.slice(0, 1))('$source', async (expected) => {
      const { greedyIds, ...differences } = await page.evaluate((of) => parity.compare(of), expected);
      for (const [what, most] of Object.entries(differences)) expect(most, what).toBeLessThan(TOLERANCE);
      expect(greedyIds).toEqual(expected.greedy_ids);
    });

    it.runIf(TRACED.includes(id))('in a trace, and takes what is done to its attention as wasm does', async () => {
      const expected = fixture.cases[0]!;
      const { targetIds, ...differences } = await page.evaluate((of) => parity.compareTrace(of), expected);
      for (const [what, most] of Object.entries(differences)) expect(most, what).toBeLessThan(TOLERANCE);
      expect(targetIds).toEqual(expected.target_ids);
      const changed = await page.evaluate((of) => parity.changedTraces(of), expected);
      for (const { masked, forced } of Object.values(changed)) expect([masked, forced]).toEqual([0, 0]);
      await chooseBackend('wasm', await readWasm(), null);
      const model = loadModel(await readModel(path.join(ROOT, 'models'), id));
      expect(apart(changed, await changedTraces(model, expected))).toBeLessThan(TOLERANCE);
      disposeModel(model);
    });
  });
}

// a software renderer is slow: one composition for each kernel that no other part uses
const PARTS = ['concat-current', 'cosine-previous', 'hard-ema', 'local-m-current', 'local-p-ema', 'fixed-reversed'];

describe.each(readPartFixtures().filter(({ config }) => PARTS.includes(config.id)))(
  'the parts $config.id on webgl agree with PyTorch',
  ({ config, tensors, cases }) => {
    it.each(cases.slice(0, 1))('$source', async (expected) => {
      const backend = await page.evaluate((of) => parity.loadParts(of), { config, tensors });
      expect(backend).toBe('webgl');
      const { greedyIds, ...differences } = await page.evaluate((of) => parity.compare(of), expected);
      for (const [what, most] of Object.entries(differences)) expect(most, what).toBeLessThan(TOLERANCE);
      expect(greedyIds).toEqual(expected.greedy_ids);
    });
  },
);

it.each(MARIAN_CHECKPOINTS)("%s on webgl agrees with Hugging Face's MarianMTModel", async (id) => {
  const { config, weights, cases } = readMarian(id);
  const base64 = Buffer.from(weights).toString('base64');
  const backend = await page.evaluate(
    ([name, ...files]) => parity.loadMarian(name!, files[0]!, files[1]!),
    [id, config, base64],
  );
  expect(backend).toBe('webgl');
  const expected = cases[1]!;
  const { greedy, beam4, beam4Score, differences } = await page.evaluate((of) => parity.compareMarian(of), expected);
  for (const [what, most] of Object.entries(differences)) expect(most, what).toBeLessThan(TOLERANCE);
  expect(greedy).toEqual(expected.greedy);
  expect(beam4).toEqual(expected.beam4);
  expect(Math.abs(beam4Score - expected.beam4_score)).toBeLessThan(TOLERANCE);
});

it('measures webgl against wasm once, takes the faster, and remembers it for this renderer', async () => {
  const { simd, plain } = await readWasm();
  const binaries = [simd, plain].map((bytes) => Buffer.from(bytes).toString('base64'));
  const fresh = await openPage();
  const first = await fresh.evaluate(([a, b]) => parity.choose(a!, b!), binaries);
  const { renderer, milliseconds, fastest } = first.measure!;
  expect(renderer).not.toBe('');
  expect(milliseconds.webgl).toBeGreaterThan(0);
  expect(milliseconds.wasm).toBeGreaterThan(0);
  expect(fastest).toBe(milliseconds.webgl! < milliseconds.wasm! ? 'webgl' : 'wasm');
  // drawn by the processor, WebGL is some fifty times as slow
  if (renderer.includes('SwiftShader')) expect(fastest).toBe('wasm');
  expect(first.backend).toBe(fastest);
  const later = await openPage();
  const again = await later.evaluate(([of, measure]) => parity.choose(of[0]!, of[1]!, measure), [
    binaries,
    first.measure!,
  ] as const);
  expect(again).toEqual({ backend: fastest });
});
