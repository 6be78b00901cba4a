import type { SentenceResult } from '../shared/result';

/** Excel takes a file without it for one in the old Windows code page. */
const BYTE_ORDER_MARK = '\ufeff';
/** How a spreadsheet recognises a formula, its full-width forms included. */
const FORMULA = /^[\t\r\n]*[=+\-@\t\r＝＋－＠]./su;

/**
 * The matrix (RFC 4180): first the source words and the end mark, then a line for each target word. A word that a spreadsheet
 * would run as a formula gets an apostrophe before it, which says "text" there; a reader that wants the word takes it away.
 */
export function toCsv({ sourceWords, targetWords, alignment }: SentenceResult, corner: string, end: string): string {
  const lines = [
    [corner, ...sourceWords.map(({ text }) => text), end].map(cell),
    ...targetWords.map(({ text }, t) => [cell(text), ...(alignment[t] ?? []).map(String)]),
  ];
  return BYTE_ORDER_MARK + lines.map((line) => `${line.join(',')}\r\n`).join('');
}

function cell(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
