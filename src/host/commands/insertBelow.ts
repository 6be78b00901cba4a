import { window } from 'vscode';
import { insertBelowSelections } from '../edits';
import { captureSelection } from '../selection';
import type { Services } from './services';

/** Puts the translation on a line of its own below what is selected. */
export async function insertBelow({ translator }: Services): Promise<void> {
  const { captured, translations } = await translator.translate(
    captureSelection(window.activeTextEditor),
    'translation',
  );
  await insertBelowSelections(captured, translations);
}

/** The panel's Insert Below: puts the translation that it shows below its source. */
export async function insertShown({ translator }: Services): Promise<void> {
  const { captured, translations } = translator.shown();
  await insertBelowSelections(captured, translations);
}
