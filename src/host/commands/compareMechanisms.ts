import { window } from 'vscode';
import { joinTexts } from '../../text/parts';
import { selectedPassages } from '../documents/selectedPassages';
import { captureSelection, hasSelection } from '../selection';
import type { Services } from './services';

/** Sends what is selected through every mechanism, and opens the panel on the comparison. */
export async function compareMechanisms({ comparer, chosenModels, panel, reader }: Services): Promise<void> {
  const opened = panel.show('compare');
  // Without a selection the page itself says what to do.
  if (!hasSelection(window.activeTextEditor)) return opened;
  const { passages } = selectedPassages(reader, captureSelection(window.activeTextEditor));
  await comparer.compare(joinTexts(passages.map(({ source }) => source)), await chosenModels.choose(), opened);
}
