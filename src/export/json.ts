import type { TranslationResult } from '../shared/result';

/** What the file is, for whoever reads it in years. */
const FORMAT = 'attention-lens';
const VERSION = 1;

/** Everything that is known of a translation, every number as it is. */
export function toJson(text: string, { model, sentences }: TranslationResult): string {
  const file = {
    format: FORMAT,
    version: VERSION,
    note: 'alignment[t][s] is the attention of target word t on source word s; the last column is the end mark. Spans are half-open, in UTF-16 code units.',
    model,
    text,
    sentences,
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}
