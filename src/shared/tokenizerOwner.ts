/**
 * Models trained with one vocabulary need only one copy of it: `"tokenizer"` in a config.json names the model whose
 * tokenizer.json this one reads.
 */

/** Ids are folder names: one that is a path could lead out of models/. */
export const MODEL_ID = /^[a-z0-9][a-z0-9._-]*$/i;

/**
 * @param config text of config.json; where that is no JSON or names no model, the engine says so, not this function
 * @returns the id of the model whose tokenizer.json is to be read: `id` itself, as a rule
 */
export function tokenizerOwner(id: string, config: string): string {
  try {
    const { tokenizer } = JSON.parse(config) as { tokenizer?: unknown };
    return typeof tokenizer === 'string' && MODEL_ID.test(tokenizer) ? tokenizer : id;
  } catch {
    return id;
  }
}
