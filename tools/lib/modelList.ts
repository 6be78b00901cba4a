/** Which models a tool is to run, and in which order. */

import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { LINEAGE } from '../../src/shared/lineage';
import { UsageError } from './commandLine';

/** Ids of all models of a folder: those of the lineage in its order, then the others by name. */
export async function listModels(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const ids = entries
    .filter((entry) => entry.isDirectory() && existsSync(path.join(folder, entry.name, 'config.json')))
    .map(({ name }) => name);
  if (ids.length === 0) throw new UsageError(`There are no models in ${folder}.`);
  const place = (id: string) => (LINEAGE.includes(id) ? LINEAGE.indexOf(id) : LINEAGE.length);
  return ids.sort((a, b) => place(a) - place(b) || a.localeCompare(b));
}

/**
 * The models that a comma-separated list names, in its order; all of the folder where there is no list.
 * @throws UsageError naming one that is not there
 */
export async function chooseModels(folder: string, list: string | undefined): Promise<string[]> {
  const all = await listModels(folder);
  if (list === undefined) return all;
  const chosen = list
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '');
  const unknown = chosen.find((id) => !all.includes(id));
  if (unknown !== undefined)
    throw new UsageError(`There is no model "${unknown}" in ${folder}: there are ${all.join(', ')}.`);
  if (chosen.length === 0) throw new UsageError('--models names no model.');
  return [...new Set(chosen)];
}
