/** Measures which attention of a Transformer aligns words best: `npm run -s heads -- --model transformer`. */

import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { HeadRates, ModelFigures } from '../src/shared/compare';
import { engineOptions, main, parse, UsageError, wholeNumber } from './lib/commandLine';
import { startEngine } from './lib/engine';
import { ALIGNMENT_SETS, defaultEvalFolder, readGold, readPairs } from './lib/evalSets';
import { headRates, measureHeads } from './lib/heads';
import { languagesOf } from './lib/measure';
import { renderTable } from './lib/textTable';

const [SET] = ALIGNMENT_SETS;
const USAGE = `Usage: npm run -s heads -- --model ID [--limit N] [--keep] [--eval DIR] [--models DIR] [--backend wasm|cpu]
Alignment error rate on ${SET} of every head of the decoder's cross-attention, and of the mean of each layer's heads, at
the step that emits a piece and at the one that reads it; best first. The best one belongs into config.json:
"alignment": {"layer": L, "head": H, "row": "emitting" or "reading"}; without "head", the mean. --keep also writes the rates of the heads into models/figures.json.
`;

/** Beside what else was measured of the model. */
async function keep(file: string, id: string, headAer: HeadRates[][]): Promise<void> {
  const figures = JSON.parse(await readFile(file, 'utf8')) as Record<string, ModelFigures>;
  const known = figures[id];
  if (!known) throw new UsageError(`${file} has no figures of ${id} yet: npm run -s figures -- ${id}`);
  const kept = { ...figures, [id]: { ...known, headAer } };
  await writeFile(file, `${JSON.stringify(kept, null, 2)}\n`);
}

void main(async () => {
  const { values } = parse({
    eval: { type: 'string', default: defaultEvalFolder() },
    limit: { type: 'string' },
    keep: { type: 'boolean', default: false },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const { model: id, models, backend } = engineOptions(values);
  if (id === undefined) throw new UsageError('--model names a Transformer.');
  const limit = values.limit === undefined ? Number.POSITIVE_INFINITY : wholeNumber('limit', values.limit, 1, 1e9);
  const model = await startEngine({ model: id, models, backend });
  const folder = path.resolve(values.eval);
  const pairs = (await readPairs(folder, SET, languagesOf(model))).slice(0, limit);
  const gold = await readGold(folder, SET, languagesOf(model));
  const measured = await measureHeads(model, pairs, gold);
  const rows = measured.map(({ alignment: { layer, head, row }, aer }) => [
    (100 * aer).toFixed(2),
    String(layer),
    head === undefined ? 'mean' : String(head),
    row,
  ]);
  if (values.keep) await keep(path.join(models, 'figures.json'), id, headRates(measured));
  process.stdout.write(renderTable(['AER', 'layer', 'head', 'row'], rows));
});
