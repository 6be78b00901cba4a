import type { SentenceResult } from '../shared/result';
import { strongestLinks } from '../../webview/alignment/links';
import type { Labels } from './scene';

const SPECIAL: Record<string, string> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  $: '\\$',
  '&': '\\&',
  '#': '\\#',
  '%': '\\%',
  _: '\\_',
  '^': '\\textasciicircum{}',
  '~': '\\textasciitilde{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
  '"': '\\textquotedbl{}',
  '`': '\\textasciigrave{}',
  // "--" and ",," would become other signs
  '-': '{-}',
  ',': '{,}',
};

/** Text that TeX sets as it stands. */
export const escapeLatex = (text: string): string =>
  text.replace(/\p{Cc}+|\p{Cs}/gu, ' ').replace(/[\\{}$&#%_^~<>|"`,-]/g, (character) => SPECIAL[character]!);

/** A document of its own: the words of both sides as nodes, a line for each visible link, as thick and dark as its weight. */
export function toLatex(sentence: SentenceResult, labels: Labels): string {
  const { sourceWords, targetWords } = sentence;
  const links = targetWords.flatMap((_, index) => strongestLinks(sentence, { side: 'target', index }));
  const withEnd = links.some(({ source }) => source === sourceWords.length);
  const source = [...sourceWords.map(({ text }) => text), ...(withEnd ? [labels.end] : [])];
  return [
    '% Pictures of attention are made of nodes s0, s1, ... (source) and t0, t1, ... (translation).',
    '% Compile with pdflatex, or with lualatex for texts beyond the Latin script.',
    '\\documentclass[tikz,border=6pt]{standalone}',
    '\\usepackage{iftex}',
    '\\iftutex\\usepackage{fontspec}\\else\\usepackage[T1]{fontenc}\\IfFileExists{lmodern.sty}{\\usepackage{lmodern}}{}\\fi',
    '\\usetikzlibrary{positioning}',
    '\\begin{document}',
    '\\begin{tikzpicture}[',
    '  word/.style={inner sep=2pt, text height=1.7ex, text depth=.5ex},',
    '  end/.style={word, draw, densely dotted, rounded corners=2pt, font=\\scriptsize},',
    '  link/.style={draw=blue!75!black, line cap=round}]',
    ...nodes('s', source, sourceWords.length),
    ...nodes(
      't',
      targetWords.map(({ text }) => text),
    ),
    ...links.map(
      ({ source: s, target: t, weight }) =>
        `  \\path[link, line width=${(2 * weight).toFixed(2)}pt, opacity=${(0.25 + 0.75 * weight).toFixed(2)}]` +
        ` (s${s}.south) to[out=-90, in=90] (t${t}.north); % ${(100 * weight).toFixed(1)}\\%`,
    ),
    '\\end{tikzpicture}',
    '\\end{document}',
    '',
  ].join('\n');
}

function nodes(name: 's' | 't', words: readonly string[], end = -1): string[] {
  return words.map((text, index) => {
    const style = index === end ? 'end' : 'word';
    const first = name === 't' ? ', below=1.8cm of s0.south west, anchor=north west' : '';
    const place = index === 0 ? first : `, right=3pt of ${name}${index - 1}`;
    return `  \\node[${style}${place}] (${name}${index}) {${escapeLatex(text)}};`;
  });
}
