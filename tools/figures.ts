/**
 * Measures models greedily and writes what was found to models/figures.json, which ships with them, and to the table of
 * models/README.md.
 */

import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ModelFigures } from '../src/shared/compare';
import { disposeModel, type LoadedModel } from '../src/model/loadedModel';
import { engineOptions, main, parse } from './lib/commandLine';
import { ROOT, startEngine } from './lib/engine';
import { defaultEvalFolder, readGold, readPairs, type TestPair } from './lib/evalSets';
import { byLength, figuresTable, LENGTHS } from './lib/figuresTable';
import { alignmentErrorRate, languagesOf, rounded, translateSet } from './lib/measure';
import { headRates, measureHeads } from './lib/heads';
import { bleu } from './lib/metrics/bleu';
import { chrf } from './lib/metrics/chrf';

const USAGE = `Usage: npm run -s figures -- [MODEL …] [--eval DIR] [--models DIR] [--backend wasm|cpu] [--table]
Without MODEL: every model that has no figures yet. --table only writes the table anew.
`;

type Figures = Record<string, ModelFigures>;

const BEGIN = '<!-- figures: begin -->';
const END = '<!-- figures: end -->';

async function readFigures(file: string): Promise<Figures> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Figures;
  } catch {
    return {};
  }
}

/** What the weights' file says of itself, and the number of parameters in it. */
async function ofWeights(folder: string) {
  const bytes = await readFile(path.join(folder, 'model.safetensors'));
  const header = JSON.parse(bytes.subarray(8, 8 + Number(bytes.readBigUInt64LE(0))).toString('utf8')) as Record<
    string,
    { shape: number[] } & Record<string, string>
  >;
  const tensors = Object.entries(header).filter(([name]) => name !== '__metadata__' && !name.endsWith('.scale'));
  const parameters = tensors.reduce((sum, [, { shape }]) => sum + shape.reduce((product, n) => product * n, 1), 0);
  const { target_pieces = '0', seconds = '0' } = (header['__metadata__'] ?? {}) as Record<string, string>;
  return { parameters, trainedPieces: Number(target_pieces), trainedMinutes: Math.round(Number(seconds) / 60) };
}

async function bytesOf(folder: string): Promise<number> {
  const files = await readdir(folder);
  const sizes = await Promise.all(files.map(async (file) => (await stat(path.join(folder, file))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function measure(model: LoadedModel, folder: string, evaluation: string): Promise<ModelFigures> {
  const languages = languagesOf(model);
  const everyday = await readPairs(evaluation, 'tatoeba', languages);
  const docs = await readPairs(evaluation, 'python-docs', languages);
  const everydayOut = await translateSet(model, everyday, 1);
  const docsOut = await translateSet(model, docs, 1);
  const references = (pairs: readonly TestPair[]) => pairs.map(({ reference }) => reference);
  const links = await readPairs(evaluation, 'hansards-dev', languages);
  const gold = await readGold(evaluation, 'hansards-dev', languages);
  const rate = await alignmentErrorRate(model, links, gold);
  const heads = model.config.architecture === 'transformer' ? await measureHeads(model, links, gold) : null;
  return {
    ...(await ofWeights(folder)),
    bytes: await bytesOf(folder),
    bleu: rounded(bleu(everydayOut, references(everyday)).score),
    chrf: rounded(chrf(everydayOut, references(everyday))),
    aer: rate === null ? null : rounded(100 * rate),
    bleuByLength: byLength([...everyday, ...docs], [...everydayOut, ...docsOut]),
    ...(heads ? { headAer: headRates(heads) } : {}),
  };
}

async function modelsIn(root: string): Promise<string[]> {
  const entries = await readdir(root, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

/** Puts the table between its two marks in models/README.md. */
async function writeTable(root: string, figures: Figures): Promise<void> {
  const file = path.join(root, 'README.md');
  const text = await readFile(file, 'utf8');
  const [before, rest] = text.split(BEGIN);
  const after = rest?.split(END)[1];
  if (after === undefined)
    throw new Error(`${file} lacks the lines ${BEGIN} and ${END}, between which the table goes.`);
  await writeFile(file, `${before}${BEGIN}\n\n${figuresTable(figures)}\n${END}${after}`);
}

void main(async () => {
  const { values, positionals } = parse({
    eval: { type: 'string', default: defaultEvalFolder() },
    table: { type: 'boolean', default: false },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const options = engineOptions(values);
  const file = path.join(options.models, 'figures.json');
  const figures = await readFigures(file);
  const known = await modelsIn(options.models);
  const wanted = positionals.length > 0 ? positionals : known.filter((id) => !(id in figures));
  for (const id of values.table ? [] : wanted) {
    const model = await startEngine({ ...options, model: id });
    figures[id] = await measure(model, path.join(options.models, id), path.resolve(values.eval));
    disposeModel(model);
    const { bleu: score, aer, bleuByLength } = figures[id];
    const lengths = LENGTHS.map(({ name }) => bleuByLength[name] ?? '–').join(' ');
    process.stdout.write(`${id}: BLEU ${score}, AER ${aer ?? '–'}, by length ${lengths}\n`);
    const kept = Object.entries(figures).filter(([name]) => known.includes(name));
    await writeFile(file, `${JSON.stringify(Object.fromEntries(kept.sort()), null, 2)}\n`);
  }
  await writeTable(path.resolve(ROOT, options.models), figures);
});
