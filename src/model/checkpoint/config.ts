/** config.json: which parts a model is made of, and how wide they are. */

import * as v from 'valibot';
import { CELLS } from '../rnn/cells';
import { SCORES } from '../attention/scores';
import { SELECTIONS } from '../attention/selections';
import { common, nameIn, width } from './fields';
import { SMOOTHINGS } from '../attention/smoothings';
import { modelFault } from './modelFault';
import { completeMarianConfig, transformerContradiction, TransformerSchema } from './transformerConfig';
import { recurrentContradiction } from './recurrentParts';

const FILE = 'config.json';

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

/** One entry for each architecture; a new one is a schema here and a class in loadedModel.ts. */
const ConfigSchema = v.variant('architecture', [RecurrentSchema, TransformerSchema]);

export type RecurrentConfig = v.InferOutput<typeof RecurrentSchema>;
export type ModelConfig = v.InferOutput<typeof ConfigSchema>;

/** What the parts named in a configuration demand of one another; null where all is well. */
function contradiction(config: ModelConfig): string | null {
  for (const key of ['pad_token_id', 'eos_token_id', 'unk_token_id', 'decoder_start_token_id'] as const) {
    const id = config[key] ?? 0;
    if (id >= config.vocab_size) return `${key} is ${id}, but vocab_size is ${config.vocab_size}`;
  }
  return config.architecture === 'transformer' ? transformerContradiction(config) : recurrentContradiction(config);
}

/**
 * @param model id of the folder, which the file must repeat, unless it is a plain one of Hugging Face's
 * @throws EngineError 'modelFile'
 */
export function parseConfig(model: string, json: string): ModelConfig {
  let raw: unknown;
  try {
    raw = JSON.parse(json);
  } catch {
    throw modelFault(model, FILE, 'it is not valid JSON');
  }
  const parsed = v.safeParse(ConfigSchema, completeMarianConfig(model, raw));
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
