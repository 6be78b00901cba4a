/** Measures how fast the engine is on this machine: `npm run -s bench`. Numbers to read, not to pass or fail. */

import { loadavg } from 'node:os';
import { backendInUse } from '../src/model/backendInUse';
import { parseConfig } from '../src/model/checkpoint/config';
import type { TransformerConfig } from '../src/model/checkpoint/transformerConfig';
import { Tokenizer } from '../src/model/tokenizer/tokenizer';
import { CONTENDERS, type ContenderName } from './bench/contender';
import { measureDocument } from './bench/document';
import { layOut } from './bench/files';
import { growthPlot, growthTable, measureGrowth } from './bench/growth';
import { nodeStarter, PLATFORMS, type Platform } from './bench/hosts';
import { keepPart, keepPicture, machine } from './bench/page';
import { SENTENCES } from './bench/sentences';
import { measureRecording, recordingTable } from './bench/recording';
import { DOCS_SENTENCES } from './bench/docsSentences';
import { measureSpeed, multiplyAdds, type Speed } from './bench/speed';
import { ceilingTable, loadTable, rateTable, ratioTable, table } from './bench/speedTables';
import { engineOptions, main, parse, UsageError, wholeNumber } from './lib/commandLine';
import { defaultModel, readModel, startEngine } from './lib/engine';

const PARTS = ['speed', 'growth', 'recording', 'document'] as const;
type Part = (typeof PARTS)[number];

const USAGE = `Usage: npm run -s bench -- [--only speed,growth,recording,document] [--model ID] [--keep]
  [--platforms node,chromium] [--contenders webgl,wasm,cpu,peer,peer-threads] [--beam N] [--lines N] [--backend wasm|cpu]
speed: our engine on its backends and onnxruntime-web on the same Transformer (--model, default "transformer"), side by
  side: time to the first word, pieces a second, loading, memory, and the floor that the multiply-adds set.
growth: time and memory against source length, batch and beam, of the same model on wasm.
recording: pieces a second of 64 sentences of documentation and of one, by backend, with and without recording all
  attention, of the default model or --model.
document: a Markdown file of N lines (5,000) translated to its end by the default model or --model: time to the first
  lines, in all, and after a cancel; memory along the way.
--keep writes the tables to docs/performance.md.
`;

/** A list of names, each of which must be known. */
function names<T extends string>(option: string, value: string, known: readonly T[]): T[] {
  return value.split(',').map((name) => {
    const found = known.find((one) => one === name);
    if (!found) throw new UsageError(`--${option} has "${name}", which is none of ${known.join(', ')}.`);
    return found;
  });
}

interface Options {
  models: string;
  model: string;
  platforms: Platform[];
  contenders: ContenderName[];
  keep: boolean;
}

const say = (line: string) => void process.stderr.write(`${line}\n`);

async function readTransformer({ models, model }: Options, sentences: readonly string[] = SENTENCES) {
  const files = await readModel(models, model);
  const config = parseConfig(model, files.config);
  if (config.architecture !== 'transformer') throw new UsageError(`--model is a Transformer, which ${model} is not.`);
  const tokenizer = new Tokenizer(model, files.tokenizer, config.vocab_size);
  const sources = sentences.map((text) => [...tokenizer.encode(text).ids, config.eos_token_id]);
  return { config, sources, places: await layOut(models, model) };
}

async function speed(options: Options): Promise<void> {
  const { config, sources, places } = await readTransformer(options);
  for (const platform of options.platforms) {
    const platforms = [platform];
    const all = await measureSpeed({ ...options, platforms, config, sources, places, first: SENTENCES[0]!, say });
    const text = speedText(options.model, config, all);
    // each platform has a part of its own: it can be measured alone, and is not lost where another fails
    if (options.keep) await keepPart(`speed-${platform}`, text);
    process.stdout.write(`${text}\n`);
  }
}

function speedText(model: string, config: TransformerConfig, all: readonly Speed[]): string {
  const macs = (multiplyAdds(config) / 1e6).toFixed(2);
  return [
    `${model} (${config.encoder_layers} + ${config.decoder_layers} layers, ${config.d_model} wide, ${config.vocab_size} pieces), ${machine()}, load average ${loadavg()[0]!.toFixed(1)}.`,
    '#### Target pieces a second',
    rateTable(all),
    '#### Times as fast as onnxruntime-web on one thread, by the medians (by the fastest run of each)',
    ratioTable(all),
    '#### Loading and memory',
    loadTable(all),
    `#### Target pieces a second that the decoder's ${macs} million multiply-adds for each allow`,
    ceilingTable(all),
  ].join('\n\n');
}

async function recording(options: Options): Promise<void> {
  const { config, sources, places } = await readTransformer(options, DOCS_SENTENCES);
  const all = await measureRecording({ ...options, sources, places, say });
  const size = `${config.encoder_layers} + ${config.decoder_layers} layers, ${config.d_model} wide`;
  const text = `${options.model} (${size}), ${machine()}. Target pieces a second, medians of 7 runs; – where a run would have\ntaken too long.\n\n${recordingTable(all)}`;
  if (options.keep) await keepPart('recording', text);
  process.stdout.write(`${text}\n`);
}

async function growth(options: Options): Promise<void> {
  const { config, sources, places } = await readTransformer(options);
  const starter = nodeStarter(places);
  const fresh = async () => {
    const host = await starter.start('wasm');
    await host.call('load', 'wasm', options.model);
    return host;
  };
  const all = await measureGrowth(fresh, sources[5]!.slice(0, -1), config.eos_token_id, config.max_source_pieces);
  const parts = [
    `${options.model}, wasm, ${machine()}. One sentence of 20 pieces, greedy, where nothing else is said.`,
  ];
  for (const growing of all) {
    const heading = `### Against ${growing.name}`;
    const text = growthTable(growing);
    process.stdout.write(`${heading}\n\n${text}\n\n`);
    const picture = options.keep
      ? await keepPicture(`performance-${growing.file}`, growthPlot(growing), `Time against ${growing.name}`)
      : '';
    parts.push(heading, text, picture);
  }
  if (options.keep) await keepPart('growth', parts.join('\n\n'));
}

void main(async () => {
  const { values } = parse({
    only: { type: 'string', default: PARTS.join(',') },
    platforms: { type: 'string', default: PLATFORMS.join(',') },
    contenders: { type: 'string', default: CONTENDERS.join(',') },
    beam: { type: 'string', default: '1' },
    lines: { type: 'string', default: '5000' },
    keep: { type: 'boolean', default: false },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const parts: Part[] = names('only', values.only, PARTS);
  const engine = engineOptions(values);
  const options: Options = {
    models: engine.models,
    model: values.model ?? 'transformer',
    platforms: names('platforms', values.platforms, PLATFORMS),
    contenders: names('contenders', values.contenders, CONTENDERS),
    keep: values.keep,
  };
  if (parts.includes('speed')) await speed(options);
  if (parts.includes('growth')) await growth(options);
  if (parts.includes('recording')) {
    await recording({ ...options, model: values.model ?? (await defaultModel(engine.models)) });
  }
  if (!parts.includes('document')) return;
  const beam = wholeNumber('beam', values.beam, 1, 32);
  const model = await startEngine(engine);
  const rows = await measureDocument(model, wholeNumber('lines', values.lines, 100, 1e6), beam);
  const text = `${model.config.id}, beam ${beam}, ${backendInUse()} in ${machine()}.\n\n${table(['', ''], rows)}`;
  process.stdout.write(`${text}\n`);
  if (values.keep) await keepPart('document', text);
});
