/** Measures a model with the engine that ships: BLEU and chrF of translations, AER of alignments. */

import path from 'node:path';
import { align } from '../src/model/align';
import { NEVER_CANCELLED } from '../src/model/cancellation';
import { attends } from '../src/model/checkpoint/attends';
import type { LoadedModel } from '../src/model/loadedModel';
import { translateMany } from '../src/model/translate';
import { joinTranslation } from '../src/shared/result';
import { engineOptions, main, parse, UsageError, wholeNumber } from './lib/commandLine';
import { startEngine } from './lib/engine';
import {
  ALIGNMENT_SETS,
  defaultEvalFolder,
  readGold,
  readPairs,
  TRANSLATION_SETS,
  type TestPair,
} from './lib/evalSets';
import { extractLinks } from './lib/links';
import { aer } from './lib/metrics/aer';
import { bleu, BLEU_SIGNATURE } from './lib/metrics/bleu';
import { chrf, CHRF_SIGNATURE } from './lib/metrics/chrf';

const SETS = [...TRANSLATION_SETS, ...ALIGNMENT_SETS];
const USAGE = `Usage: npm run -s evaluate -- --model ID --set ${SETS.join('|')}
  [--beam N] [--limit N] [--eval DIR] [--models DIR] [--backend wasm|cpu] [--print]
--print writes the translations to standard output, and the measures to standard error.
`;

interface Options {
  set: string;
  folder: string;
  limit: number;
  beam: number;
  print: boolean;
}

/** Greedy translations hold little memory each: many are decoded side by side. */
const rowsFor = (beam: number) => Math.max(64, beam);

async function evaluateTranslation(model: LoadedModel, pairs: readonly TestPair[], options: Options): Promise<void> {
  const before = performance.now();
  const sources = pairs.map(({ source }) => source);
  const settings = { beam: options.beam, nBest: 1, maxRows: rowsFor(options.beam) };
  const translated = await translateMany(model, sources, settings, NEVER_CANCELLED);
  const seconds = (performance.now() - before) / 1000;
  const hypotheses = sources.map((source, i) => joinTranslation(source, translated[i]!).replace(/\s*\n\s*/g, ' '));
  const references = pairs.map(({ reference }) => reference);
  const { score, precisions, brevityPenalty, hypothesisLength, referenceLength } = bleu(hypotheses, references);
  const say = options.print ? process.stderr : process.stdout;
  if (options.print) process.stdout.write(`${hypotheses.join('\n')}\n`);
  say.write(
    `BLEU|${BLEU_SIGNATURE} = ${score.toFixed(2)} ${precisions.map((p) => p.toFixed(1)).join('/')} ` +
      `(BP = ${brevityPenalty.toFixed(3)} hyp_len = ${hypothesisLength} ref_len = ${referenceLength})\n` +
      `chrF2|${CHRF_SIGNATURE} = ${chrf(hypotheses, references).toFixed(2)}\n` +
      `${pairs.length} lines of ${options.set}, beam ${options.beam}, in ${seconds.toFixed(1)} s ` +
      `(${(hypothesisLength / seconds).toFixed(0)} words/s)\n`,
  );
}

async function evaluateAlignment(model: LoadedModel, pairs: readonly TestPair[], options: Options): Promise<void> {
  if (!attends(model.config)) {
    process.stdout.write(`AER = none: ${model.config.id} has no attention, and so no alignments\n`);
    return;
  }
  const gold = await readGold(options.folder, options.set, languagesOf(model));
  const { sentences } = await align(
    model,
    pairs.map(({ source, reference }) => ({ source, target: reference })),
    NEVER_CANCELLED,
  );
  const rate = aer(sentences.map(extractLinks), gold.slice(0, pairs.length));
  process.stdout.write(`AER = ${rate.toFixed(4)}\n${pairs.length} lines of ${options.set}\n`);
}

const languagesOf = ({ config }: LoadedModel) => `${config.source_language}-${config.target_language}`;

void main(async () => {
  const { values } = parse({
    set: { type: 'string' },
    beam: { type: 'string', default: '1' },
    eval: { type: 'string', default: defaultEvalFolder() },
    limit: { type: 'string' },
    print: { type: 'boolean', default: false },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const { set } = values;
  if (set === undefined || !SETS.some((name) => name === set))
    throw new UsageError(`--set is one of ${SETS.join(', ')}.`);
  const options: Options = {
    set,
    folder: path.resolve(values.eval),
    limit: values.limit === undefined ? Number.POSITIVE_INFINITY : wholeNumber('limit', values.limit, 1, 1e9),
    beam: wholeNumber('beam', values.beam, 1, 32),
    print: values.print,
  };
  const model = await startEngine(engineOptions(values));
  const pairs = (await readPairs(options.folder, set, languagesOf(model))).slice(0, options.limit);
  const aligns = ALIGNMENT_SETS.some((name) => name === set);
  await (aligns ? evaluateAlignment : evaluateTranslation)(model, pairs, options);
});
