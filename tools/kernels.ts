/** Compiles the kernels of the WASM backend: `npm run kernels`, after every change in kernels/. */

import { writeFile } from 'node:fs/promises';
import { main } from './lib/commandLine';
import { BINARIES, binariesModule } from './lib/compileKernels';

void main(async () => writeFile(BINARIES, await binariesModule()));
