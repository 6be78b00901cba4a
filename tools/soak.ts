/**
 * The long form of fuzzing and soaking: `npm run soak`. 100,000 damaged inputs, 5,000 mixed requests. Where all end well,
 * docs/reliability.md tells of it.
 */

import { readFile, writeFile } from 'node:fs/promises';
import { LONG_FORM, PAGE } from '../test/faults/outcomes';
import { exitCode } from './setup/run';
import { repositoryRoot } from './setup/cache';

const INPUTS = 100_000;
/** Properties in test/unit/fuzz: of model files and of messages. */
const PROPERTIES = { files: 8, messages: 4 };

const number = (value: number): string => value.toLocaleString('en');

/** The section of the page. */
function section(runs: number, requests: number, minutes: number): string {
  const count = (properties: number): string => number(properties * runs);
  return `${LONG_FORM}

By \`npm run soak\`, in ${minutes} minutes; \`npm test\` does a short form of it.

| what | how many | outcome |
| --- | ---: | --- |
| model.safetensors, its header, config.json and tokenizer.json of a recurrent model and of a Transformer, damaged | ${count(PROPERTIES.files)} | each ended in a model or in a fault that names the file; no tensor was left behind, and no more memory taken than 64 times the files and 8 MB |
| messages between worker, panel and host, damaged | ${count(PROPERTIES.messages)} | each was let through as it is meant to be, or refused in words; the worker answered each request once |
| requests of every kind, some wrong, some cancelled | ${number(requests)} | one answer each; as many tensors and as much memory of WebAssembly at the end as after 100 |
`;
}

void (async () => {
  const runs = Number(
    (process.env['FUZZ_RUNS'] ??= String(Math.ceil(INPUTS / (PROPERTIES.files + PROPERTIES.messages)))),
  );
  const requests = Number((process.env['SOAK_REQUESTS'] ??= '5000'));
  const files = ['test/unit/fuzz', 'test/unit/worker/soak.test.ts'];
  const begun = performance.now();
  const code = await exitCode('npx', ['vitest', 'run', '--project', 'unit', ...files], { cwd: repositoryRoot });
  process.exitCode = code;
  if (code !== 0) return;
  const minutes = Math.max(1, Math.round((performance.now() - begun) / 60_000));
  const [rest] = (await readFile(PAGE, 'utf8')).split(LONG_FORM);
  await writeFile(PAGE, `${rest!.trimEnd()}\n\n${section(runs, requests, minutes)}`);
})();
