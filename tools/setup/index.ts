import { pathToFileURL } from 'node:url';
import { installCodeServer } from './codeServer';
import { installPackages } from './systemPackages';

/** Brings a fresh machine to where all tests run. Does nothing where everything is there. */
export async function setUp(): Promise<void> {
  await installPackages();
  await installCodeServer();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await setUp();
