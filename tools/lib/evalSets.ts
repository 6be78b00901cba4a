/** Evaluation sets: TSV files of `source<TAB>reference`. */

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { UsageError } from './commandLine';
import { ROOT } from './engine';
import { parseGold, type GoldAlignment } from './metrics/aer';

export const TRANSLATION_SETS = ['tatoeba', 'python-docs', 'multi30k-2016', 'flores-dev'] as const;
export const ALIGNMENT_SETS = ['hansards-dev'] as const;

export interface TestPair {
  source: string;
  reference: string;
}

/** ../shared/eval beside the checkout, or what ATTENTION_LENS_EVAL says. */
export const defaultEvalFolder = () => process.env['ATTENTION_LENS_EVAL'] ?? path.join(ROOT, '../shared/eval');

async function linesOf(file: string): Promise<string[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    throw new UsageError(`${file} cannot be read; say with --eval DIR where the evaluation sets are.`);
  }
  return text.replace(/\r?\n$/, '').split(/\r?\n/);
}

/** @param languages such as "en-fr" */
export async function readPairs(folder: string, set: string, languages: string): Promise<TestPair[]> {
  const file = path.join(folder, `${set}.${languages}.tsv`);
  return (await linesOf(file)).map((line, i) => {
    const [source, reference, ...rest] = line.split('\t');
    if (source === undefined || reference === undefined || rest.length > 0) {
      throw new UsageError(`${file}, line ${i + 1}: source<TAB>reference was expected.`);
    }
    return { source, reference };
  });
}

export async function readGold(folder: string, set: string, languages: string): Promise<GoldAlignment[]> {
  return (await linesOf(path.join(folder, `${set}.${languages}.gold`))).map(parseGold);
}
