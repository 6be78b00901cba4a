import { detectLanguage as detect } from '../text';

/** The BCP 47 tag of the language of a text; null where nobody can tell. */
export function detectLanguage(text: string): string | null {
  const { language, confident } = detect(text);
  return confident ? language : null;
}
