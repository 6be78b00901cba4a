/** The tokenisation "13a" of mteval-v13a, as sacreBLEU does it (Post 2018). */

import { pythonSplit } from './pythonSplit';

const ENTITIES: readonly [string, string][] = [
  ['&quot;', '"'],
  ['&amp;', '&'],
  ['&lt;', '<'],
  ['&gt;', '>'],
];

const RULES: readonly [RegExp, string][] = [
  // ASCII punctuation but for ' , - .
  [/([{-~[-` -&(-+:-@/])/gu, ' $1 '],
  // full stop and comma, unless a digit stands before
  [/([^0-9])([.,])/gu, '$1 $2 '],
  // full stop and comma, unless a digit follows
  [/([.,])([^0-9])/gu, ' $1 $2'],
  // a dash after a digit
  [/([0-9])(-)/gu, '$1 $2 '],
];

export function tokenise13a(line: string): string[] {
  let text = line.replaceAll('<skipped>', '').replaceAll('-\n', '').replaceAll('\n', ' ');
  for (const [entity, character] of ENTITIES) text = text.replaceAll(entity, character);
  text = ` ${text} `;
  for (const [pattern, replacement] of RULES) text = text.replace(pattern, replacement);
  return pythonSplit(text);
}
