/** How the languages of VS Code (and widespread extensions) write comments and strings. */

export interface BlockComment {
  open: string;
  close: string;
  nests?: true;
  /** Only at the beginning of a line (=pod, =begin). */
  lineStart?: true;
}

export interface StringSyntax {
  open: string;
  close: string;
  /** Character that takes the meaning of the next away; '' where there is none. */
  escape: string;
  /** Whether it goes on over line ends. */
  multiline?: true;
  /** A doubled quote is a quote. */
  doubled?: true;
  /** Where `${` … `}` holds code. */
  holes?: true;
}

export interface CommentSyntax {
  line: readonly string[];
  block: readonly BlockComment[];
  strings: readonly StringSyntax[];
  /** A line mark counts only at the beginning of a line (bat's `::`, vim's `"`). */
  lineStartOnly?: readonly string[];
  /** A line mark counts only after white space or one of `;&|()`. */
  wordStartOnly?: true;
  /** A line mark with a letter or digit after it is none: REM. */
  words?: readonly string[];
  /** Line marks are read without regard to case. */
  caseless?: true;
  /** Triple-quoted strings that are statements of their own are doc strings. */
  docStrings?: true;
  /** `'` opens a character, not a string: kept only where it closes soon. */
  characters?: true;
  /** `/` may open a regular expression. */
  regex?: true;
  /** `R"x(…)x"` (cpp), `r#"…"#` (rust), `[==[…]==]` (lua), `$tag$…$tag$` (sql), `<<EOF` (shell). */
  raw?: 'cpp' | 'rust' | 'lua' | 'dollar' | 'heredoc';
  /** Comments exist only between these (php). */
  within?: { open: RegExp; close: string };
  /** Doc comments are Markdown (rust) or reStructuredText (python); `doc` is both JSDoc's and C#'s. */
  doc: 'doc' | 'rst' | 'markdown' | 'plain';
}

const slashes = ['//'];
const cBlock: BlockComment[] = [{ open: '/*', close: '*/' }];
const double: StringSyntax = { open: '"', close: '"', escape: '\\' };
const single: StringSyntax = { open: "'", close: "'", escape: '\\' };
const multi = (quote: string, escape = '\\'): StringSyntax => ({ open: quote, close: quote, escape, multiline: true });
const doubled = (quote: string): StringSyntax => ({
  open: quote,
  close: quote,
  escape: '',
  multiline: true,
  doubled: true,
});
const template: StringSyntax = { open: '`', close: '`', escape: '\\', multiline: true, holes: true };
const triple = [multi('"""'), multi("'''")];

const syntax = (own: Partial<CommentSyntax>): CommentSyntax => ({
  line: [],
  block: [],
  strings: [double, single],
  doc: 'doc',
  ...own,
});

const c = syntax({ line: slashes, block: cBlock, strings: [double], characters: true });
const cpp: CommentSyntax = { ...c, raw: 'cpp' };
const script = syntax({ line: slashes, block: cBlock, strings: [double, single, template], regex: true });
const hash = syntax({ line: ['#'], doc: 'plain' });
const shell: CommentSyntax = { ...hash, wordStartOnly: true, strings: [multi('"'), multi("'", '')], raw: 'heredoc' };
const xml = syntax({ block: [{ open: '<!--', close: '-->' }], strings: [], doc: 'plain' });
const java = syntax({ line: slashes, block: cBlock, strings: [multi('"""'), double], characters: true });
const lisp = syntax({
  line: [';'],
  block: [{ open: '#|', close: '|#', nests: true }],
  strings: [multi('"')],
  doc: 'plain',
});
const python = syntax({ line: ['#'], strings: [...triple, double, single], docStrings: true, doc: 'rst' });
const percent = syntax({ line: ['%'], strings: [], doc: 'plain' });
const sql = syntax({ line: ['--'], block: cBlock, strings: [doubled("'"), doubled('"')], raw: 'dollar', doc: 'plain' });
const css = syntax({ block: cBlock });
const scss: CommentSyntax = { ...css, line: slashes };
const ml = syntax({
  block: [{ open: '(*', close: '*)', nests: true }],
  strings: [multi('"')],
  doc: 'plain',
  characters: true,
});
const basic = syntax({
  line: ["'", 'REM'],
  words: ['REM'],
  caseless: true,
  strings: [{ open: '"', close: '"', escape: '', doubled: true }],
});
const ini = syntax({ line: [';', '#'], lineStartOnly: [';', '#'], strings: [], doc: 'plain' });

const SYNTAX: Record<string, CommentSyntax> = {
  ada: syntax({ line: ['--'], strings: [double], doc: 'plain' }),
  apex: java,
  asm: syntax({ line: [';'], strings: [double, single], doc: 'plain' }),
  awk: hash,
  bat: syntax({
    line: ['REM', '@REM', '::'],
    words: ['REM', '@REM'],
    lineStartOnly: ['REM', '@REM', '::'],
    caseless: true,
    strings: [],
    doc: 'plain',
  }),
  bibtex: percent,
  c,
  clojure: syntax({ line: [';'], strings: [multi('"')], doc: 'plain' }),
  cmake: { ...hash, block: [{ open: '#[[', close: ']]' }], strings: [multi('"')] },
  coffeescript: { ...hash, block: [{ open: '###', close: '###' }], strings: [...triple, double, single] },
  cpp,
  crystal: hash,
  csharp: syntax({
    line: slashes,
    block: cBlock,
    strings: [multi('"""', ''), { ...doubled('"'), open: '@"' }, { ...doubled('"'), open: '$@"' }, double],
    characters: true,
  }),
  css,
  'cuda-cpp': cpp,
  d: cpp,
  dart: syntax({ line: slashes, block: cBlock, strings: [...triple, double, single], doc: 'doc' }),
  dockerfile: { ...hash, lineStartOnly: ['#'], strings: [] },
  elixir: syntax({ line: ['#'], strings: [...triple, multi('"')], docStrings: true, doc: 'markdown' }),
  elm: syntax({
    line: ['--'],
    block: [{ open: '{-', close: '-}', nests: true }],
    strings: [multi('"""'), double],
    characters: true,
  }),
  erlang: { ...percent, strings: [multi('"'), single] },
  'fortran-modern': syntax({ line: ['!'], strings: [doubled('"'), doubled("'")], doc: 'plain' }),
  fsharp: syntax({
    line: slashes,
    block: [{ open: '(*', close: '*)', nests: true }],
    strings: [multi('"""', ''), multi('"')],
    characters: true,
  }),
  'git-commit': syntax({ line: ['#'], lineStartOnly: ['#'], strings: [], doc: 'plain' }),
  'git-rebase': syntax({ line: ['#'], lineStartOnly: ['#'], strings: [], doc: 'plain' }),
  go: syntax({ line: slashes, block: cBlock, strings: [double, multi('`', '')], characters: true }),
  graphql: { ...hash, strings: [...triple, double], docStrings: true, doc: 'markdown' },
  groovy: syntax({ line: slashes, block: cBlock, strings: [...triple, double, single] }),
  handlebars: { ...xml, block: [...xml.block, { open: '{{!--', close: '--}}' }, { open: '{{!', close: '}}' }] },
  haskell: syntax({
    line: ['--'],
    block: [{ open: '{-', close: '-}', nests: true }],
    strings: [double],
    characters: true,
    doc: 'markdown',
  }),
  hlsl: c,
  html: xml,
  ignore: { ...hash, lineStartOnly: ['#'], strings: [] },
  ini,
  jade: syntax({ line: slashes, strings: [double, single] }),
  java,
  javascript: script,
  javascriptreact: script,
  julia: syntax({
    line: ['#'],
    block: [{ open: '#=', close: '=#', nests: true }],
    strings: [multi('"""'), double],
    docStrings: true,
    characters: true,
    doc: 'markdown',
  }),
  kotlin: syntax({
    line: slashes,
    block: [{ open: '/*', close: '*/', nests: true }],
    strings: [multi('"""', ''), double],
    characters: true,
  }),
  latex: percent,
  less: scss,
  lisp,
  lua: syntax({
    line: ['--'],
    block: [
      { open: '--[[', close: ']]' },
      { open: '--[=[', close: ']=]' },
    ],
    strings: [double, single],
    raw: 'lua',
    doc: 'plain',
  }),
  makefile: { ...hash, strings: [] },
  matlab: syntax({
    line: ['%'],
    block: [{ open: '%{', close: '%}', lineStart: true }],
    strings: [doubled('"')],
    doc: 'plain',
  }),
  nim: syntax({
    line: ['#'],
    block: [{ open: '#[', close: ']#', nests: true }],
    strings: [multi('"""', ''), double],
    characters: true,
    doc: 'rst',
  }),
  nix: { ...hash, block: cBlock, strings: [multi('"'), multi("''", '')] },
  'objective-c': c,
  'objective-cpp': cpp,
  ocaml: ml,
  pascal: syntax({
    line: slashes,
    block: [
      { open: '{', close: '}' },
      { open: '(*', close: '*)' },
    ],
    strings: [doubled("'")],
    doc: 'plain',
  }),
  perl: {
    ...hash,
    wordStartOnly: true,
    block: [
      { open: '=pod', close: '=cut', lineStart: true },
      { open: '=head', close: '=cut', lineStart: true },
    ],
    raw: 'heredoc',
  },
  perl6: { ...hash, wordStartOnly: true },
  php: syntax({
    line: ['//', '#'],
    block: cBlock,
    strings: [multi('"'), multi("'")],
    within: { open: /<\?(?:php|=)?/gi, close: '?>' },
  }),
  plsql: sql,
  powershell: syntax({
    line: ['#'],
    block: [{ open: '<#', close: '#>' }],
    strings: [multi('@"', ''), multi('"', '`'), multi("'", '')],
    wordStartOnly: true,
    doc: 'plain',
  }),
  prolog: { ...percent, block: cBlock, strings: [double] },
  properties: { ...ini, line: ['#', '!', ';'], lineStartOnly: ['#', '!', ';'] },
  proto3: c,
  pug: syntax({ line: slashes, strings: [double, single] }),
  python,
  r: { ...hash, strings: [multi('"'), multi("'")] },
  racket: lisp,
  raku: { ...hash, wordStartOnly: true },
  razor: { ...xml, block: [...xml.block, { open: '@*', close: '*@' }] },
  ruby: {
    ...hash,
    block: [{ open: '=begin', close: '=end', lineStart: true }],
    strings: [multi('"'), multi("'")],
    wordStartOnly: true,
    raw: 'heredoc',
  },
  rust: syntax({
    line: slashes,
    block: [{ open: '/*', close: '*/', nests: true }],
    strings: [multi('"')],
    characters: true,
    raw: 'rust',
    doc: 'doc',
  }),
  sass: scss,
  scala: syntax({
    line: slashes,
    block: [{ open: '/*', close: '*/', nests: true }],
    strings: [multi('"""', ''), double],
    characters: true,
  }),
  scheme: lisp,
  scss,
  shaderlab: c,
  shellscript: shell,
  solidity: script,
  sql,
  stylus: scss,
  svelte: { ...script, block: [...cBlock, ...xml.block], strings: [], regex: undefined },
  swift: syntax({
    line: slashes,
    block: [{ open: '/*', close: '*/', nests: true }],
    strings: [multi('"""'), double],
    doc: 'doc',
  }),
  systemverilog: c,
  tcl: { ...hash, wordStartOnly: true, strings: [] },
  terraform: syntax({ line: ['#', '//'], block: cBlock, strings: [double], doc: 'plain' }),
  tex: percent,
  toml: { ...hash, strings: [...triple, double, { ...single, escape: '' }] },
  typescript: script,
  typescriptreact: script,
  vala: java,
  vb: basic,
  verilog: c,
  vhdl: syntax({ line: ['--'], strings: [double], doc: 'plain' }),
  viml: syntax({ line: ['"'], lineStartOnly: ['"'], strings: [], doc: 'plain' }),
  vue: { ...script, block: [...cBlock, ...xml.block], strings: [], regex: undefined },
  wgsl: c,
  xml,
  xsl: xml,
  yaml: { ...hash, wordStartOnly: true, strings: [double, { ...single, escape: '' }] },
  dockercompose: { ...hash, wordStartOnly: true, strings: [double, { ...single, escape: '' }] },
  zig: syntax({ line: slashes, strings: [double], characters: true }),
  jsonc: syntax({ line: slashes, block: cBlock, strings: [double] }),
  snippets: syntax({ line: slashes, block: cBlock, strings: [double] }),
};

const ALIASES: Record<string, string> = {
  'c++': 'cpp',
  'common-lisp': 'lisp',
  commonlisp: 'lisp',
  clojurescript: 'clojure',
  'emacs-lisp': 'lisp',
  elisp: 'lisp',
  emacslisp: 'lisp',
  fortran: 'fortran-modern',
  FortranFreeForm: 'fortran-modern',
  glsl: 'c',
  gomod: 'go',
  'go.mod': 'go',
  hcl: 'terraform',
  jinja: 'html',
  json5: 'jsonc',
  jsonl: 'jsonc',
  'literate haskell': 'haskell',
  mysql: 'sql',
  objectpascal: 'pascal',
  octave: 'matlab',
  postgres: 'sql',
  proto: 'proto3',
  purescript: 'haskell',
  ssh_config: 'shellscript',
  'vue-html': 'html',
  vim: 'viml',
};

/** The comments of a language; null for one that is not known, or has none. */
export function commentSyntax(languageId: string): CommentSyntax | null {
  const id = ALIASES[languageId] ?? languageId;
  return Object.hasOwn(SYNTAX, id) ? SYNTAX[id]! : null;
}

/** Language ids with comments, sorted: for tests and documentation. */
export const COMMENT_LANGUAGES: readonly string[] = [...Object.keys(SYNTAX), ...Object.keys(ALIASES)].sort();
