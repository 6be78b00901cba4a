/** Aligns given translations: reads `source<TAB>target` lines, prints Pharaoh links, one line a pair. */

import { align, type Pair } from '../src/model/align';
import { NEVER_CANCELLED } from '../src/model/cancellation';
import { attends } from '../src/model/checkpoint/attends';
import { engineOptions, linesOfInput, main, parse, UsageError } from './lib/commandLine';
import { startEngine } from './lib/engine';
import { alignsByTraining, extractLinks } from './lib/links';

const USAGE = `Usage: npm run -s align -- [--model ID] [--models DIR] [--backend wasm|cpu] < pairs.tsv
Reads lines "source<TAB>target", the words of both separated by spaces, and prints for each pair one line of links
"i-j": source word i, target word j, counted from 0.
`;

/** Lines read before they are aligned together. */
const BLOCK = 512;

function parsePair(line: string, number: number): Pair {
  const fields = line.split('\t');
  if (line.trim() !== '' && fields.length !== 2) {
    throw new UsageError(`Line ${number} has ${fields.length - 1} tabs: source<TAB>target was expected.`);
  }
  return { source: fields[0] ?? '', target: fields[1] ?? '' };
}

void main(async () => {
  const { values, positionals } = parse({});
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  if (positionals.length > 0) throw new UsageError('Pairs are read from standard input; no arguments are taken.');
  const model = await startEngine(engineOptions(values));
  if (!attends(model.config)) {
    throw new UsageError(
      `The model ${model.config.id} has no attention, and so no alignments: choose another --model.`,
    );
  }
  const trained = alignsByTraining(model.config);
  let block: Pair[] = [];
  let number = 0;
  const flush = async () => {
    const { sentences } = await align(model, block, NEVER_CANCELLED);
    for (const sentence of sentences) process.stdout.write(`${extractLinks(sentence, trained).join(' ')}\n`);
    block = [];
  };
  for await (const line of linesOfInput()) {
    block.push(parsePair(line, ++number));
    if (block.length === BLOCK) await flush();
  }
  await flush();
});
