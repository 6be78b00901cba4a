import * as l10n from '@vscode/l10n';
import { roundFigure } from '../src/shared/figure';
import type { Boot } from './boot';

let percent = new Intl.NumberFormat('en', { style: 'percent' });
let decimal = new Intl.NumberFormat('en', { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 });
let figure = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
let whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
let score = new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
let locale = 'en';

/** Sets language and translated strings; before it all strings are English. */
export function configureLanguage({ l10n: bundle, language }: Pick<Boot, 'l10n' | 'language'>): void {
  if (bundle) l10n.config({ contents: bundle });
  locale = Intl.NumberFormat.supportedLocalesOf(language)[0] ?? 'en';
  percent = new Intl.NumberFormat(locale, { style: 'percent' });
  decimal = new Intl.NumberFormat(locale, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 });
  figure = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  score = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

/** Translates a literal English string; `{0}` stands for the first argument. */
export function t(message: string, ...args: (string | number)[]): string {
  return l10n.t(message, ...args);
}

/** Parts of one phrase, side by side: “layer 1, head 2”. */
export const joinParts = (...parts: string[]): string => parts.join(t(', '));

/** Phrases, side by side. */
export const joinPhrases = (...phrases: string[]): string => phrases.join(t('; '));

/** A name, and what is said of it. */
export const labelled = (name: string, said: string): string => `${name}${t(': ')}${said}`;

/** 0.713 → "71%". */
export const formatPercent = (weight: number): string => percent.format(weight);

/** 0.713 → "71.3%". */
export const formatWeight = (weight: number): string => decimal.format(weight);

/** A log-probability with two decimals, and a real minus sign. */
export const formatScore = (value: number): string => score.format(value).replace('-', '−');

/** A number with just so many decimals, and a real minus sign. */
export const formatDecimal = (value: number, decimals: number): string =>
  new Intl.NumberFormat(locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals })
    .format(Number(value.toFixed(decimals)) || 0)
    .replace('-', '−');

/** 3140000 → "3.1M". */
export const formatCount = (value: number): string =>
  new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 }).format(value);

/** A measure such as BLEU with one decimal. */
export const formatFigure = (value: number): string => figure.format(roundFigure(value));

/** A difference with its sign: 0.713 → "+71%". */
export const formatSignedPercent = (value: number): string =>
  `${value < 0 ? '−' : '+'}${percent.format(Math.abs(value))}`;

/** A point in time, in milliseconds since 1970. */
export const formatMoment = (time: number): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(time);

/** 1234 → "1.2 s", 142 → "142 ms". */
export const formatMilliseconds = (value: number): string =>
  value < 1000 ? t('{0} ms', whole.format(value)) : t('{0} s', figure.format(value / 1000));
