import { homedir } from 'node:os';
import * as path from 'node:path';
import { commands as vscodeCommands, l10n, Uri, window, workspace } from 'vscode';
import type { SavedFile } from '../../shared/panelProtocol';
import { Refusal } from '../refusal';

/** The folder that the user saved to last. */
let lastFolder: Uri | undefined;

/** Asks the user where, and writes the file there. Whoever asks for no place wants no file. @throws Refusal where it cannot be written */
export async function saveFile({ name, content }: SavedFile): Promise<void> {
  const ending = path.extname(name).slice(1);
  const folder = lastFolder ?? workspace.workspaceFolders?.[0]?.uri ?? Uri.file(homedir());
  const uri = await window.showSaveDialog({
    defaultUri: Uri.joinPath(folder, name),
    filters: ending ? { [ending.toUpperCase()]: [ending] } : {},
    title: l10n.t('Export'),
  });
  if (!uri) return;
  const bytes = 'text' in content ? new TextEncoder().encode(content.text) : Buffer.from(content.base64, 'base64');
  const chosen = path.posix.basename(uri.path);
  try {
    await workspace.fs.writeFile(uri, bytes);
  } catch (thrown) {
    const problem = thrown instanceof Error ? thrown.message : String(thrown);
    throw new Refusal(l10n.t('{0} could not be written: {1}', chosen, problem));
  }
  lastFolder = Uri.joinPath(uri, '..');
  void offerToOpen(uri, l10n.t('{0} was saved.', chosen));
}

async function offerToOpen(uri: Uri, message: string): Promise<void> {
  const open = l10n.t('Open');
  if ((await window.showInformationMessage(message, open)) === open)
    await vscodeCommands.executeCommand('vscode.open', uri);
}
