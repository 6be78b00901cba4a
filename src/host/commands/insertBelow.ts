import { window } from 'vscode';
import { insertTranslated } from '../documents/putInPlace';
import { checkWritable } from '../edits';
import { captureSelection } from '../selection';
import type { Services } from './services';

/** Puts the translation below what is selected. */
export async function insertBelow({ translator, reader }: Services): Promise<void> {
  const captured = captureSelection(window.activeTextEditor);
  checkWritable(captured.document);
  await insertTranslated(await translator.translate(captured, 'translation'), reader);
}

/** The panel's Insert Below: puts the translation that it shows below its source. */
export async function insertShown({ translator, reader }: Services): Promise<void> {
  await insertTranslated(translator.shown(), reader);
}
