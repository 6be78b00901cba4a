import { window } from 'vscode';
import { replaceSelections } from '../edits';
import { captureSelection } from '../selection';
import type { Services } from './services';

/** Puts the translation in place of what is selected. */
export async function replaceSelection({ translator }: Services): Promise<void> {
  const { captured, translations } = await translator.translate(
    captureSelection(window.activeTextEditor),
    'translation',
  );
  await replaceSelections(captured, translations);
}

/** The panel's Replace: puts the translation that it shows where its source stands. */
export async function replaceShown({ translator }: Services): Promise<void> {
  const { captured, translations } = translator.shown();
  await replaceSelections(captured, translations);
}
