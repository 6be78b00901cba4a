import { env, l10n, window } from 'vscode';
import { translatedSelections } from '../documents/putInPlace';
import { captureSelection } from '../selection';
import type { Translated } from '../translator';
import type { Services } from './services';

const SHOWN_MS = 3_000;

/** Copies the translation of what is selected. */
export async function copyTranslation({ translator }: Services): Promise<void> {
  await copy(await translator.translate(captureSelection(window.activeTextEditor), 'translation'));
}

/** The panel's Copy: copies the translation that it shows. */
export async function copyShown({ translator }: Services): Promise<void> {
  await copy(translator.shown());
}

async function copy(translated: Translated): Promise<void> {
  await env.clipboard.writeText(translatedSelections(translated).join('\n'));
  window.setStatusBarMessage(l10n.t('The translation was copied.'), SHOWN_MS);
}
