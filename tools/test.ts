import { readFile, rm } from 'node:fs/promises';
import * as path from 'node:path';
import { repositoryRoot } from './setup/cache';
import { setUp } from './setup';
import { exitCode } from './setup/run';

const REPORT = path.join(repositoryRoot, 'test-results', 'vitest.json');

/** Everything that must hold besides the tests; the last one makes what the view and e2e tests run. */
const STEPS = ['typecheck', 'lint', 'package'];

/** One after the other: browsers and backends that share two cores would wait for each other. */
const LAYERS = ['unit', 'parity', 'view', 'e2e'];

interface Counts {
  passed: number;
  failed: number;
}

/** Sets up, checks, builds and runs the four layers of tests; goes on after a failure, to tell all of them. */
async function main(): Promise<void> {
  const failures: string[] = [];
  try {
    await setUp();
  } catch (thrown) {
    console.error(thrown instanceof Error ? thrown.message : thrown);
    failures.push('setup');
  }
  for (const step of STEPS) {
    console.log(`\n# ${step}`);
    if ((await run('npm', 'run', '--silent', step)) !== 0) failures.push(step);
  }
  const total: Counts = { passed: 0, failed: 0 };
  for (const layer of LAYERS) {
    console.log(`\n# ${layer} tests`);
    const { passed, failed } = await runLayer(layer, failures);
    total.passed += passed;
    total.failed += failed;
  }
  if (failures.length > 0) console.error(`\nfailed besides the tests: ${failures.join(', ')}`);
  const failed = total.failed + failures.length;
  console.log(`\n${total.passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}

/** Runs one of vitest's projects. What fails without a failing test (a file that does not load) is a failure too. */
async function runLayer(layer: string, failures: string[]): Promise<Counts> {
  await rm(REPORT, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${REPORT}`];
  const code = await run('npx', 'vitest', 'run', '--project', layer, ...reporters);
  const counts = await readCounts();
  if (code !== 0 && counts.failed === 0) failures.push(`${layer} tests`);
  return counts;
}

const run = (command: string, ...args: string[]): Promise<number> => exitCode(command, args, { cwd: repositoryRoot });

async function readCounts(): Promise<Counts> {
  try {
    const report = JSON.parse(await readFile(REPORT, 'utf8')) as { numPassedTests: number; numFailedTests: number };
    return { passed: report.numPassedTests, failed: report.numFailedTests };
  } catch {
    return { passed: 0, failed: 0 };
  }
}

main().catch((thrown: unknown) => {
  console.error(thrown instanceof Error ? thrown.message : thrown);
  process.exitCode = 1;
});
