import { l10n, MarkdownString } from 'vscode';
import type { TranslationResult } from '../../shared/result';
import { joinTranslation } from '../../shared/result';
import { commands } from '../contributions';
import { strongestAlignments } from './strongest';

const ALIGNMENTS = 4;

/** The only commands that a hover may run. */
const LINKS = [
  commands.explainSelection,
  commands.compareMechanisms,
  commands.replaceSelection,
  commands.copyTranslation,
];

/**
 * The hover over a translated selection: the translation, its strongest alignments in words, and what to do with it.
 * @param writable whether the document takes a replacement
 */
export function translationMarkdown(text: string, result: TranslationResult, writable: boolean): MarkdownString {
  const markdown = emptyMarkdown();
  // What the model wrote is text, never Markdown: it could hold links or images.
  appendWords(markdown, joinTranslation(text, result.sentences).trim());
  const alignments = strongestAlignments(result, ALIGNMENTS);
  if (alignments.length > 0) {
    markdown.appendMarkdown('\n\n');
    const words = alignments.map(({ target, source, weight }) => `${target} ← ${source} ${weight.toFixed(2)}`);
    appendWords(markdown, words.join(' · '));
  }
  const links = [
    link(commands.explainSelection, '$(list-tree)', l10n.t('Explain')),
    link(commands.compareMechanisms, '$(compare-changes)', l10n.t('Compare Mechanisms')),
    ...(writable ? [link(commands.replaceSelection, '$(replace)', l10n.t('Replace'))] : []),
    link(commands.copyTranslation, '$(copy)', l10n.t('Copy')),
  ];
  return markdown.appendMarkdown(`\n\n${links.join(' &nbsp; ')}`);
}

/** The hover over a comment or a name that nobody selected: the translation alone, for it comes unasked. */
export function pointedMarkdown(text: string, result: TranslationResult, kind: 'comment' | 'name'): MarkdownString {
  const markdown = emptyMarkdown();
  const translation = joinTranslation(text, result.sentences).trim();
  markdown.appendMarkdown('$(globe) ');
  if (kind === 'name') appendWords(markdown, `${text} → ${translation}`);
  else appendWords(markdown, translation);
  return markdown;
}

/** The hover where there is no translation: why. */
export function messageMarkdown(icon: 'info' | 'warning', sentence: string): MarkdownString {
  const markdown = emptyMarkdown();
  markdown.appendMarkdown(`$(${icon}) `);
  appendWords(markdown, sentence);
  return markdown;
}

function emptyMarkdown(): MarkdownString {
  const markdown = new MarkdownString('', true);
  markdown.isTrusted = { enabledCommands: LINKS };
  return markdown;
}

/** appendText alone makes every space unbreakable, and long lines would be cut within words. */
function appendWords(markdown: MarkdownString, text: string): void {
  for (const part of text.split(/([ \t]+)/)) {
    if (part.trim() === '') markdown.appendMarkdown(' ');
    else markdown.appendText(part);
  }
}

const link = (command: string, icon: string, title: string): string => `[${icon} ${title}](command:${command})`;
