/** A translation set in lines of the width that the original had. */

import { columns } from './lines';

/** What a line of Markdown or reStructuredText must not begin with, unless a block is to begin there. */
const BLOCK_MARK = /^(?:[-+*#>|=~]|\d{1,9}[.)]|\.\.|:\w+:|@\w)/;
/** French sets these off with a space that no line may break at. */
const STICKS_TO_BEFORE = /^[;:!?»%€]/;
const STICKS_TO_AFTER = /«$/;
/** Inline code keeps its spaces. */
const UNBREAKABLE = /(`+)[^`\n]*\1|\{@[^{}\n]*\}|\S+/g;

/** The parts of a text between which a line may break. */
function breakable(text: string): string[] {
  const parts: string[] = [];
  let end = -1;
  for (const match of text.matchAll(UNBREAKABLE)) {
    const last = parts.length - 1;
    const glued = match.index === end;
    const sticky =
      STICKS_TO_BEFORE.test(match[0]) || BLOCK_MARK.test(match[0]) || (last >= 0 && STICKS_TO_AFTER.test(parts[last]!));
    if (last >= 0 && (glued || sticky)) parts[last] += text.slice(end, match.index) + match[0];
    else parts.push(match[0]);
    end = match.index + match[0].length;
  }
  return parts;
}

/**
 * @param first columns in front of the first line
 * @param rest what is in front of every other line
 * @param width in columns, all counted; a word that is longer gets a line of its own
 */
export function wrap(text: string, first: number, rest: string, width: number, eol: string): string {
  const indent = columns(rest);
  let wrapped = '';
  let column = first;
  let empty = true;
  for (const part of breakable(text)) {
    const length = columns(part);
    if (!empty && column + 1 + length > width) {
      wrapped += eol + rest + part;
      column = indent + length;
    } else {
      wrapped += empty ? part : ` ${part}`;
      column += length + (empty ? 0 : 1);
    }
    empty = false;
  }
  return wrapped;
}
