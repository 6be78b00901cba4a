/** Translates one text with many models and shows the results side by side: `npm run -s compare -- "text"`. */

import path from 'node:path';
import { backendInUse } from '../src/model/backendInUse';
import { checkText } from '../src/model/translate';
import { engineOptions, main, parse, UsageError, wholeNumber } from './lib/commandLine';
import { comparisonTable, compareModels, type Compared } from './lib/compareModels';
import { ROOT, startBackend } from './lib/engine';
import { chooseModels } from './lib/modelList';

const USAGE = `Usage: npm run -s compare -- [--models a,b,c] [--folder DIR] [--beam N] [--backend wasm|cpu] [--json] "text"
Translates the text with all models of DIR, or those of --models, one after the other, in the order of the lineage;
greedily by default. For each: the translation, its milliseconds, and the source word that each of its words attends to
most. --json prints one object {text, backend, beam, models}, with the whole results, alignments among them.
`;

void main(async () => {
  const { values, positionals } = parse({
    // here a list of ids: what other tools call --models is --folder
    models: { type: 'string' },
    folder: { type: 'string', default: path.join(ROOT, 'models') },
    beam: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const text = positionals.join(' ');
  if (values.model !== undefined) throw new UsageError('--models takes the ids of the models, separated by commas.');
  if (text.trim() === '') throw new UsageError('There is no text to translate: give one as the last argument.');
  checkText(text);
  const beam = wholeNumber('beam', values.beam, 1, 32);
  const { models: folder, backend } = engineOptions({ models: values.folder, backend: values.backend });
  const ids = await chooseModels(folder, values.models);
  await startBackend(backend);
  const compared: Compared[] = [];
  for await (const run of compareModels(folder, ids, text, beam)) compared.push(run);
  process.stdout.write(
    values.json
      ? `${JSON.stringify({ text, backend: backendInUse(), beam, models: compared })}\n`
      : comparisonTable(compared),
  );
  if (compared.some((run) => 'fault' in run)) process.exitCode = 1;
});
