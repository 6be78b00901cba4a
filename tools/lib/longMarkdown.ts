/** A long Markdown file as people write them, made of varying parts, for benchmarks: the same one every time. */

const NOUNS = ['file', 'server', 'window', 'setting', 'package', 'branch', 'editor', 'button', 'module', 'request'];
const VERBS = ['opens', 'closes', 'updates', 'removes', 'shows', 'reads', 'writes', 'checks', 'copies', 'starts'];
const CODE = ['`npm install`', '`git rebase -i`', '`config.json`', '`true`', '`%d`', '`max_size`'];

/** @param lines at least so many */
export function longMarkdown(lines: number): string {
  const out: string[] = ['# A long document', ''];
  const pick = (list: readonly string[], k: number) => list[k % list.length]!;
  for (let k = 0; out.length < lines; k++) {
    const [noun, verb, other, code] = [pick(NOUNS, k), pick(VERBS, k * 7 + 3), pick(NOUNS, k * 3 + 1), pick(CODE, k)];
    switch (k % 5) {
      case 0:
        out.push(`## How the ${noun} ${verb} the ${other}`, '');
        break;
      case 1:
        out.push(`The ${noun} ${verb} the ${other} when you save the document for`);
        out.push(`the ${k} time. If it does not exist, use ${code} to create it.`, '');
        break;
      case 2:
        out.push(
          `- The ${noun} ${verb} every ${other}.`,
          `- See [the ${other}](https://example.com/${k}) and ${code}.`,
          '',
        );
        break;
      case 3:
        out.push('```js', `const value${k} = read('${noun}'); // not ${verb}`, '```', '');
        break;
      default:
        out.push(`> **Note**: the ${noun} never ${verb} a ${other} that is in use.`, '');
    }
  }
  return `${out.join('\n')}\n`;
}
