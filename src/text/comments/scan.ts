/**
 * Finds the comments and doc strings of a program, and nothing that only looks like one: strings, characters and regular
 * expressions are read past. One pass; the work is linear in the text but for openers that never close, which are
 * remembered.
 */

import type { Span } from '../sentences';
import type { BlockComment, CommentSyntax, StringSyntax } from './languages';

export interface Comment extends Span {
  kind: 'line' | 'block' | 'docString';
  /** What opens it, as it stands there: `//`, `/**`, `"""`. */
  open: string;
  /** What closes it; '' for a line comment and for one that never ends. */
  close: string;
}

const WORD = /[\p{L}\p{N}_]/u;
/** After these, `/` opens a regular expression. */
const BEFORE_REGEX =
  /(?:^|[(,=:[!&|?{;+\-*%~^]|=>|\b(?:return|typeof|case|in|of|do|else|void|delete|throw|new|await|yield))$/;
const LONGEST_CHARACTER = 12;

export function scanComments(text: string, syntax: CommentSyntax): Comment[] {
  return new Scanner(text, syntax).scan();
}

class Scanner {
  private at = 0;
  /** Open `${` holes: depth of braces within each. */
  private readonly holes: { string: StringSyntax; depth: number }[] = [];
  private readonly comments: Comment[] = [];
  private brackets = 0;
  /** End of the last code character, for what stands before a `/` or a doc string. */
  private codeEnd = 0;
  /** Closers that do not occur any more. */
  private readonly gone = new Set<string>();
  private readonly marks: string;

  constructor(
    private readonly text: string,
    private readonly syntax: CommentSyntax,
  ) {
    const first = (marks: readonly { open: string }[]) => marks.map(({ open }) => open[0]).join('');
    const words = syntax.line.map((mark) => mark[0]!.toLowerCase() + mark[0]!.toUpperCase()).join('');
    this.marks = words + first(syntax.block) + first(syntax.strings) + (syntax.raw ? 'RrLu8bc[$<' : '') + "'/{}()[]`";
  }

  scan(): Comment[] {
    const { within } = this.syntax;
    if (!within) {
      this.run(this.text.length);
      return this.comments;
    }
    within.open.lastIndex = 0;
    for (let match = within.open.exec(this.text); match; match = within.open.exec(this.text)) {
      this.at = match.index + match[0].length;
      this.codeEnd = this.at;
      this.run(this.text.length, within.close);
      within.open.lastIndex = Math.max(this.at, match.index + 1);
    }
    // a selection or a file without the opening tag is code
    if (!this.text.includes('<?')) this.run(this.text.length);
    return this.comments;
  }

  private run(end: number, stop?: string): void {
    const { text } = this;
    while (this.at < end) {
      if (stop !== undefined && text.startsWith(stop, this.at)) {
        this.at += stop.length;
        return;
      }
      const character = text[this.at]!;
      if (!this.marks.includes(character)) {
        if (character !== ' ' && character !== '\t' && character !== '\n' && character !== '\r')
          this.codeEnd = this.at + 1;
        this.at++;
        continue;
      }
      if (this.comment(stop) || this.docString() || this.rawString() || this.string() || this.regex()) continue;
      this.bracket(character);
      this.codeEnd = ++this.at;
    }
  }

  private bracket(character: string): void {
    const hole = this.holes.at(-1);
    if ('([{'.includes(character)) {
      this.brackets++;
      if (hole && character === '{') hole.depth++;
    } else if (')]}'.includes(character)) {
      this.brackets = Math.max(0, this.brackets - 1);
      if (hole && character === '}' && hole.depth-- === 0) {
        this.holes.pop();
        this.at++;
        this.inString(hole.string, this.at);
        this.at--;
      }
    }
  }

  private atLineStart(): boolean {
    for (let at = this.at - 1; at >= 0; at--) {
      const before = this.text[at]!;
      if (before === '\n' || before === '\r') return true;
      if (before !== ' ' && before !== '\t') return at === 0 && before === '\uFEFF';
    }
    return true;
  }

  private comment(stop?: string): boolean {
    const { text, at, syntax } = this;
    for (const block of syntax.block) {
      if (!text.startsWith(block.open, at)) continue;
      if (block.lineStart && at > 0 && !/[\n\r]/.test(text[at - 1]!)) continue;
      this.block(block);
      return true;
    }
    for (const mark of syntax.line) {
      const found = text.slice(at, at + mark.length);
      if (found !== mark && !(syntax.caseless && found.toUpperCase() === mark)) continue;
      if (!this.isLineComment(mark)) continue;
      let end = at;
      while (end < text.length && text[end] !== '\n' && text[end] !== '\r') end++;
      if (stop !== undefined) {
        const closing = text.slice(at, end).indexOf(stop);
        if (closing >= 0) end = at + closing;
      }
      this.comments.push({ kind: 'line', start: at, end, open: found, close: '' });
      this.at = end;
      return true;
    }
    return false;
  }

  private isLineComment(mark: string): boolean {
    const { text, at, syntax } = this;
    const before = at === 0 ? '\n' : text[at - 1]!;
    const after = text[at + mark.length] ?? '\n';
    if (syntax.words?.includes(mark) && (WORD.test(before) || !/\s/.test(after))) return false;
    if (syntax.lineStartOnly?.includes(mark) && !this.atLineStart()) return false;
    if (syntax.wordStartOnly && !/[\s;&|()\uFEFF]/.test(before)) return false;
    if (mark === '%' && before === '\\') return false;
    // Haskell's operators: -->, --|
    if (
      mark === '--' &&
      syntax.block[0]?.open === '{-' &&
      /[!#$%&*+./<=>?@\\^:~]/.test(text.slice(at).replace(/^-+/, '').charAt(0))
    )
      return false;
    // https:// outside of strings, as in CSS and Vue's templates
    return !(mark === '//' && before === ':' && WORD.test(text[at - 2] ?? ' ') && !/\s/.test(after));
  }

  private block({ open, close, nests }: BlockComment): void {
    const { text, at } = this;
    let end = -1;
    if (nests) {
      let depth = 1;
      let next = at + open.length;
      while (depth > 0 && next < text.length) {
        if (text.startsWith(close, next)) {
          depth--;
          next += close.length;
        } else if (text.startsWith(open, next)) {
          depth++;
          next += open.length;
        } else next++;
      }
      end = depth === 0 ? next : -1;
    } else {
      const closing = text.indexOf(close, at + open.length);
      end = closing < 0 ? -1 : closing + close.length;
    }
    const doc = open === '/*' ? /^\/\*[*!]?(?![*/])/.exec(text.slice(at, at + 4))?.[0] : undefined;
    this.comments.push({
      kind: 'block',
      start: at,
      end: end < 0 ? text.length : end,
      open: doc ?? open,
      close: end < 0 ? '' : close,
    });
    this.at = end < 0 ? text.length : end;
  }

  private docString(): boolean {
    const { text, at, syntax } = this;
    if (!syntax.docStrings) return false;
    const quote = text.startsWith('"""', at)
      ? '"""'
      : text.startsWith("'''", at) && syntax.doc === 'rst'
        ? "'''"
        : null;
    if (quote === null) return false;
    // Elixir: @doc """; Python: a statement of its own, perhaps r"""
    const lineStart = Math.max(text.lastIndexOf('\n', at - 1), text.lastIndexOf('\r', at - 1)) + 1;
    const before = text.slice(lineStart, at).replace('\uFEFF', '');
    const isStatement = /^\s*[rRuU]?$/.test(before) && this.brackets === 0 && !this.continues(lineStart);
    if (!isStatement && !/^\s*@(?:module|type|short)?doc\s+(?:~[sS])?$/.test(before)) return false;
    const closing = this.find(quote, at + 3, '\\');
    const end = closing < 0 ? text.length : closing + 3;
    this.comments.push({ kind: 'docString', start: at, end, open: quote, close: closing < 0 ? '' : quote });
    this.at = end;
    this.codeEnd = end;
    return true;
  }

  /** Whether the statement of the line before goes on. */
  private continues(lineStart: number): boolean {
    return this.codeEnd <= lineStart && /[=,(\\+]/.test(this.text[this.codeEnd - 1] ?? '');
  }

  /** The first unescaped `close` from `from` on. */
  private find(close: string, from: number, escape: string): number {
    if (this.gone.has(close)) return -1;
    for (let at = from; at < this.text.length; at++) {
      if (escape !== '' && this.text[at] === escape) at++;
      else if (this.text.startsWith(close, at)) return at;
    }
    this.gone.add(close);
    return -1;
  }

  private string(): boolean {
    const { text, at, syntax } = this;
    if (text[at] === "'" && syntax.characters) {
      const close = text.slice(at + 1, at + LONGEST_CHARACTER).search(/(?<=^(?:\\.[^'\n]{0,8}|[^'\\\n]{1,2}))'/u);
      this.at = close < 0 ? at + 1 : at + close + 2;
      this.codeEnd = this.at;
      return true;
    }
    const string = syntax.strings.find(({ open }) => text.startsWith(open, at));
    if (!string) return false;
    // a quote that is an apostrophe of prose or a transpose, not a string
    if (
      string.open === "'" &&
      at > 0 &&
      /[\p{L}\p{N})\]]/u.test(text[at - 1]!) &&
      syntax.regex === undefined &&
      !/[rbfuBRFU]/.test(text[at - 1]!)
    ) {
      this.codeEnd = ++this.at;
      return true;
    }
    this.inString(string, at + string.open.length);
    return true;
  }

  /** Reads on to the end of a string, or to a hole in it. */
  private inString(string: StringSyntax, from: number): void {
    const { text } = this;
    let at = from;
    for (; at < text.length; at++) {
      const character = text[at]!;
      if (string.escape !== '' && character === string.escape) {
        at++;
        continue;
      }
      if (string.holes && character === '$' && text[at + 1] === '{') {
        this.holes.push({ string, depth: 0 });
        this.at = at + 2;
        this.codeEnd = this.at;
        return;
      }
      if (text.startsWith(string.close, at)) {
        if (string.doubled && text.startsWith(string.close, at + string.close.length)) {
          at += 2 * string.close.length - 1;
          continue;
        }
        at += string.close.length;
        break;
      }
      // an unclosed string ends with its line
      if (!string.multiline && (character === '\n' || character === '\r')) break;
    }
    this.at = Math.min(at, text.length);
    this.codeEnd = this.at;
  }

  private regex(): boolean {
    const { text, at, syntax } = this;
    if (!syntax.regex || text[at] !== '/') return false;
    if (!BEFORE_REGEX.test(text.slice(Math.max(0, this.codeEnd - 10), this.codeEnd))) return false;
    let inClass = false;
    for (let next = at + 1; next < text.length && text[next] !== '\n' && text[next] !== '\r'; next++) {
      const character = text[next]!;
      if (character === '\\') next++;
      else if (character === '[') inClass = true;
      else if (character === ']') inClass = false;
      else if (character === '/' && !inClass) {
        this.at = next + 1;
        this.codeEnd = this.at;
        return true;
      }
    }
    return false;
  }

  private rawString(): boolean {
    const { text, at, syntax } = this;
    const ahead = text.slice(at, at + 80);
    let match: RegExpExecArray | null = null;
    let close = '';
    if (syntax.raw === 'cpp' && (match = /^(?:u8|[uUL])?R"([^()\\\s"]{0,16})\(/.exec(ahead))) close = `)${match[1]}"`;
    else if (syntax.raw === 'rust' && (match = /^(?:b|c)?r(#{0,16})"/.exec(ahead))) close = `"${match[1]}`;
    else if (syntax.raw === 'dollar' && (match = /^\$([A-Za-z_]\w{0,30})?\$/.exec(ahead))) close = match[0];
    else if (syntax.raw === 'lua' && (match = /^\[(={0,16})\[/.exec(ahead))) close = `]${match[1]}]`;
    else if (syntax.raw === 'heredoc') return this.heredoc(ahead);
    if (!match) return false;
    if (at > 0 && WORD.test(text[at - 1]!) && WORD.test(text[at]!)) return false;
    const closing = text.indexOf(close, at + match[0].length);
    const end = closing < 0 ? text.length : closing + close.length;
    this.at = end;
    this.codeEnd = end;
    return true;
  }

  /** <<EOF, <<-EOF, <<~EOF, <<'EOF': what follows on the same line is still code; the lines below are the text. */
  private heredoc(ahead: string): boolean {
    const match = /^<<[-~]?(["']?)([A-Za-z_]\w{0,40})\1/.exec(ahead);
    if (!match) return false;
    const lineEnd = this.text.indexOf('\n', this.at);
    const name = `<<${match[2]}`;
    if (lineEnd < 0 || this.gone.has(name)) return false;
    const closing = new RegExp(`^[ \\t]*${match[2]}[ \\t]*\\r?$`, 'm').exec(this.text.slice(lineEnd + 1));
    if (!closing) {
      this.gone.add(name);
      return false;
    }
    this.at = lineEnd + 1 + closing.index + closing[0].length;
    this.codeEnd = this.at;
    return true;
  }
}
