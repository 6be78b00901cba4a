/** Injects every fault into the extension as it ships and writes what came of it: `npm run -s reliability`, after a `package`. */

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LONG_FORM, PAGE, rowsOf, type Layer } from '../test/faults/outcomes';
import { exitCode } from './setup/run';
import { repositoryRoot } from './setup/cache';

async function inject(layer: Layer): Promise<void> {
  const test = ['vitest', 'run', '--project', layer, `test/${layer}/faults.test.ts`];
  const code = await exitCode('npx', test, { cwd: repositoryRoot });
  if (code !== 0) throw new Error(`the faults of test/${layer} do not all end well`);
}

const pageOf = async (folder: string): Promise<string> => `# Faults, and what comes of them

Written by \`npm run -s reliability\`, which injects each of these for real. After each, every request has ended in exactly
one answer, a result or one clear fault, and the next request succeeds.

## In the engine, as it ships, in a browser

\`test/view/faults.test.ts\`

| fault | outcome |
| --- | --- |
${await rowsOf('view', folder)}

## In a real VS Code

\`test/e2e/faults.test.ts\`. No document has changed but by what was asked for.

| fault | outcome |
| --- | --- |
${await rowsOf('e2e', folder)}
`;

async function main(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'attention-lens-faults-'));
  process.env['KEEP_RELIABILITY'] = folder;
  try {
    await inject('view');
    await inject('e2e');
    const [, kept] = (await readFile(PAGE, 'utf8')).split(LONG_FORM);
    await writeFile(PAGE, (await pageOf(folder)) + (kept ? `\n${LONG_FORM}${kept}` : ''));
  } finally {
    await rm(folder, { recursive: true });
  }
}

main().catch((thrown: unknown) => {
  console.error(thrown instanceof Error ? thrown.message : thrown);
  process.exitCode = 1;
});
