/** Lays open one decoding, without an editor: `npm run -s trace -- "The cat is on the table." --model transformer`. */

import { NEVER_CANCELLED } from '../src/model/cancellation';
import { occlude } from '../src/model/occlude';
import { trace } from '../src/model/trace';
import type { Intervention, TraceRecord } from '../src/shared/trace';
import { engineOptions, main, parse, UsageError } from './lib/commandLine';
import { startEngine } from './lib/engine';
import { renderTable } from './lib/textTable';
import { parseHeads, parseWords } from './lib/traceOptions';

const USAGE = `Usage: npm run -s trace -- TEXT [--target TEXT] [--mask I,J] [--drop PART:LAYER:HEAD,…] [--temperature X]
    [--maps] [--occlude] [--json] [--model ID] [--models DIR] [--backend wasm|cpu]
Decodes one sentence greedily, or along --target, and prints for each piece its probability, the entropy of its step in
bits, what else could have come, and the source piece that it attends to most.
--mask hides source words, counted from 0; --drop silences heads of a Transformer, such as cross:0:1; --temperature
divides the scores of the attention on the source. --occlude leaves out each source word once instead, and prints what
each target word (of --target, or of the model's own translation) loses, in nats. --json prints the whole record, with
--maps every attention of it.
`;

void main(async () => {
  const { values, positionals } = parse({
    target: { type: 'string' },
    mask: { type: 'string' },
    drop: { type: 'string' },
    temperature: { type: 'string' },
    maps: { type: 'boolean', default: false },
    occlude: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const [source, ...more] = positionals;
  if (source === undefined || more.length > 0) throw new UsageError('One text is taken; put it in quotes.');
  const edit: Intervention = {
    ...(values.mask === undefined ? {} : { mask: parseWords(values.mask) }),
    ...(values.drop === undefined ? {} : { drop: parseHeads(values.drop) }),
    ...(values.temperature === undefined ? {} : { temperature: positive(values.temperature) }),
  };
  if (values.occlude && Object.keys(edit).length > 0) {
    throw new UsageError('--occlude leaves words out of the text; it takes no --mask, --drop or --temperature.');
  }
  const model = await startEngine(engineOptions(values));
  const { target = null, maps, json } = values;
  const record = await trace(model, { source, target, edit, maps: maps && json }, NEVER_CANCELLED);
  if (!values.occlude) {
    process.stdout.write(json ? asJson(record) : table(record));
    return;
  }
  const occlusion = await occlude(model, { source, target: record.sentence.target }, NEVER_CANCELLED);
  const rows = occlusion.targetWords.map(({ text }, t) => [text, ...occlusion.loss[t]!.map((nats) => nats.toFixed(2))]);
  const head = ['', ...occlusion.sourceWords.map(({ text }) => text)];
  process.stdout.write(json ? asJson(occlusion) : renderTable(head, rows));
});

function positive(value: string): number {
  const number = Number(value);
  if (!(number > 0) || !Number.isFinite(number)) {
    throw new UsageError(`--temperature is a number above 0, not "${value}".`);
  }
  return number;
}

/** Typed arrays as lists. */
const asJson = (record: unknown): string =>
  `${JSON.stringify(record, (_, value: unknown) => (value instanceof Float32Array ? Array.from(value) : value), 1)}\n`;

const percent = (probability: number) => `${(100 * probability).toFixed(1)}%`;

function table({ sentence, sourcePieces, targetPieces, steps, weights, row }: TraceRecord): string {
  const rows = targetPieces.text.map((piece, t) => {
    const { probability, entropy, next } = steps[t]!;
    const others = next.filter((each) => each.piece !== piece).slice(0, 3);
    const attended = weights[t] && Math.max(...weights[t]);
    const most =
      attended === undefined ? [] : [`${sourcePieces.text[weights[t]!.indexOf(attended)]} ${percent(attended)}`];
    return [
      piece,
      percent(probability),
      entropy.toFixed(2),
      others.map((each) => `${each.piece} ${percent(each.probability)}`).join(' '),
      ...most,
    ];
  });
  const head = ['piece', 'p', 'bits', 'else', ...(weights.length > 0 ? [`attention (${row})`] : [])];
  return `${sentence.target}\n\n${renderTable(head, rows)}`;
}
