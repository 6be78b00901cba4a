/** Measures how fast the panel draws on this machine: `npm run -s bench:panel`. Numbers to read, not to pass or fail. */

import { cpus } from 'node:os';
import type { Browser, CDPSession } from 'playwright-core';
import type { AttentionMaps, TraceRecord } from '../src/shared/trace';
import { launchBrowser, PanelPage } from '../test/view/browser';
import { done, LONG_SOURCE, LONG_TARGET, result, sentence } from '../test/view/fixtures/states';
import { traceOf } from '../test/view/fixtures/trace';
import { startPanelServer, type PanelServer } from '../test/view/panelServer';
import { main, parse, wholeNumber } from './lib/commandLine';
import { renderTable } from './lib/textTable';

const USAGE = `Usage: npm run -s bench:panel -- [--runs N] [--width PIXELS]
Draws the pictures of a sentence of 60 words and more under a model of 6 layers and 8 heads, in the built panel, in
Chromium: from the data to the grid of heads (target 300 ms), and from the pointer to the picture drawn anew (16 ms).
Medians of N runs (7). "At work" is what the page's thread spent, the painting of frames included, whatever else the
machine was busy with.
`;

const LAYERS = 6;
const HEADS = 8;
/** So many words are pointed at in a run. */
const HOVERS = 40;

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;

/** Attention of the given size that is neither flat nor sharp; every row sums to 1, and the decoder's never looks ahead. */
function mapsOf(queries: number, keys: number, causal: boolean): AttentionMaps {
  const weights = new Float32Array(LAYERS * HEADS * queries * keys);
  for (let at = 0; at < weights.length; at += keys) {
    const query = (at / keys) % queries;
    const row = weights.subarray(at, at + keys);
    for (let key = 0; key < keys; key++) {
      if (!causal || key <= query) row[key] = Math.exp(3 * Math.abs(Math.sin(at * 0.7 + key * 12.9898)));
    }
    const total = row.reduce((sum, weight) => sum + weight, 0);
    for (let key = 0; key < keys; key++) row[key]! /= total;
  }
  return { layers: LAYERS, heads: HEADS, queries, keys, weights };
}

function record(): TraceRecord {
  const traced = traceOf({ source: LONG_SOURCE, target: LONG_TARGET, kind: 'transformer' });
  const [s, t] = [traced.sourcePieces.text.length, traced.targetPieces.text.length];
  return {
    ...traced,
    maps: { encoder: mapsOf(s, s, false), decoder: mapsOf(t, t, true), cross: mapsOf(t, s, false) },
  };
}

/** Asks for the heads, and holds the answer ready in the page. */
async function prepare(panel: PanelPage, traced: TraceRecord): Promise<void> {
  await panel.page.getByRole('tab', { name: 'Heads', exact: true }).click();
  const { id } = (await panel.asked('trace')).at(-1)!;
  await panel.page.evaluate((message) => Object.assign(window, { message }), {
    type: 'answered',
    ask: id,
    outcome: { ok: { kind: 'trace', record: traced } },
  } as unknown);
}

/** Milliseconds from the message with the maps to the frame in which all tiles are drawn. */
function untilGrid(panel: PanelPage): Promise<number> {
  return panel.page.evaluate(
    async (tiles) => {
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      const grid = () =>
        document
          .querySelector('attention-lens-panel')!
          .shadowRoot!.querySelector('al-attention')!
          .shadowRoot!.querySelector('al-head-maps');
      const began = performance.now();
      window.postMessage((window as unknown as { message: unknown }).message, '*');
      const drawn = () => {
        const canvases = grid()?.shadowRoot?.querySelectorAll<HTMLCanvasElement>('.tile canvas') ?? [];
        // a canvas that nothing was drawn on has the size that HTML gives it
        return canvases.length === tiles && [...canvases].every(({ width }) => width !== 300);
      };
      while (!drawn()) await frame();
      await frame();
      return performance.now() - began;
    },
    3 * LAYERS * (HEADS + 1),
  );
}

/** Milliseconds of script, style and layout from a pointer that moves to the picture drawn anew, of many words. */
function hovers(panel: PanelPage, picture: string): Promise<number[]> {
  return panel.page.evaluate(
    async ([name, count]) => {
      const attention = document
        .querySelector('attention-lens-panel')!
        .shadowRoot!.querySelector('al-attention')!.shadowRoot!;
      const element = attention.querySelector<HTMLElement>(name)!;
      const turn = () =>
        new Promise<void>((resolve) => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => resolve();
          port2.postMessage(null);
        });
      const root = element.shadowRoot!;
      const words = [...root.querySelectorAll<HTMLElement>('.word')];
      const matrix = root.querySelector<SVGSVGElement>('.plot svg');
      const times: number[] = [];
      for (let at = 0; at < count; at++) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
        const began = performance.now();
        if (matrix) {
          const { left, top, width, height } = matrix.getBoundingClientRect();
          const [x, y] = [((at * 7) % count) / count, ((at * 3) % count) / count];
          matrix.dispatchEvent(
            new PointerEvent('pointermove', {
              clientX: left + x * width,
              clientY: top + y * height,
              bubbles: true,
              composed: true,
            }),
          );
        } else words[(at * 7) % words.length]!.dispatchEvent(new PointerEvent('pointerenter'));
        await turn();
        attention.host.getBoundingClientRect();
        times.push(performance.now() - began);
      }
      return times;
    },
    [picture, HOVERS] as const,
  );
}

/** Seconds that the page's thread has been at work, whoever else wanted the processor meanwhile. */
async function atWork(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')!.value;
}

async function run(browser: Browser, server: PanelServer, width: number, traced: TraceRecord) {
  const panel = await PanelPage.open(browser, server, { width });
  // tsx names the functions inside those that run in the page with a helper that only it has
  await panel.page.evaluate('globalThis.__name = (named) => named');
  const long = sentence(LONG_SOURCE, LONG_TARGET);
  await panel.show(done({ text: long.source, result: result(long) }));
  await panel.settled();
  const session = await panel.page.context().newCDPSession(panel.page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const timed = async <T>(work: () => Promise<T>): Promise<{ of: T; busy: number }> => {
    const before = await atWork(session);
    const of = await work();
    return { of, busy: 1000 * ((await atWork(session)) - before) };
  };
  await prepare(panel, traced);
  const grid = await timed(() => untilGrid(panel));
  const redraws: Record<string, { of: number[]; busy: number }> = {
    heads: await timed(() => hovers(panel, 'al-heat-map')),
  };
  for (const [tab, element] of [
    ['Ribbon', 'al-ribbon'],
    ['Arcs', 'al-arcs'],
    ['Heat Map', 'al-heat-map'],
  ] as const) {
    await panel.page.getByRole('tab', { name: tab, exact: true }).click();
    await panel.settled();
    redraws[tab] = await timed(() => hovers(panel, element));
  }
  await panel.close();
  return { grid, redraws };
}

/** What draws: of a machine without a graphics device, a program. */
async function rendererOf(browser: Browser): Promise<string> {
  const page = await browser.newPage();
  const renderer = await page.evaluate(() => {
    const gl = document.createElement('canvas').getContext('webgl2');
    const named = gl?.getExtension('WEBGL_debug_renderer_info');
    return named ? String(gl!.getParameter(named.UNMASKED_RENDERER_WEBGL)) : 'no WebGL';
  });
  await page.close();
  return `Chromium ${browser.version()}, ${renderer}, ${cpus().length} × ${cpus()[0]?.model.trim()}`;
}

void main(async () => {
  const { values } = parse({
    runs: { type: 'string', default: '7' },
    width: { type: 'string', default: '300' },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const runs = wholeNumber('runs', values.runs, 1, 100);
  const width = wholeNumber('width', values.width, 280, 4000);
  const [server, browser] = await Promise.all([startPanelServer(), launchBrowser()]);
  try {
    const traced = record();
    const measured: Awaited<ReturnType<typeof run>>[] = [];
    // the first run warms the browser up
    for (let at = 0; at <= runs; at++) measured.push(await run(browser, server, width, traced));
    measured.shift();
    const figures = (name: string, milliseconds: number[], busy: number[], worst = '') => [
      name,
      median(milliseconds).toFixed(1),
      worst,
      median(busy).toFixed(1),
    ];
    const rows = [
      figures(
        'data to grid of heads',
        measured.map(({ grid }) => grid.of),
        measured.map(({ grid }) => grid.busy),
      ),
      ...Object.keys(measured[0]!.redraws).map((name) => {
        const of = measured.map(({ redraws }) => redraws[name]!);
        return figures(
          `redraw on hover: ${name}`,
          of.map((each) => median(each.of)),
          of.map((each) => each.busy / HOVERS),
          median(of.map((each) => Math.max(...each.of))).toFixed(1),
        );
      }),
    ];
    const { sourcePieces, targetPieces } = traced;
    process.stdout.write(
      `${await rendererOf(browser)}\n${sourcePieces.text.length} and ${targetPieces.text.length} pieces, ${LAYERS} layers of ${HEADS} heads, ${width} px, ${runs} runs\n`,
    );
    process.stdout.write(renderTable(['milliseconds', 'median', `worst of ${HOVERS}`, 'at work'], rows));
  } finally {
    await browser.close();
    await server.close();
  }
});
