import { env, l10n, window } from 'vscode';
import { translatedSelections } from '../documents/putInPlace';
import { captureSelection } from '../selection';
import type { Services } from './services';

const SHOWN_MS = 3_000;

/** Copies the translation of what is selected. */
export async function copyTranslation({ translator }: Services): Promise<void> {
  const translated = await translator.translate(captureSelection(window.activeTextEditor), 'translation');
  await copy(translatedSelections(translated).join('\n'));
}

/** The panel's Copy: copies the translation that it shows. */
export async function copyShown({ translator }: Services): Promise<void> {
  await copy(translator.shownText());
}

async function copy(translation: string): Promise<void> {
  await env.clipboard.writeText(translation);
  tellCopied();
}

export function tellCopied(): void {
  window.setStatusBarMessage(l10n.t('The translation was copied.'), SHOWN_MS);
}
