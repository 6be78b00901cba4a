/** Every fault that the tests inject, as docs/reliability.md names it, and what came of it. */

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export const PAGE = join(import.meta.dirname, '../../docs/reliability.md');

/** The last section of the page is written by `npm run soak`. */
export const LONG_FORM = '## Damaged files and messages by the thousand, and requests';

export const FAULTS = {
  view: {
    killed: 'The worker is killed in the middle of a translation',
    garbage: 'The worker says something of a wrong form',
    truncated: 'model.safetensors is cut off in the middle',
    empty: 'model.safetensors is empty',
    flipped: 'model.safetensors has bits flipped in its header',
    dataFlipped: 'model.safetensors has one bit flipped in a weight',
    missing: 'model.safetensors cannot be read',
    thousand: '1,000 requests at once',
    cancelled: 'Requests are cancelled at any moment',
    memoryRefused: 'The memory of the worker cannot grow in the middle of a translation',
    memoryCap: 'The memory of every worker ends below what a long text needs',
    contextLost: 'The WebGL context is lost in the middle of a translation',
  },
  e2e: {
    tabClosed: 'The editor tab whose document carries the engine is closed in the middle of a translation',
    viewMoved: 'The view is moved out of the side bar in the middle of a translation',
    diskFull: 'The disk is full when a translation is to be kept in the history',
    twoWindows: 'Two windows on one folder translate at once',
    hostKilled: 'The extension host is killed in the middle of a replacement',
    windowReloaded: 'The window is reloaded in the middle of a replacement',
  },
} as const;

export type Layer = keyof typeof FAULTS;
export type FaultName<L extends Layer> = keyof (typeof FAULTS)[L];

/** Set by `npm run -s reliability`: the folder that the outcomes are handed over in. */
const FOLDER = process.env['KEEP_RELIABILITY'];

/** Hands over what came of the faults of a layer, where `npm run -s reliability` asks for it. */
export async function keepOutcomes<L extends Layer>(
  layer: L,
  outcomes: ReadonlyMap<FaultName<L>, string>,
): Promise<void> {
  if (!FOLDER) return;
  await mkdir(FOLDER, { recursive: true });
  await writeFile(join(FOLDER, `${layer}.json`), JSON.stringify(Object.fromEntries(outcomes)));
}

/** The rows of a layer's table. @throws Error where a fault was not injected */
export async function rowsOf(layer: Layer, folder: string): Promise<string> {
  const outcomes = JSON.parse(await readFile(join(folder, `${layer}.json`), 'utf8')) as Record<string, string>;
  const rows = Object.entries(FAULTS[layer]).map(([name, fault]) => {
    if (!outcomes[name]) throw new Error(`no outcome of "${fault}"`);
    return `| ${fault} | ${outcomes[name]} |`;
  });
  return rows.join('\n');
}
