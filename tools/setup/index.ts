import * as path from 'node:path';
import { installCodeServer } from './codeServer';
import { installPackages } from './systemPackages';

/** Brings a fresh machine to where all tests run. Does nothing where everything is there. */
export async function setUp(): Promise<void> {
  await installPackages();
  await installCodeServer();
}

if (process.argv[1] && path.resolve(process.argv[1]) === path.join(import.meta.dirname, 'index.ts')) {
  setUp().catch((thrown: unknown) => {
    console.error(thrown instanceof Error ? thrown.message : thrown);
    process.exitCode = 1;
  });
}
