/** Injects every fault into the engine as it ships and writes what came of it: `npm run -s reliability`, after a build. */

import { exitCode } from './setup/run';
import { repositoryRoot } from './setup/cache';

void (async () => {
  process.env['KEEP_RELIABILITY'] = '1';
  process.exitCode = await exitCode('npx', ['vitest', 'run', '--project', 'view', 'test/view/faults.test.ts'], {
    cwd: repositoryRoot,
  });
})();
