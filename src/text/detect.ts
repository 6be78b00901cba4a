/**
 * Which language a text is in: to say "this is French already" rather than to translate it.
 *
 * tinyld's light set (70 kB, 24 languages) judges by the letters; alone it takes one short fragment of English
 * documentation in four for something else. So what is not language is taken out first (code, names, addresses), the
 * small words of English and French vote, and what is left undecided is English: a text wrongly called French would
 * not be translated at all.
 */

import { detectAll } from 'tinyld/light';
import { recognise } from './protect/recognise';

export interface Detected {
  /** ISO 639-1; 'en' where nothing speaks against it. */
  language: string;
  /** Whether the evidence is enough to act upon. */
  confident: boolean;
}

/** Words that are frequent in one language and no words of the other. */
const ENGLISH = new Set(
  (
    'the of and to is are was were be been has have had this that these those it its with for from by at which who whom whose when where ' +
    'will would can could should must may might if then than not but or an as into out you your we our they their he she his her ' +
    'him them my me i do does did there here how what why any each all some no only also more most other such use using used ' +
    "returns return set get file value default don't doesn't isn't can't it's"
  ).split(' '),
);
const FRENCH = new Set(
  (
    'le la les un une des du de et est sont était ont avait ce cette ces cet il elle ils elles dans pour par avec sans sur sous ' +
    'qui que quoi dont où quand si ne pas plus moins aussi très mais ou donc car au aux je tu nous vous leur leurs son sa ses mon ma mes ' +
    'être avoir fait faire peut peuvent doit doivent même tout tous toute toutes lors vers chez entre après avant comme si cela celui celle ' +
    'renvoie fichier valeur défaut chaque aucun aucune votre notre se en y été'
  ).split(' '),
);
/** Elided words: l'erreur, qu'il. Not English's possessives, which come at the end. */
const ELISION = /(?<![\p{L}\p{N}])(?:[ldjmtsnc]|qu|jusqu|lorsqu|puisqu)['’](?=\p{L}{2})/giu;
const FRENCH_LETTER = /[éèêëàâçùûîïôœ]/giu;
/** Longer texts are judged by their beginning. */
const ENOUGH = 2_000;
const FEWEST_LETTERS = 2;

export function detectLanguage(text: string): Detected {
  const prose = withoutCode(text.slice(0, ENOUGH));
  const letters = prose.match(/\p{L}/gu)?.length ?? 0;
  if (letters < FEWEST_LETTERS) return { language: 'en', confident: false };
  const guesses = detectAll(prose);
  const latin = prose.match(/\p{Script=Latin}/gu)?.length ?? 0;
  if (latin * 2 < letters) return { language: guesses[0]?.lang ?? 'und', confident: guesses.length > 0 };

  const words = prose.toLowerCase().match(/[\p{L}]+(?:['’]\p{L}+)?/gu) ?? [];
  const english = count(words, ENGLISH);
  const french =
    count(words, FRENCH) +
    (prose.match(ELISION)?.length ?? 0) +
    Math.min(words.length, prose.match(FRENCH_LETTER)?.length ?? 0) / 2;
  const lead = french - english;
  const [first, second] = guesses;
  const guess = first?.lang ?? 'en';
  const margin = (first?.accuracy ?? 0) - (second?.accuracy ?? 0);
  const small = english + french;
  // the small words of Spanish and Italian are French's, too
  if (
    guess !== 'en' &&
    guess !== 'fr' &&
    words.length >= 4 &&
    margin >= 0.15 &&
    small * 2 < words.length &&
    english * 10 <= words.length
  ) {
    return { language: guess, confident: words.length >= 5 };
  }
  // a clear majority of small words, or of letters and small words together
  if (lead <= -1) return { language: 'en', confident: english >= 2 || guess === 'en' };
  if (lead >= 2 || (lead >= 0.5 && guess === 'fr')) return { language: 'fr', confident: words.length >= 3 };
  if (lead >= 1) return { language: 'fr', confident: false };
  return { language: 'en', confident: guess === 'en' && words.length >= 4 };
}

const count = (words: readonly string[], known: ReadonlySet<string>) =>
  words.reduce((n, word) => n + (known.has(word) ? 1 : 0), 0);

/** What is left when everything that is no language is taken out. */
function withoutCode(text: string): string {
  let prose = '';
  let at = 0;
  for (const { start, end } of recognise(text, 'rst')) {
    prose += `${text.slice(at, start)} `;
    at = end;
  }
  return prose + text.slice(at);
}
