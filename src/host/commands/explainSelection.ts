import { window } from 'vscode';
import { captureSelection } from '../selection';
import type { Services } from './services';

/** Translates what is selected, and opens the panel on the page that explains the translation. */
export async function explainSelection({ translator, panel }: Services): Promise<void> {
  const captured = captureSelection(window.activeTextEditor);
  await translator.translate(captured, 'alignment', panel.show('explain'));
}
