/** What the command-line tools have in common: options, lines of input, and how they fail. */

import { createInterface } from 'node:readline';
import path from 'node:path';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { BackendName } from '../../src/shared/result';
import { ROOT, type EngineOptions } from './engine';

const BACKENDS: readonly BackendName[] = ['wasm', 'cpu'];

/** Options of every tool. */
const ENGINE = {
  model: { type: 'string' },
  models: { type: 'string', default: path.join(ROOT, 'models') },
  backend: { type: 'string', default: 'wasm' },
  help: { type: 'boolean', short: 'h', default: false },
} as const satisfies ParseArgsConfig['options'];

/** A mistake of the user's, said in one sentence. */
export class UsageError extends Error {}

export function parse<O extends NonNullable<ParseArgsConfig['options']>>(options: O) {
  try {
    return parseArgs({ options: { ...ENGINE, ...options }, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

export function engineOptions(values: { model?: string; models: string; backend: string }): EngineOptions {
  const backend = BACKENDS.find((name) => name === values.backend);
  if (!backend) throw new UsageError(`--backend is one of ${BACKENDS.join(', ')}, not "${values.backend}".`);
  return { model: values.model, models: path.resolve(values.models), backend };
}

/** A whole number within limits. */
export function wholeNumber(name: string, value: string, least: number, most: number): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < least || number > most) {
    throw new UsageError(`--${name} is a whole number from ${least} to ${most}, not "${value}".`);
  }
  return number;
}

export function linesOfInput(): AsyncIterable<string> {
  return createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY });
}

/** Runs a tool; whatever goes wrong is one sentence on standard error and exit code 1. */
export async function main(run: () => Promise<void>): Promise<void> {
  // a reader that has seen enough, like `head`, is no error
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  try {
    await run();
  } catch (error) {
    process.stderr.write(`${(error instanceof Error ? error.message : String(error)).split('\n')[0]}\n`);
    process.exitCode = 1;
  }
}
