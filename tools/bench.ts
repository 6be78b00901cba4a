/** Measures how fast the engine is on this machine: `npm run -s bench`. Numbers to read, not to pass or fail. */

import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import path from 'node:path';
import { createReader } from '../src/documents/textReader';
import { translatable, translatedPieces, translatePassages } from '../src/documents/translatePassages';
import { backendInUse } from '../src/model/backendInUse';
import { CancellationFlag } from '../src/model/cancellation';
import type { LoadedModel } from '../src/model/loadedModel';
import { translate } from '../src/model/translate';
import { EngineError } from '../src/shared/faults';
import { engineOptions, main, parse, wholeNumber } from './lib/commandLine';
import { ROOT, startEngine } from './lib/engine';
import { longMarkdown } from './lib/longMarkdown';
import { renderTable } from './lib/textTable';

const USAGE = `Usage: npm run -s bench -- [--model ID] [--beam N] [--lines N] [--backend wasm|cpu] [--keep]
Translates a Markdown file of N lines (5,000) to the end, in one process: time to the first lines, in all, and after a
cancel; memory along the way. --keep writes the table to docs/performance.md.
`;

const BEGIN = '<!-- document: begin -->';
const END = '<!-- document: end -->';
const seconds = (since: number) => ((performance.now() - since) / 1000).toFixed(1);
const megabytes = () => Math.round(process.memoryUsage().rss / 1e6);
const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** The translated file, piece by piece. */
function pieces(model: LoadedModel, text: string, beam: number, flag: CancellationFlag): AsyncGenerator<string> {
  const passages = translatable(createReader(() => []).passages({ text, languageId: 'markdown' }), () => true);
  const placed = translatePassages(
    passages,
    async (batch) => (await translate(model, batch, { beam, nBest: 1 }, flag)).sentences,
  );
  return translatedPieces(text, placed);
}

async function measureDocument(model: LoadedModel, lines: number, beam: number): Promise<string[][]> {
  const text = longMarkdown(lines);
  const rows: string[][] = [['lines', String(text.split('\n').length - 1)]];
  const began = performance.now();
  let done = 0;
  let next = 0.25;
  let most = 0;
  for await (const piece of pieces(model, text, beam, new CancellationFlag(nextTurn))) {
    if (done === 0) rows.push(['first lines, s', seconds(began)]);
    done += piece.length;
    most = Math.max(most, megabytes());
    // the translation is somewhat longer than the source: the share is only where to look at the memory
    if (next < 1 && done / text.length >= next) {
      rows.push([`memory at about ${100 * next} %, MB`, String(megabytes())]);
      next += 0.25;
    }
  }
  rows.push(['all lines, s', seconds(began)], ['most memory, MB', String(most)]);
  rows.push(['from cancel to its end, s', await measureCancel(model, text, beam)]);
  return rows;
}

/** Cancels between two batches' ends, while the third is being translated. */
async function measureCancel(model: LoadedModel, text: string, beam: number): Promise<string> {
  const flag = new CancellationFlag(nextTurn);
  let count = 0;
  let cancelled = 0;
  try {
    for await (const _ of pieces(model, text, beam, flag)) {
      if (++count === 2) {
        setTimeout(() => {
          cancelled = performance.now();
          flag.cancel();
        }, 30);
      }
    }
  } catch (error) {
    if (!(error instanceof EngineError) || error.fault.code !== 'cancelled') throw error;
    return seconds(cancelled);
  }
  throw new Error('The translation came to its end before it was cancelled: give more --lines.');
}

async function keep(model: string, beam: number, rows: readonly string[][]): Promise<void> {
  const file = path.join(ROOT, 'docs/performance.md');
  const [before, rest] = (await readFile(file, 'utf8')).split(BEGIN);
  const after = rest?.split(END)[1];
  if (after === undefined) throw new Error(`${file} lacks the lines ${BEGIN} and ${END}.`);
  const how = `${model}, beam ${beam}, ${backendInUse()} in Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model.trim()}.`;
  const table = ['| | |', '|---|---:|', ...rows.map(([name, value]) => `| ${name} | ${value} |`)].join('\n');
  await writeFile(file, `${before}${BEGIN}\n\n${how}\n\n${table}\n\n${END}${after}`);
}

void main(async () => {
  const { values } = parse({
    beam: { type: 'string', default: '1' },
    lines: { type: 'string', default: '5000' },
    keep: { type: 'boolean', default: false },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const beam = wholeNumber('beam', values.beam, 1, 32);
  const model = await startEngine(engineOptions(values));
  const rows = await measureDocument(model, wholeNumber('lines', values.lines, 100, 1e6), beam);
  process.stdout.write(renderTable(['document', model.config.id], rows));
  if (values.keep) await keep(model.config.id, beam, rows);
});
