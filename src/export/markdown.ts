import { joinTranslation, type SentenceResult, type TranslationResult } from '../shared/result';
import { hasAlignment, strongestLinks } from '../../webview/alignment/links';
import type { Labels } from './scene';

/** Links of a word that are told. */
const MOST_LINKS = 3;

/** Text that Markdown shows as it stands: no mark-up, no HTML, no cell border. Line breaks become spaces. */
export const escapeMarkdown = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_[\]|~$@]|:(?=\p{L})/gu, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    // what begins a heading, a list, a quotation or a line under a heading does so at the start of a line alone
    .replace(/^ *[#+\->=]/, '\\$&')
    .replace(/^( *\d+)(?=[.)])/, '$1\\');

/** The translation, and for each sentence a table of its words: what they attended to most, and how sure the model was. */
export function toMarkdown(text: string, result: TranslationResult, labels: Labels): string {
  const whole = joinTranslation(text, result.sentences).trim();
  const paragraphs = whole.split(/\n\s*\n/).map((paragraph) => escapeMarkdown(paragraph.trim()));
  const tables = result.sentences.filter(({ targetWords }) => targetWords.length > 0);
  return `${[...paragraphs, ...tables.map((sentence) => table(sentence, labels))].join('\n\n')}\n`;
}

function table(sentence: SentenceResult, { word, attendedTo, confidence, end }: Labels): string {
  const attends = hasAlignment(sentence);
  const lines = [
    [word, ...(attends ? [attendedTo] : []), confidence].map(escapeMarkdown),
    ['---', ...(attends ? ['---'] : []), '---:'],
    ...sentence.targetWords.map(({ text, confidence: sure }, index) => [
      escapeMarkdown(text),
      ...(attends ? [linksOf(sentence, index, end)] : []),
      percent(sure),
    ]),
  ];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

const linksOf = (sentence: SentenceResult, index: number, end: string): string =>
  strongestLinks(sentence, { side: 'target', index })
    .slice(0, MOST_LINKS)
    .map(({ source, weight }) => `${escapeMarkdown(sentence.sourceWords[source]?.text ?? end)} ${percent(weight)}`)
    .join(', ');

const percent = (weight: number): string => `${Math.round(100 * weight)}%`;
