import { Uri, window, workspace } from 'vscode';
import type { Services } from './services';

/** Opens a few English sentences to try things on, in a document without a file: nothing of the user's is touched. */
export async function openSample({ extensionUri }: Services): Promise<void> {
  const bytes = await workspace.fs.readFile(Uri.joinPath(extensionUri, 'sample', 'hello.md'));
  const content = new TextDecoder().decode(bytes);
  await window.showTextDocument(await workspace.openTextDocument({ language: 'markdown', content }));
}
