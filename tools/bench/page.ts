/** docs/performance.md: each part of it is replaced by itself. */

import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import path from 'node:path';
import { ROOT } from '../lib/engine';

const FILE = path.join(ROOT, 'docs/performance.md');
const IMAGES = path.join(ROOT, 'docs/images');

export const machine = (): string => `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model.trim()}`;

/** Replaces what stands between the marks of a part. */
export async function keepPart(part: string, text: string): Promise<void> {
  const [begin, end] = [`<!-- ${part}: begin -->`, `<!-- ${part}: end -->`];
  const [before, rest] = (await readFile(FILE, 'utf8')).split(begin);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error(`${FILE} lacks the lines ${begin} and ${end}.`);
  await writeFile(FILE, `${before}${begin}\n\n${text}\n\n${end}${after}`);
}

/** Writes a picture, and returns the Markdown that shows it. */
export async function keepPicture(name: string, svg: string, alternative: string): Promise<string> {
  await writeFile(path.join(IMAGES, `${name}.svg`), svg);
  return `![${alternative}](images/${name}.svg)`;
}
