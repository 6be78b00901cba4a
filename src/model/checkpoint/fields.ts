/** Parts of config.json's schema that all architectures share. */

import * as v from 'valibot';

export const width = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_536));
export const pieceId = v.pipe(v.number(), v.integer(), v.minValue(0));
export const index = v.pipe(v.number(), v.integer(), v.minValue(0));
/** Longest source in pieces, the end mark counted; longer sentences are cut into chunks. */
const sourcePieces = v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(4096));

/** The tables are looked at when a file is read, so that a mechanism may be added to them at any time. */
export const nameIn = (table: object) =>
  v.pipe(
    v.string(),
    v.check(
      (name) => Object.hasOwn(table, name),
      ({ input }) => `"${input}" is none of ${Object.keys(table).join(', ')}`,
    ),
  );

export const common = {
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
  max_source_pieces: sourcePieces,
  /** Of model.safetensors, which is not checked where this is missing: 8 hexadecimal digits. */
  weights_crc32: v.optional(v.pipe(v.string(), v.regex(/^[0-9a-f]{8}$/))),
};
