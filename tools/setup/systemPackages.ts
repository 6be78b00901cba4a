import { existsSync } from 'node:fs';
import { findChromium } from './browser';
import { isInstalled, run } from './run';

/** code-server builds a Kerberos binding when it is installed. */
const KERBEROS_HEADER = '/usr/include/gssapi/gssapi.h';

/** Debian packages that the tests need and this machine lacks. */
export function missingPackages(): string[] {
  const missing: string[] = [];
  if (!findChromium()) missing.push('chromium');
  if (process.platform !== 'linux') return missing;
  if (!existsSync(KERBEROS_HEADER)) missing.push('libkrb5-dev');
  if (!isInstalled('g++') || !isInstalled('make')) missing.push('build-essential');
  if (!isInstalled('python3')) missing.push('python3');
  return missing;
}

/** Installs what is missing where apt-get can. @throws Error naming what to install where it cannot */
export async function installPackages(): Promise<void> {
  const missing = missingPackages();
  if (missing.length === 0) return;
  const root = process.getuid?.() === 0;
  if (!isInstalled('apt-get') || !(root || isInstalled('sudo'))) {
    throw new Error(`Install these first: ${missing.join(', ')}. ($CHROMIUM_PATH can name a Chromium.)`);
  }
  console.log(`setup: installing ${missing.join(', ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const aptGet = (...args: string[]): Promise<void> =>
    root ? run('apt-get', args, { env }) : run('sudo', ['-E', 'apt-get', ...args], { env });
  await aptGet('update', '-q');
  await aptGet('install', '-y', '-q', '--no-install-recommends', ...missing);
}
