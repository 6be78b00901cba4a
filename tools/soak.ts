/** The long form of fuzzing and soaking: `npm run soak`. 100,000 damaged inputs, 5,000 mixed requests. */

import { exitCode } from './setup/run';
import { repositoryRoot } from './setup/cache';

const PROPERTIES = 12;
const INPUTS = 100_000;

void (async () => {
  process.env['FUZZ_RUNS'] ??= String(Math.ceil(INPUTS / PROPERTIES));
  process.env['SOAK_REQUESTS'] ??= '5000';
  const files = ['test/unit/fuzz', 'test/unit/worker/soak.test.ts'];
  process.exitCode = await exitCode('npx', ['vitest', 'run', '--project', 'unit', ...files], { cwd: repositoryRoot });
})();
