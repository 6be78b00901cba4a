import type { Claim, Figure, Section } from '../../src/explain/claim';
import { END_MARK } from '../../src/explain/doubts';
import { UNSURE } from '../../src/explain/limits';
import { runsOf } from '../../src/explain/measures';
import { isOfOneOrigin } from '../../src/explain/texts';
import type { SentenceResult } from '../../src/shared/result';
import { formatDecimal, formatPercent, formatWeight, t } from '../l10n';

const LONGEST_QUOTE = 80;

export function sectionName(section: Section): string {
  switch (section) {
    case 'check':
      return t('Worth checking');
    case 'unsure':
      return t('How sure the model was');
    case 'origins':
      return t('Where the words came from');
  }
}

/** A claim as one plain sentence. Attention is told as what it is: where the model looked, no more. */
export function sayClaim(claim: Claim, sentence: SentenceResult): string {
  const target = quoted(sentence, 'target', claim.target);
  const source = quoted(sentence, 'source', claim.source);
  const [first] = claim.figures;
  switch (claim.kind) {
    case 'followed':
      return first?.of === 'count'
        ? t(
            '{0} of {1} words stand in the order of the source words that they attended to most.',
            first.value,
            first.total,
          )
        : '';
    case 'order':
      return t(
        '“{0}” turns the order round: its words attended most to those of “{1}”, the last one first.',
        target,
        source,
      );
    case 'oneToMany':
      return t('One word became several: “{0}” attended most to “{1}”.', target, source);
    case 'manyToOne':
      return t('“{0}” drew on several words of the source: “{1}”.', target, source);
    case 'copied':
      return t(
        '“{0}” stands in the translation as in the source: a name, a word of both languages, or one left untranslated.',
        target,
      );
    case 'unsure':
      return sayUnsure(claim, target);
    case 'sure':
      return t('No word was in doubt: the least certain one, “{0}”, had {1}.', target, formatPercent(first!.value));
    case 'endMark':
    case 'spread':
      return sayUnsupported(claim, target);
    case 'supported':
      return t(
        'Each word of the translation leaned on a word of the source; “{0}” did so least, with {1} on “{2}”.',
        target,
        formatPercent(first!.value),
        source,
      );
    case 'uncovered':
      return claim.source.length === 1
        ? t('“{0}” received little attention: it may have been left out, or need no word of its own.', source)
        : t('“{0}” received little attention: these words may have been left out, or need none of their own.', source);
    case 'covered':
      return t(
        'Each word of the source received attention; “{0}” the least, {1} in all.',
        source,
        formatDecimal(first!.value, 2),
      );
    case 'repeated':
      return sayRepeated(claim, sentence);
    case 'newNumber':
      return t('“{0}” is a number that the source does not have in digits.', target);
    case 'lostNumber':
      return t('“{0}” is a number of the source that the translation does not have in digits.', source);
    case 'truncated':
      return t(
        'The translation was cut short after “{0}”: the model was stopped before it ended the sentence.',
        target,
      );
  }
}

/** Words that the grammar asks for often lean on nothing, and the model is sure of them; of an invented word it seldom is. */
function sayUnsupported({ kind, figures }: Claim, target: string): string {
  const least = Math.min(...figures.flatMap(({ of, value }) => (of === 'confidence' ? [value] : [])));
  const sure = least >= UNSURE;
  const confidence = formatPercent(least);
  if (kind === 'endMark')
    return sure
      ? t(
          '“{0}” attended most to the end mark, to no word of the source; yet the model was sure of it ({1}).',
          target,
          confidence,
        )
      : t(
          '“{0}” attended most to the end mark, and the model was unsure of it ({1}): it may be invented.',
          target,
          confidence,
        );
  return sure
    ? t(
        '“{0}” attended to no word in particular, yet the model was sure of it ({1}): the grammar may ask for it.',
        target,
        confidence,
      )
    : t(
        '“{0}” attended to no word in particular, and the model was unsure of it ({1}): it may be invented.',
        target,
        confidence,
      );
}

function sayUnsure({ figures }: Claim, target: string): string {
  const confidence = figures.find(({ of }) => of === 'confidence')?.value ?? 0;
  const came = figures.find(({ of }) => of === 'probability')?.value ?? 0;
  const rivals = figures.flatMap((figure) => (figure.of === 'rival' ? [figure] : []));
  if (rivals.length === 0) return t('The model was unsure of “{0}”: {1}.', target, formatPercent(confidence));
  const named = rivals.map(({ text, value }) => `${rivalName(text)} ${formatPercent(value)}`).join(' · ');
  return rivals[0]!.value > came
    ? t('The model itself held another word likelier than “{0}” ({1}): {2}', target, formatPercent(came), named)
    : t('The model was unsure of “{0}” ({1}). It also thought of: {2}', target, formatPercent(confidence), named);
}

function sayRepeated({ figures, target }: Claim, sentence: SentenceResult): string {
  const [count] = figures;
  if (count?.of !== 'count') return '';
  const phrase = quoted(sentence, 'target', target.slice(0, count.total));
  const copies = Array.from({ length: count.value }, (_, copy) => target[copy * count.total]!);
  return sentence.alignment.length > 0 && isOfOneOrigin(sentence, copies, count.total)
    ? t('“{0}” stands {1} times, and attended to the same words of the source.', phrase, count.value)
    : t('“{0}” stands {1} times, though the source repeats nothing.', phrase, count.value);
}

/** Pieces are beginnings: what looks like a word may go on. */
const rivalName = (text: string): string =>
  text === END_MARK ? t('the end') : `“${text}${/[\p{L}\p{N}]$/u.test(text) ? '…' : ''}”`;

/** What a figure is of, and the number as it is printed. */
export interface FigureText {
  label: string;
  value: string;
  /** Length of its bar, 0 to 1; absent where the number is no share of anything. */
  share?: number;
}

export function sayFigure(figure: Figure, { kind }: Claim, sentence: SentenceResult): FigureText {
  const target = (index: number): string => quoted(sentence, 'target', [index]);
  const source = (index: number): string => quoted(sentence, 'source', [index]);
  switch (figure.of) {
    case 'attention':
      return {
        label: t('Attention of “{0}” on “{1}”', target(figure.target), source(figure.source)),
        ...share(figure.value),
      };
    case 'received':
      return {
        label: t(
          'Attention that “{0}” received in all; each word of the translation has 1 to give',
          source(figure.source),
        ),
        value: formatDecimal(figure.value, 2),
        share: Math.min(1, figure.value),
      };
    case 'spread':
      return {
        label: t('Attention of “{0}” is spread as over so many words evenly', target(figure.target)),
        value: formatDecimal(figure.value, 1),
      };
    case 'confidence':
      return { label: t('Confidence in “{0}”', target(figure.target)), ...share(figure.value) };
    case 'probability':
      return { label: t('Probability of the piece that came, number {0}', figure.step + 1), ...share(figure.value) };
    case 'rival':
      return { label: t('Probability of {0} in its place', rivalName(figure.text)), ...share(figure.value) };
    case 'entropy':
      return { label: t('Entropy of that choice, in bits'), value: formatDecimal(figure.value, 2) };
    case 'count':
      return sayCount(figure, kind);
  }
}

const share = (value: number): { value: string; share: number } => ({ value: formatWeight(value), share: value });

function sayCount({ value, total }: Figure & { of: 'count' }, kind: Claim['kind']): FigureText {
  switch (kind) {
    case 'repeated':
      return { label: t('Copies, of so many words each: {0}', total), value: String(value) };
    case 'newNumber':
      return { label: t('Numbers of the source that are the same'), value: t('{0} of {1}', value, total) };
    case 'lostNumber':
      return { label: t('Numbers of the translation that are the same'), value: t('{0} of {1}', value, total) };
    case 'truncated':
      return { label: t('Words that were written'), value: String(value) };
    default:
      return {
        label: t('Words in that order'),
        value: t('{0} of {1}', value, total),
        share: total ? value / total : 0,
      };
  }
}

/** By which threshold a claim was made, and why that one. */
export function sayLimit({ kind, limit }: Claim): string {
  if (!limit) return '';
  const value = formatPercent(limit.value);
  switch (limit.name) {
    case 'majority':
      return t('Said from {0} of the attention on: more than all other words have together.', value);
    case 'partner':
      if (kind === 'uncovered' || kind === 'covered')
        return t('Said below {0} in all: not even one word’s partner has so little.', formatDecimal(limit.value, 2));
      if (kind === 'manyToOne') return t('Said of words with {0} of the attention or more.', value);
      return t('Said where no word of the source has {0} of the attention.', value);
    case 'unsure':
      return t('Said below {0}: all other words together were likelier.', value);
    case 'phrase':
      return t(
        'Said of phrases that follow themselves at once, and elsewhere of those of {0} words or more.',
        limit.value,
      );
  }
}

/** Words as they stand in the text; what lies between them is left out. */
export function quoted(sentence: SentenceResult, side: 'source' | 'target', indices: readonly number[]): string {
  const words = side === 'source' ? sentence.sourceWords : sentence.targetWords;
  const parts = runsOf(indices).map((run) => {
    const [first, last] = [words[run[0]!], words[run.at(-1)!]];
    if (!first) return t('end of sentence');
    return last
      ? sentence[side].slice(first.start, last.end)
      : `${sentence[side].slice(first.start)} ${t('end of sentence')}`;
  });
  const whole = parts.join(' … ');
  const letters = Array.from(whole);
  return letters.length > LONGEST_QUOTE ? `${letters.slice(0, LONGEST_QUOTE).join('')}…` : whole;
}
