import { window } from 'vscode';
import type { PanelTab } from '../../shared/panelProtocol';
import { captureSelection, hasSelection } from '../selection';
import type { Services } from './services';

/** A command that opens the panel on a page, with what is selected on it. */
export const openPage =
  (tab: PanelTab) =>
  async ({ translator, panel }: Services): Promise<void> => {
    const opened = panel.show(tab);
    // The page is about the translation shown last, or the panel's example.
    if (!hasSelection(window.activeTextEditor)) return opened;
    await translator.translate(captureSelection(window.activeTextEditor), 'translation', opened);
  };
