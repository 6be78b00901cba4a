/** A model by the languages it translates between, as BCP 47 tags. */
export interface LanguagePair {
  id: string;
  source: string;
  target: string;
}

/** Which model a text goes to, or why to none. */
export type LanguageChoice =
  | { model: string }
  /** The text is in the language that it would be translated into. */
  | { already: string; model: string }
  /** No model that is there translates this language. */
  | { unknown: string; model: string };

/** Tags are compared by their first part: British English is English. */
export const sameLanguage = (one: string, other: string): boolean => primary(one) === primary(other);
const primary = (tag: string): string => tag.toLowerCase().split(/[-_]/)[0]!;

/**
 * Chooses by the language of the text. The model that the user chose stays wherever it can.
 * @param language of the text; null where nobody can tell
 * @param preferred the model that the settings name
 */
export function chooseByLanguage(
  language: string | null,
  preferred: LanguagePair,
  installed: readonly LanguagePair[],
): LanguageChoice {
  if (language === null || sameLanguage(language, preferred.source)) return { model: preferred.id };
  if (sameLanguage(language, preferred.target)) return { already: language, model: preferred.id };
  const candidates = installed.filter(({ source }) => sameLanguage(source, language));
  const best = candidates.find(({ target }) => sameLanguage(target, preferred.target)) ?? candidates[0];
  return best ? { model: best.id } : { unknown: language, model: preferred.id };
}
