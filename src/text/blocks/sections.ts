/** Sections of Python doc strings in Google's and NumPy's style. */

const HEADER =
  /^(?:Args|Arguments|Attributes|Example|Examples|Keyword Args|Keyword Arguments|Methods|Note|Notes|Other Parameters|Parameters|Return|Returns|Raises|References|See Also|Todo|Warning|Warnings|Warns|Yield|Yields)(:?)$/;
const CODE = /^(?:Example|Examples|References|See Also)/;

export interface Section {
  code: boolean;
  /** Whether its lines are `name: description`. */
  entries: boolean;
  /** Its header is underlined: entries are `name : type`, their descriptions deeper. */
  numpy: boolean;
}

/** A header that stands alone on its line: with a colon, or underlined. */
export function sectionOf(content: string, next: string): Section | null {
  const match = HEADER.exec(content);
  if (!match || (match[1] === '' && !/^(?:-{3,}|={3,})$/.test(next))) return null;
  return { code: CODE.test(content), entries: !/^(?:Note|Warning|Todo)/.test(content), numpy: match[1] === '' };
}

/** `name (type): ` or `Error: ` at the beginning of an entry: how long it is. */
export function entryOf(content: string): number {
  return /^\*{0,2}[A-Za-z_][\w.]*(?:\s*\([^)\n]{0,200}\))?:\s+(?=\S)/.exec(content)?.[0].length ?? 0;
}

/** `name : type`, with its description indented below. */
export const isNumpyEntry = (content: string) =>
  /^\*{0,2}[A-Za-z_][\w.]*(?:, ?\*{0,2}[A-Za-z_][\w.]*)*(?: ?: .+)?$/.test(content);
