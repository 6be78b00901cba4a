/** Measures which attention of a Transformer aligns words best: `npm run -s heads -- --model transformer`. */

import path from 'node:path';
import { parseConfig } from '../src/model/checkpoint/config';
import { engineOptions, main, parse, UsageError, wholeNumber } from './lib/commandLine';
import { readModel, startBackend } from './lib/engine';
import { ALIGNMENT_SETS, defaultEvalFolder, readGold, readPairs } from './lib/evalSets';
import { measureHeads } from './lib/heads';
import { renderTable } from './lib/textTable';

const [SET] = ALIGNMENT_SETS;
const USAGE = `Usage: npm run -s heads -- --model ID [--limit N] [--eval DIR] [--models DIR] [--backend wasm|cpu]
Alignment error rate on ${SET} of every head of the decoder's cross-attention, and of the mean of each layer's heads, at
the step that emits a piece and at the one that reads it; best first. The best one belongs into config.json:
"alignment": {"layer": L, "head": H, "row": "emitting" or "reading"}; without "head", the mean.
`;

void main(async () => {
  const { values } = parse({
    eval: { type: 'string', default: defaultEvalFolder() },
    limit: { type: 'string' },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const { model: id, models, backend } = engineOptions(values);
  if (id === undefined) throw new UsageError('--model names a Transformer.');
  const limit = values.limit === undefined ? Number.POSITIVE_INFINITY : wholeNumber('limit', values.limit, 1, 1e9);
  const files = await readModel(models, id);
  const { source_language: source, target_language: target } = parseConfig(id, files.config);
  const folder = path.resolve(values.eval);
  const pairs = (await readPairs(folder, SET, `${source}-${target}`)).slice(0, limit);
  const gold = await readGold(folder, SET, `${source}-${target}`);
  await startBackend(backend);
  const measured = await measureHeads(files, pairs, gold);
  const rows = measured.map(({ alignment: { layer, head, row }, aer }) => [
    (100 * aer).toFixed(2),
    String(layer),
    head === undefined ? 'mean' : String(head),
    row,
  ]);
  process.stdout.write(renderTable(['AER', 'layer', 'head', 'row'], rows));
});
