import { ConfigurationTarget, workspace } from 'vscode';
import { section, settings } from './contributions';

/**
 * Writes settings of earlier versions as they are written now: `hover` was a boolean. The user's own alone; what stands in
 * a workspace is shared with others, and goes on being read as it is.
 */
export async function migrateSettings(): Promise<void> {
  const configuration = workspace.getConfiguration(section);
  const hover = configuration.inspect<unknown>(settings.hover)?.globalValue;
  if (typeof hover !== 'boolean') return;
  await configuration.update(settings.hover, hover ? 'selection' : 'off', ConfigurationTarget.Global);
}
