import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryRoot } from '../../../tools/setup/cache';

const read = (file: string): string => readFileSync(path.join(repositoryRoot, file), 'utf8');
const manifest = JSON.parse(read('package.json')) as Record<'dependencies' | 'devDependencies', Record<string, string>>;
const shipped = Object.keys(manifest.dependencies).sort();

/** The folders that the bundles are made of. */
const FOLDERS = ['src', 'webview', 'kernels'];

/** `@scope/name` or `name` of what is imported at run time; types alone leave nothing in a bundle. */
function imported(): string[] {
  const names = new Set<string>();
  for (const folder of FOLDERS) {
    for (const file of readdirSync(path.join(repositoryRoot, folder), { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.ts') || file.endsWith('.d.ts')) continue;
      for (const [, type, name] of read(path.join(folder, file)).matchAll(IMPORT)) {
        if (!type && name !== 'vscode' && !isBuiltin(name!)) names.add(/^(?:@[^/]+\/)?[^/]+/.exec(name!)![0]);
      }
    }
  }
  return [...names].sort();
}

const IMPORT = /^(?:import|export)\s+(type\s)?(?:[^'";]*\sfrom\s+)?'([^'.][^']*)'/gm;

describe('what ships besides our own code', () => {
  it('is what package.json calls dependencies, each of them imported', () => {
    expect(imported()).toEqual(shipped);
  });

  it('is told of in docs/dependencies.md, each once', () => {
    const rows = read('docs/dependencies.md')
      .split('\n')
      .filter((line) => line.startsWith('| `'));
    const told = rows.flatMap((row) => [...row.split('|')[1]!.matchAll(/`([^`]+)`/g)].map(([, name]) => name));
    expect(told.sort()).toEqual(shipped);
  });

  it('is nothing that only builds and tests', () => {
    expect(shipped.filter((name) => name in manifest.devDependencies)).toEqual([]);
  });
});
