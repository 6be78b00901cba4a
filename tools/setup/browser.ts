import { existsSync } from 'node:fs';
import * as path from 'node:path';
import { isInstalled } from './run';

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** How the tests start Chromium: silent on the network, WebGL drawn by software where there is no graphics device. */
export const CHROMIUM_FLAGS: readonly string[] = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
];

/** The Chromium to drive: $CHROMIUM_PATH, else one on the PATH, else one in a usual place; undefined without any. */
export function findChromium(): string | undefined {
  const given = process.env['CHROMIUM_PATH'];
  if (given) return given;
  const found = PROGRAMS.find(isInstalled);
  if (found) return onPath(found);
  return PLACES.find((place) => existsSync(place));
}

function onPath(program: string): string {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  return folders.map((folder) => path.join(folder, program)).find((file) => existsSync(file)) ?? program;
}
