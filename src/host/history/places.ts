import { Uri } from 'vscode';

/** So many windows may have one workspace open. */
const MOST_WINDOWS = 10;

/**
 * Where all windows of a workspace keep their history, the given one first. VS Code gives each window a folder that it
 * alone writes to: `<id>/<extension>` to the first, `<id>-1/<extension>` to `<id>-9/<extension>` to those beside it, and
 * to a window whose extension host was restarted before the last one had ended.
 * @param folder the extension's folder for this workspace in this window
 */
export function placesOf(folder: Uri): Uri[] {
  const [id, extension] = folder.path.split('/').slice(-2);
  if (!id || !extension) return [folder];
  const first = id.replace(/(?<=.)-\d$/, '');
  const names = Array.from({ length: MOST_WINDOWS }, (_, n) => (n === 0 ? first : `${first}-${n}`));
  const others = names.filter((name) => name !== id).map((name) => Uri.joinPath(folder, '..', '..', name, extension));
  return [folder, ...others];
}
