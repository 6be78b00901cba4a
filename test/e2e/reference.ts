import { spawn } from 'node:child_process';
import { repositoryRoot } from '../../tools/setup/cache';
import { joinTranslation, type TranslationResult } from '../../src/shared/result';
import type { TraceRecord } from '../../src/shared/trace';

/**
 * What a shipped model makes of these lines outside any editor: what the editor must show.
 * @param lines texts without line breaks
 * @param options of `npm run translate`; by default, the default model
 * @returns the results by their texts
 */
export async function reference(
  lines: readonly string[],
  options: readonly string[] = [],
): Promise<Map<string, TranslationResult>> {
  const child = spawn('npm', ['run', '--silent', 'translate', '--', '--json', ...options], {
    cwd: repositoryRoot,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(`${lines.join('\n')}\n`);
  let output = '';
  for await (const chunk of child.stdout.setEncoding('utf8')) output += chunk;
  const results = output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as TranslationResult);
  if (results.length !== lines.length) throw new Error(`${results.length} translations of ${lines.length} lines`);
  return new Map(lines.map((line, index) => [line, results[index]!]));
}

/** A decoding laid open outside any editor, with all its attention. */
export async function tracedOutside(text: string, options: readonly string[]): Promise<TraceRecord> {
  const child = spawn('npm', ['run', '--silent', 'trace', '--', '--json', '--maps', ...options, text], {
    cwd: repositoryRoot,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  for await (const chunk of child.stdout.setEncoding('utf8')) output += chunk;
  const record = JSON.parse(output) as TraceRecord;
  for (const maps of Object.values(record.maps ?? {})) maps.weights = Float32Array.from(maps.weights);
  return record;
}

/** What the shipped model makes of a file outside any editor. */
export async function translatedFile(file: string): Promise<string> {
  const child = spawn('npm', ['run', '--silent', 'translate', '--', '--file', file], {
    cwd: repositoryRoot,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  for await (const chunk of child.stdout.setEncoding('utf8')) output += chunk;
  return output;
}

/** The translation of a text as one string. */
export function translationOf(results: Map<string, TranslationResult>, text: string): string {
  const result = results.get(text);
  if (!result) throw new Error(`there is no reference for "${text}"`);
  return joinTranslation(text, result.sentences);
}
