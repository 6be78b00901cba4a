/** Measures a model with the engine that ships: BLEU and chrF of translations, AER of alignments. */

import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { backendInUse } from '../src/model/backendInUse';
import type { LoadedModel } from '../src/model/loadedModel';
import { engineOptions, main, parse, UsageError, wholeNumber } from './lib/commandLine';
import { ROOT, startEngine } from './lib/engine';
import {
  ALIGNMENT_SETS,
  defaultEvalFolder,
  readGold,
  readPairs,
  TRANSLATION_SETS,
  type TestPair,
} from './lib/evalSets';
import { alignmentErrorRate, languagesOf, rounded, translateSet } from './lib/measure';
import { bleu, BLEU_SIGNATURE } from './lib/metrics/bleu';
import { chrf, CHRF_SIGNATURE } from './lib/metrics/chrf';
import { measurePlaceholders, withSpans, type PlaceholderMeasure } from './lib/placeholders';
import { withRows } from './lib/qualityTable';

const SETS = [...TRANSLATION_SETS, ...ALIGNMENT_SETS];
/** The lines of python-docs with code, roles and placeholders: whether those come out unharmed. */
const PLACEHOLDERS = 'placeholders';
const MOST_PLACEHOLDER_LINES = 500;
const USAGE = `Usage: npm run -s evaluate -- --model ID --set ${SETS.join('|')}|${PLACEHOLDERS}|all
  [--beam N] [--limit N] [--eval DIR] [--models DIR] [--backend wasm|cpu] [--print | --json] [--keep]
--print writes the translations to standard output, and the measures to standard error.
--keep writes what was measured to docs/quality.md.
--json prints one object {model, backend, beam, signatures, sets}; AER is in percent, as BLEU and chrF are.
`;

interface Options {
  folder: string;
  limit: number;
  beam: number;
}

interface TranslationMeasure {
  sentences: number;
  bleu: number;
  chrf: number;
}

interface AlignmentMeasure {
  sentences: number;
  /** In percent; null for a model without attention. */
  aer: number | null;
}

/** What was measured on one set: as data, and as lines for people. */
interface Measured {
  measure: TranslationMeasure | AlignmentMeasure | PlaceholderMeasure;
  lines: string[];
  translations: string[];
}

async function measureTranslation(
  model: LoadedModel,
  set: string,
  pairs: readonly TestPair[],
  { beam }: Options,
): Promise<Measured> {
  const before = performance.now();
  const translations = await translateSet(model, pairs, beam);
  const seconds = (performance.now() - before) / 1000;
  const references = pairs.map(({ reference }) => reference);
  const { score, precisions, brevityPenalty, hypothesisLength, referenceLength } = bleu(translations, references);
  const characters = chrf(translations, references);
  return {
    measure: { sentences: pairs.length, bleu: rounded(score), chrf: rounded(characters) },
    translations,
    lines: [
      `BLEU|${BLEU_SIGNATURE} = ${score.toFixed(2)} ${precisions.map((p) => p.toFixed(1)).join('/')} ` +
        `(BP = ${brevityPenalty.toFixed(3)} hyp_len = ${hypothesisLength} ref_len = ${referenceLength})`,
      `chrF2|${CHRF_SIGNATURE} = ${characters.toFixed(2)}`,
      `${pairs.length} lines of ${set}, beam ${beam}, in ${seconds.toFixed(1)} s ` +
        `(${(hypothesisLength / seconds).toFixed(0)} words/s)`,
    ],
  };
}

async function measureAlignment(
  model: LoadedModel,
  set: string,
  pairs: readonly TestPair[],
  { folder }: Options,
): Promise<Measured> {
  const sentences = pairs.length;
  const gold = await readGold(folder, set, languagesOf(model));
  const rate = await alignmentErrorRate(model, pairs, gold);
  if (rate === null) {
    const lines = [`AER = none: ${model.config.id} has no attention, and so no alignments`];
    return { measure: { sentences, aer: null }, lines, translations: [] };
  }
  const lines = [`AER = ${rate.toFixed(4)}`, `${sentences} lines of ${set}`];
  return { measure: { sentences, aer: rounded(100 * rate) }, lines, translations: [] };
}

async function measureSpans(model: LoadedModel, { folder, limit, beam }: Options): Promise<Measured> {
  const all = withSpans(await readPairs(folder, 'python-docs', languagesOf(model)));
  const pairs = all.slice(0, Math.min(limit, MOST_PLACEHOLDER_LINES));
  const { measure, plain, restored } = await measurePlaceholders(model, pairs, beam);
  const score = (translations: readonly string[]) =>
    bleu(
      translations.map((line) => line.replace(/\s*\n\s*/g, ' ')),
      pairs.map(({ reference }) => reference),
    ).score.toFixed(2);
  return {
    measure,
    translations: restored,
    lines: [
      `lines with every span once: ${measure.plain.toFixed(1)} % as they are, ${measure.masked.toFixed(1)} % masked, ` +
        `${measure.restored.toFixed(1)} % restored`,
      `BLEU|${BLEU_SIGNATURE} = ${score(plain)} as they are, ${score(restored)} masked and restored`,
      `${measure.putBack} of ${measure.spans} spans put back, in ${measure.sentences} lines, beam ${beam}`,
    ],
  };
}

async function measureSet(model: LoadedModel, set: string, options: Options): Promise<Measured> {
  if (set === PLACEHOLDERS) return measureSpans(model, options);
  const pairs = (await readPairs(options.folder, set, languagesOf(model))).slice(0, options.limit);
  const aligns = ALIGNMENT_SETS.some((name) => name === set);
  return (aligns ? measureAlignment : measureTranslation)(model, set, pairs, options);
}

const print = (stream: NodeJS.WriteStream, lines: readonly string[]) =>
  stream.write(lines.map((line) => `${line}\n`).join(''));

/** @throws UsageError where there is no such set */
function setsNamed(name: string | undefined): readonly string[] {
  if (name === 'all') return SETS;
  if (name === PLACEHOLDERS) return [PLACEHOLDERS];
  const set = SETS.find((known) => known === name);
  if (!set) throw new UsageError(`--set is one of ${SETS.join(', ')}, ${PLACEHOLDERS}, all.`);
  return [set];
}

/** Puts the measures into docs/quality.md. */
async function keep(model: string, beam: number, measures: Readonly<Record<string, Measured['measure']>>) {
  const file = path.join(ROOT, 'docs/quality.md');
  const rows = Object.entries(measures).map(([set, measure]) => {
    const none = { bleu: null, chrf: null, aer: null };
    return { model, set, beam, ...none, ...measure };
  });
  await writeFile(file, withRows(await readFile(file, 'utf8'), rows, SETS));
}

void main(async () => {
  const { values } = parse({
    set: { type: 'string' },
    beam: { type: 'string', default: '1' },
    eval: { type: 'string', default: defaultEvalFolder() },
    limit: { type: 'string' },
    print: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const sets = setsNamed(values.set);
  if (values.keep && values.limit !== undefined)
    throw new UsageError('--keep keeps whole sets only, so not with --limit.');
  if (values.keep && values.set === PLACEHOLDERS) throw new UsageError('--keep keeps BLEU, chrF and AER.');
  if (values.print && values.json) throw new UsageError('--print and --json exclude each other.');
  const options: Options = {
    folder: path.resolve(values.eval),
    limit: values.limit === undefined ? Number.POSITIVE_INFINITY : wholeNumber('limit', values.limit, 1, 1e9),
    beam: wholeNumber('beam', values.beam, 1, 32),
  };
  const model = await startEngine(engineOptions(values));
  const measures: Record<string, Measured['measure']> = {};
  for (const set of sets) {
    const { measure, lines, translations } = await measureSet(model, set, options);
    measures[set] = measure;
    if (values.json) continue;
    if (values.print) print(process.stdout, translations);
    print(values.print ? process.stderr : process.stdout, lines);
  }
  if (values.keep) await keep(model.config.id, options.beam, measures);
  if (!values.json) return;
  const signatures = { bleu: BLEU_SIGNATURE, chrf: CHRF_SIGNATURE };
  const all = { model: model.config.id, backend: backendInUse(), beam: options.beam, signatures, sets: measures };
  print(process.stdout, [JSON.stringify(all, null, 2)]);
});
