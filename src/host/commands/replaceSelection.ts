import { window } from 'vscode';
import { replaceTranslated } from '../documents/putInPlace';
import { checkWritable } from '../edits';
import { captureSelection } from '../selection';
import type { Services } from './services';

/** Puts the translation in place of what is selected. */
export async function replaceSelection({ translator, originals }: Services): Promise<void> {
  const captured = captureSelection(window.activeTextEditor);
  checkWritable(captured.document);
  await replaceTranslated(await translator.translate(captured, 'translation'), originals);
}

/** The panel's Replace: puts the translation that it shows where its source stands. */
export async function replaceShown({ translator, originals }: Services): Promise<void> {
  await replaceTranslated(translator.shown(), originals);
}
