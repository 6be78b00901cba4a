import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { repositoryRoot } from '../../../tools/setup/cache';

it('no two components have one name: the panel would not start', () => {
  const files = readdirSync(path.join(repositoryRoot, 'webview'), { recursive: true, encoding: 'utf8' });
  const names = files
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => [
      ...readFileSync(path.join(repositoryRoot, 'webview', file), 'utf8').matchAll(/@customElement\('([\w-]+)'\)/g),
    ])
    .map(([, name]) => name!);
  expect(names.length).toBeGreaterThan(20);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});
