import { window } from 'vscode';
import { captureSelection, hasSelection } from '../selection';
import type { Services } from './services';

/** Opens the panel on the scoring bench, with what is selected on it. */
export async function scoringBench({ translator, panel }: Services): Promise<void> {
  const opened = panel.show('scoring');
  // The bench lays open the translation shown last, or the panel's example.
  if (!hasSelection(window.activeTextEditor)) return opened;
  await translator.translate(captureSelection(window.activeTextEditor), 'translation', opened);
}
