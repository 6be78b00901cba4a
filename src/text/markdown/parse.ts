/** The Markdown parser: CommonMark, GitHub's extensions, front matter, math; with positions. */

import type { Nodes, Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { frontmatterFromMarkdown } from 'mdast-util-frontmatter';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { mathFromMarkdown } from 'mdast-util-math';
import { frontmatter } from 'micromark-extension-frontmatter';
import { gfm } from 'micromark-extension-gfm';
import { math } from 'micromark-extension-math';

/** A byte order mark is no part of the page, but the parser leaves it out of its count: offsets are put right. */
export function parseMarkdown(text: string): Root {
  const root = parse(text);
  if (text.startsWith('\uFEFF')) shift(root, 1);
  return root;
}

function shift(node: Nodes, by: number): void {
  if (node.position) {
    for (const point of [node.position.start, node.position.end]) if (point.offset !== undefined) point.offset += by;
  }
  if ('children' in node) for (const child of node.children) shift(child, by);
}

function parse(text: string): Root {
  return fromMarkdown(text, {
    extensions: [gfm(), frontmatter(['yaml', 'toml']), math({ singleDollarTextMath: false })],
    mdastExtensions: [gfmFromMarkdown(), frontmatterFromMarkdown(['yaml', 'toml']), mathFromMarkdown()],
  });
}

const MARKS = '*_[]`<!~$\\';
const MOST_MARKS = 2_000;

/**
 * Whether a paragraph has so many marks that pairing them would take long: the parser's work grows with their square.
 * Lines that begin a block of their own (items, rows, headings) begin a new count.
 */
export function isOvermarked(text: string): boolean {
  let marks = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (character === '\n') {
      if (/^[ \t>]*(?:\r?\n|[-*+|#>]|\d{1,9}[.)])/.test(text.slice(at + 1, at + 40))) marks = 0;
    } else if (MARKS.includes(character)) {
      if (++marks > MOST_MARKS) return true;
    }
  }
  return false;
}
