/** tokenizer.json, checked. */

import * as v from 'valibot';
import { modelFault } from '../checkpoint/modelFault';

const FILE = 'tokenizer.json';

const id = v.pipe(v.number(), v.integer(), v.minValue(0));
const TokenizerSchema = v.looseObject({
  added_tokens: v.array(v.looseObject({ id, content: v.string(), special: v.optional(v.boolean(), false) })),
  model: v.looseObject({
    type: v.literal('BPE'),
    byte_fallback: v.literal(true),
    unk_token: v.string(),
    vocab: v.record(v.string(), id),
    merges: v.array(v.tuple([v.string(), v.string()])),
  }),
});

export interface TokenizerFile {
  /** Text of each piece, by id. */
  pieces: string[];
  /** Ids of </s>, <unk>, <pad>. */
  special: Set<number>;
  /** The file without normaliser, pre-tokeniser and post-processor. */
  modelOnly: Record<string, unknown>;
}

/** @throws EngineError 'modelFile' */
export function parseTokenizerFile(model: string, json: string, vocabulary: number): TokenizerFile {
  const fail = (problem: string) => modelFault(model, FILE, problem);
  let raw: unknown;
  try {
    raw = JSON.parse(json);
  } catch {
    throw fail('it is not valid JSON');
  }
  const parsed = v.safeParse(TokenizerSchema, raw);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw fail(`${v.getDotPath(issue) ?? 'the file'}: ${issue.message}`);
  }
  const { added_tokens, model: bpe } = parsed.output;
  const pieces: string[] = [];
  for (const [piece, at] of Object.entries(bpe.vocab)) {
    if (pieces[at] !== undefined) throw fail(`two pieces have the id ${at}`);
    pieces[at] = piece;
  }
  const count = Object.keys(bpe.vocab).length;
  if (count !== vocabulary || pieces.length !== vocabulary) {
    throw fail(`it has ${count} pieces with ids up to ${pieces.length - 1}, but config.json says ${vocabulary}`);
  }
  for (const { id: at, content } of added_tokens) {
    if (pieces[at] !== content) throw fail(`the added token "${content}" is not the piece ${at}`);
  }
  for (let byte = 0; byte < 256; byte++) {
    const piece = `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`;
    if (!Object.hasOwn(bpe.vocab, piece)) throw fail(`the byte piece ${piece} is missing`);
  }
  for (const [left, right] of bpe.merges) {
    if (!Object.hasOwn(bpe.vocab, left + right)) throw fail(`the merge "${left} ${right}" makes no piece`);
  }
  return {
    pieces,
    special: new Set(added_tokens.filter((token) => token.special).map((token) => token.id)),
    modelOnly: { ...parsed.output, normalizer: null, pre_tokenizer: null, post_processor: null, decoder: null },
  };
}
