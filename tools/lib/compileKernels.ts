/** kernels/ to WebAssembly, and that to a TypeScript file, so that nothing has to be fetched or built to run. */

import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from './engine';

export const BINARIES = path.join(ROOT, 'src/model/kernels/binaries.ts');

const COMPILER = path.join(ROOT, 'node_modules/assemblyscript/bin/asc.js');
const FLAGS = ['-O3', '--noAssert', '--runtime', 'stub', '--importMemory', '--enable', 'simd'];

/** @param features to be enabled beside SIMD */
export async function compileKernels(...features: string[]): Promise<Buffer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'kernels-'));
  try {
    const file = path.join(folder, 'kernels.wasm');
    const enabled = features.flatMap((feature) => ['--enable', feature]);
    const source = path.join('kernels', 'index.ts');
    await promisify(execFile)(process.execPath, [COMPILER, source, '--outFile', file, ...FLAGS, ...enabled], {
      cwd: ROOT,
    });
    return await readFile(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The text of BINARIES. */
export async function binariesModule(): Promise<string> {
  const [simd, relaxed] = [await compileKernels(), await compileKernels('relaxed-simd')];
  return `/** Made of kernels/ by \`npm run kernels\`; not to be edited. */

/** WebAssembly with SIMD, in base 64. */
export const SIMD =
  '${simd.toString('base64')}';

/** The same with relaxed SIMD. */
export const RELAXED =
  '${relaxed.toString('base64')}';
`;
}
