import { commands as vscodeCommands } from 'vscode';
import { contextKeys } from './contributions';

/** Counts the work that Cancel can end, and tells VS Code whether there is any. */
export class Busy {
  private running = 0;

  /** Work has begun (+1) or ended (-1). */
  change(by: 1 | -1): void {
    this.running += by;
    void vscodeCommands.executeCommand('setContext', contextKeys.busy, this.running > 0);
  }
}
