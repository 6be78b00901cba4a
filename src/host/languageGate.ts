import { l10n, window } from 'vscode';
import { chooseByLanguage, sameLanguage, type LanguageChoice, type LanguagePair } from '../documents/languageChoice';
import { EngineError } from '../shared/faults';
import { languageName } from './languageNames';

/** The models that are there. */
export interface InstalledModels {
  summary(id: string): Promise<LanguagePair>;
  list(): Promise<{ models: LanguagePair[] }>;
}

/** Sends a text to the model that translates its language, and asks before one is given a language it does not know. */
export class LanguageGate {
  /** @param detect the BCP 47 tag of a text's language, or null where nobody can tell */
  constructor(
    private readonly models: InstalledModels,
    private readonly detect: (text: string) => string | null,
  ) {}

  /** Whether a text may be in this language, as far as anybody can tell. */
  isIn(text: string, language: string): boolean {
    const detected = this.detect(text);
    return detected === null || sameLanguage(detected, language);
  }

  /** Which model this text goes to by its language, or why to none. @throws EngineError modelFile */
  async choose(text: string, preferred: string): Promise<LanguageChoice> {
    const language = this.detect(text);
    if (language === null) return { model: preferred };
    const pair = await this.models.summary(preferred);
    const choice = chooseByLanguage(language, pair, [pair]);
    if (!('unknown' in choice)) return choice;
    // Only now is it worth the reading of what else is there.
    return chooseByLanguage(language, pair, (await this.models.list()).models);
  }

  /**
   * As `choose`, and asks the user where no model is right.
   * @returns the id of the model that is to translate
   * @throws EngineError modelFile; cancelled where the user would rather not
   */
  async pass(text: string, preferred: string): Promise<string> {
    const choice = await this.choose(text, preferred);
    const problem = describeChoice(choice);
    if (problem === null) return choice.model;
    const anyway = l10n.t('Translate Anyway');
    if ((await window.showInformationMessage(problem, anyway)) === anyway) return choice.model;
    throw new EngineError({ code: 'cancelled' });
  }
}

/** Why a text is better not translated; null where it is. */
export function describeChoice(choice: LanguageChoice): string | null {
  if ('already' in choice) return l10n.t('This text is already in {0}.', languageName(choice.already));
  if ('unknown' in choice) {
    return l10n.t('This text seems to be in {0}, which no installed model translates.', languageName(choice.unknown));
  }
  return null;
}
