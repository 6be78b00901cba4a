import path from 'node:path';

/** VS Code's language ids by the endings of file names. */
const LANGUAGES: Readonly<Record<string, string>> = {
  c: 'c',
  h: 'c',
  cc: 'cpp',
  cpp: 'cpp',
  hpp: 'cpp',
  cs: 'csharp',
  css: 'css',
  go: 'go',
  htm: 'html',
  html: 'html',
  ini: 'ini',
  java: 'java',
  js: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  jsx: 'javascriptreact',
  json: 'json',
  jsonc: 'jsonc',
  kt: 'kotlin',
  lua: 'lua',
  markdown: 'markdown',
  md: 'markdown',
  php: 'php',
  po: 'po',
  pot: 'po',
  properties: 'properties',
  py: 'python',
  r: 'r',
  rb: 'ruby',
  rs: 'rust',
  rst: 'restructuredtext',
  scss: 'scss',
  sh: 'shellscript',
  sql: 'sql',
  swift: 'swift',
  tex: 'latex',
  ts: 'typescript',
  tsx: 'typescriptreact',
  xlf: 'xliff',
  xliff: 'xliff',
  xml: 'xml',
  yaml: 'yaml',
  yml: 'yaml',
};

/** Plain text where the name does not tell. */
export function languageIdOf(file: string): string {
  const ending = path.extname(file).slice(1).toLowerCase();
  return Object.hasOwn(LANGUAGES, ending) ? LANGUAGES[ending]! : 'plaintext';
}
