import { window } from 'vscode';
import { captureSelection } from '../selection';
import type { Services } from './services';

/** Translates what is selected, and shows the translation in the panel. */
export async function translateSelection({ translator, panel }: Services): Promise<void> {
  const captured = captureSelection(window.activeTextEditor);
  await translator.translate(captured, 'translation', panel.show('translation'));
}
