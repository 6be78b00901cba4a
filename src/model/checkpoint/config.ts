/** config.json: which parts a model is made of, and how wide they are. */

import * as v from 'valibot';
import { CELLS } from '../rnn/cells';
import { SCORES } from '../attention/scores';
import { SELECTIONS } from '../attention/selections';
import { SMOOTHINGS } from '../attention/smoothings';
import { modelFault } from './modelFault';
import { recurrentContradiction } from './recurrentParts';

const FILE = 'config.json';

const width = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_536));
const pieceId = v.pipe(v.number(), v.integer(), v.minValue(0));
/** The tables are looked at when a file is read, so that a mechanism may be added to them at any time. */
const nameIn = (table: object) =>
  v.pipe(
    v.string(),
    v.check(
      (name) => Object.hasOwn(table, name),
      ({ input }) => `"${input}" is none of ${Object.keys(table).join(', ')}`,
    ),
  );

const common = {
  id: v.pipe(v.string(), v.nonEmpty()),
  name: v.string(),
  /** BCP 47 tags. */
  source_language: v.string(),
  target_language: v.string(),
  vocab_size: v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(1_000_000)),
  pad_token_id: pieceId,
  eos_token_id: pieceId,
  unk_token_id: pieceId,
  decoder_start_token_id: pieceId,
  /** Longest source in pieces, the end mark counted; longer sentences are cut into chunks. */
  max_source_pieces: v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(4096)),
};

const RecurrentSchema = v.looseObject({
  ...common,
  architecture: v.literal('recurrent'),
  embedding: width,
  encoder: v.looseObject({
    cell: nameIn(CELLS),
    hidden: width,
    bidirectional: v.boolean(),
    reverse_source: v.optional(v.boolean()),
  }),
  decoder: v.looseObject({
    cell: nameIn(CELLS),
    hidden: width,
    initial_state: v.picklist(['backward-first', 'final']),
  }),
  context: v.looseObject({
    kind: v.picklist(['attention', 'fixed']),
    enters: v.array(v.picklist(['cell', 'input-feeding', 'readout'])),
  }),
  attention: v.optional(
    v.looseObject({
      query: v.picklist(['previous-state', 'current-state']),
      score: nameIn(SCORES),
      size: v.optional(width),
      select: nameIn(SELECTIONS),
      /** Source pieces to each side of a local selection's centre. */
      window: v.optional(width),
      smooth: v.optional(nameIn(SMOOTHINGS)),
    }),
  ),
  readout: v.looseObject({ kind: v.picklist(['maxout', 'tanh']) }),
});

/** One entry for each architecture; a new one is a schema here and a class in models.ts. */
const ConfigSchema = v.variant('architecture', [RecurrentSchema]);

export type RecurrentConfig = v.InferOutput<typeof RecurrentSchema>;
export type ModelConfig = v.InferOutput<typeof ConfigSchema>;

/** What the parts named in a configuration demand of one another; null where all is well. */
function contradiction(config: ModelConfig): string | null {
  for (const key of ['pad_token_id', 'eos_token_id', 'unk_token_id', 'decoder_start_token_id'] as const) {
    if (config[key] >= config.vocab_size) return `${key} is ${config[key]}, but vocab_size is ${config.vocab_size}`;
  }
  return recurrentContradiction(config);
}

/**
 * @param model id of the folder, which the file must repeat
 * @throws EngineError 'modelFile'
 */
export function parseConfig(model: string, json: string): ModelConfig {
  let raw: unknown;
  try {
    raw = JSON.parse(json);
  } catch {
    throw modelFault(model, FILE, 'it is not valid JSON');
  }
  const parsed = v.safeParse(ConfigSchema, raw);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw modelFault(model, FILE, `${v.getDotPath(issue) ?? 'the file'}: ${issue.message}`);
  }
  const config = parsed.output;
  if (config.id !== model) throw modelFault(model, FILE, `it is the file of the model "${config.id}"`);
  const problem = contradiction(config);
  if (problem) throw modelFault(model, FILE, problem);
  return config;
}
