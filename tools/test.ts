import { readFile, rm } from 'node:fs/promises';
import * as path from 'node:path';
import { repositoryRoot } from './setup/cache';
import { setUp } from './setup';
import { exitCode } from './setup/run';

const REPORT = path.join(repositoryRoot, 'test-results', 'vitest.json');

/** Everything that must hold besides the tests; the last ones make what the view and e2e tests run. */
const STEPS = ['typecheck', 'lint', 'package'];

interface Counts {
  passed: number;
  failed: number;
}

/** Sets up, checks, builds and runs the four layers of tests; goes on after a failure, to tell all of them. */
async function main(): Promise<void> {
  const failedSteps: string[] = [];
  try {
    await setUp();
  } catch (thrown) {
    console.error(thrown instanceof Error ? thrown.message : thrown);
    failedSteps.push('setup');
  }
  for (const step of STEPS) {
    console.log(`\n# ${step}`);
    if ((await npm('run', '--silent', step)) !== 0) failedSteps.push(step);
  }
  await rm(REPORT, { force: true });
  const arguments_ = ['--reporter=default', '--reporter=json', `--outputFile.json=${REPORT}`, ...process.argv.slice(2)];
  const code = await exitCode('npx', ['vitest', 'run', ...arguments_], { cwd: repositoryRoot });
  const tests = await readCounts();
  if (code !== 0 && tests.failed === 0) failedSteps.push('vitest');
  if (failedSteps.length > 0) console.error(`\nfailed besides the tests: ${failedSteps.join(', ')}`);
  console.log(`\n${tests.passed} passed, ${tests.failed + failedSteps.length} failed`);
  process.exitCode = tests.failed + failedSteps.length > 0 ? 1 : 0;
}

const npm = (...args: string[]): Promise<number> => exitCode('npm', args, { cwd: repositoryRoot });

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
