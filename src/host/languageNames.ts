import { env } from 'vscode';

/** The name of a language, given by its BCP 47 tag, in the display language. */
export function languageName(tag: string): string {
  try {
    return new Intl.DisplayNames([env.language, 'en'], { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}
