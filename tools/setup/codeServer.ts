import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { CODE_SERVER_VERSION, codeServerEntry, codeServerFolder, NODE_MAJOR, nodeBinary, nodeFolder } from './cache';
import { run } from './run';

/** Written last, so that an installation that broke off is told from a whole one. */
const DONE = '.installed';

/** Installs Node and code-server into the cache folder, where they are not yet. Takes about two minutes. */
export async function installCodeServer(): Promise<void> {
  await installOnce(nodeFolder, nodeBinary, () => npmInstall(nodeFolder, `node@${NODE_MAJOR}`, process.env));
  const env = {
    ...process.env,
    PATH: `${path.dirname(nodeBinary)}${path.delimiter}${process.env['PATH'] ?? ''}`,
    // npm 11 holds install scripts back unless told otherwise, and code-server is built by its own.
    npm_config_unsafe_perm: 'true',
  };
  await installOnce(codeServerFolder, codeServerEntry, () =>
    npmInstall(codeServerFolder, `code-server@${CODE_SERVER_VERSION}`, env),
  );
}

async function installOnce(folder: string, product: string, install: () => Promise<void>): Promise<void> {
  const done = path.join(folder, DONE);
  if (existsSync(done) && existsSync(product)) return;
  console.log(`setup: installing ${path.basename(folder)} into ${path.dirname(folder)}`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'package.json'), '{ "private": true }\n');
  await install();
  if (!existsSync(product)) throw new Error(`${product} is missing after its installation`);
  await writeFile(done, '');
}

function npmInstall(folder: string, name: string, env: NodeJS.ProcessEnv): Promise<void> {
  const flags = ['--unsafe-perm', '--foreground-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  return run('npm', ['install', name, ...flags], { cwd: folder, env: withoutNpmContext(env) });
}

/** What an outer npm tells its scripts of itself; code-server reads the version of Node out of the user agent. */
const OUTER_NPM =
  /^(npm_(package|lifecycle)_.*|npm_(command|execpath|node_execpath)|npm_config_(user_agent|local_prefix)|NODE|INIT_CWD)$/;

/** Inside `npm test` the outer npm's settings would reach the inner one. */
function withoutNpmContext(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !OUTER_NPM.test(name)));
}
