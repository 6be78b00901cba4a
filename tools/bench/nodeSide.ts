/** Run as a process of its own: one contender in Node. */

import { availableParallelism } from 'node:os';
import type { Side } from './contender';
import { bytesAt, type FilePlaces } from './files';
import { gatherFiles } from './gather';
import { BenchSide } from './side';

const places = JSON.parse(process.argv[2]!) as FilePlaces;

const side: Side = new BenchSide({
  files: (_model, contender) => gatherFiles(contender, (key) => bytesAt(places[key])),
  runtime: () => import('onnxruntime-web'),
  webgl: null,
  threads: availableParallelism(),
});

process.on('message', async ({ method, args }: { method: keyof Side; args: never[] }) => {
  try {
    const value = await (side[method] as (...given: never[]) => Promise<unknown>)(...args);
    process.send!({ value, peakBytes: process.resourceUsage().maxRSS * 1024 });
  } catch (error) {
    process.send!({ error: error instanceof Error ? error.stack : String(error) });
  }
});
