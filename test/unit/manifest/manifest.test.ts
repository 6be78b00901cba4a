import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { expect, it } from 'vitest';
import * as ids from '../../../src/host/contributions';
import { repositoryRoot } from '../../../tools/setup/cache';

interface Manifest {
  contributes: {
    commands: { command: string; title: string; category: string }[];
    menus: Record<string, { command?: string; submenu?: string; when?: string }[]>;
    submenus: { id: string }[];
    keybindings: { command: string }[];
    viewsContainers: Record<string, { id: string }[]>;
    views: Record<string, { id: string }[]>;
    configuration: { properties: Record<string, unknown> };
  };
}

const read = (file: string): string => readFileSync(path.join(repositoryRoot, file), 'utf8');
const json = <T = Record<string, string>>(file: string): T => JSON.parse(read(file)) as T;
const sorted = (values: Iterable<string>): string[] => [...new Set(values)].sort();

/** The texts of all TypeScript files of these folders. */
function sources(...folders: string[]): string {
  const files = folders.flatMap((folder) =>
    readdirSync(path.join(repositoryRoot, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => path.join(folder, file)),
  );
  return files.map(read).join('\n');
}

/** A call of t with a literal string in one, or a quoted string that a line break precedes. */
const T_CALL = /\bt\(\s*(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`([^`$]*)`)/g;

const literals = (text: string): string[] =>
  [...text.matchAll(T_CALL)].map(([, single, double, template]) =>
    (single ?? double ?? template!).replace(/\\(['"`\\])/g, '$1').replace(/\\n/g, '\n'),
  );

const placeholders = (message: string): string[] => sorted(message.match(/\{\d\}/g) ?? []);

it('holds manifest, registered ids and translated strings together', () => {
  const text = read('package.json');
  const { contributes } = JSON.parse(text) as Manifest;

  const declared = contributes.commands.map(({ command }) => command);
  expect(sorted(declared)).toEqual(sorted(Object.values(ids.commands)));
  expect(contributes.commands.every(({ category }) => category === 'Attention Lens')).toBe(true);
  const menuItems = Object.values(contributes.menus).flat();
  const used = [...menuItems, ...contributes.keybindings].flatMap(({ command }) => command ?? []);
  expect(declared).toEqual(expect.arrayContaining(used));
  expect(contributes.keybindings.length).toBeLessThanOrEqual(1);

  const views = Object.values(contributes.views).flat();
  expect(sorted(views.map(({ id }) => id))).toEqual(sorted(Object.values(ids.views)));
  const containers = Object.values(contributes.viewsContainers).flat();
  expect(sorted(containers.map(({ id }) => id))).toEqual(sorted(Object.values(ids.viewContainers)));
  expect(sorted(Object.keys(contributes.views))).toEqual(sorted(Object.values(ids.viewContainers)));
  expect(sorted(contributes.submenus.map(({ id }) => id))).toEqual(sorted(Object.values(ids.submenus)));
  expect(sorted(Object.keys(contributes.configuration.properties))).toEqual(
    sorted(Object.values(ids.settings).map((name) => `${ids.section}.${name}`)),
  );

  // Whatever a when-clause speaks of under our name exists.
  const known = new Set<string>([...Object.values(ids.contextKeys), ...Object.values(ids.views)]);
  const clauses = JSON.stringify(contributes).match(/"(?:when|enablement)":"[^"]*"/g) ?? [];
  const spokenOf = clauses.flatMap((clause) => clause.match(/attentionLens\.\w+/g) ?? []);
  expect(spokenOf.filter((id) => !known.has(id))).toEqual([]);

  const keys = sorted([...text.matchAll(/%([\w.]+)%/g)].map(([, key]) => key!));
  expect(sorted(Object.keys(json('package.nls.json')))).toEqual(keys);
  expect(sorted(Object.keys(json('package.nls.zh-cn.json')))).toEqual(keys);

  // Each command that a translated string links to exists.
  for (const file of ['package.nls.json', 'package.nls.zh-cn.json']) {
    const links = [...read(file).matchAll(/\(command:(attentionLens\.\w+)/g)].map(([, command]) => command!);
    expect(declared).toEqual(expect.arrayContaining(links));
  }

  const messages = literals(sources('src', 'webview'));
  const bundle = json('l10n/bundle.l10n.zh-cn.json');
  expect(sorted(Object.keys(bundle))).toEqual(sorted(messages));
  for (const [english, chinese] of Object.entries(bundle)) {
    expect(placeholders(chinese), english).toEqual(placeholders(english));
  }
});

it('punctuates Chinese as Chinese is', () => {
  const CHINESE = '[\\p{Script=Han}“”（）。，；：]';
  const half = new RegExp(`${CHINESE}[,:;?!()]|[,:;?!()]\\s*\\p{Script=Han}|\\p{Script=Han}\\.(\\s|$)`, 'u');
  for (const file of ['l10n/bundle.l10n.zh-cn.json', 'package.nls.zh-cn.json']) {
    // names of commands as VS Code shows them, and links of Markdown
    const texts = Object.values(json(file)).map((text) =>
      text.replaceAll('Attention Lens: ', '').replace(/\]\([^)]*\)/g, ']'),
    );
    expect(texts.filter((text) => half.test(text))).toEqual([]);
  }
});
