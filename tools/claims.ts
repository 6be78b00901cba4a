/** Measures whether the claims of the page Explain hold: of pairs into which omissions and inventions were put. */

import { NEVER_CANCELLED } from '../src/model/cancellation';
import { attends } from '../src/model/checkpoint/attends';
import { trace } from '../src/model/trace';
import type { Claim, ClaimKind } from '../src/explain/claim';
import { claimsOf } from '../src/explain/explain';
import { wordsProper } from '../src/explain/measures';
import { engineOptions, main, parse, UsageError, wholeNumber } from './lib/commandLine';
import { startEngine } from './lib/engine';
import { defaultEvalFolder, readPairs, type TestPair } from './lib/evalSets';
import { languagesOf } from './lib/measure';

const USAGE = `Usage: npm run -s claims -- [--model ID] [--limit N] [--eval DIR] [--models DIR] [--backend wasm|cpu]
Takes two pairs (A, a), (B, b) of tatoeba at a time. The source "A B" with the translation "a" leaves B out; the source "A"
with the translation "a b" invents b. Counts of which words the claims of the page Explain speak, and of which they should.
`;

const SET = 'tatoeba';
/** Claims that a word of the translation is not supported by the source. */
const UNSUPPORTED: readonly ClaimKind[] = ['spread', 'endMark'];

interface Counts {
  /** Words that were left out or invented, and how many of them a claim names. */
  words: number;
  named: number;
  /** The words that were translated, and how many of them a claim names all the same. */
  others: number;
  namedInVain: number;
}

const none = (): Counts => ({ words: 0, named: 0, others: 0, namedInVain: 0 });

/** Counts the words from `first` on, which a claim should name, and those before it, which it should not. */
function count(
  counts: Counts,
  proper: readonly number[],
  named: ReadonlySet<number>,
  isWrong: (index: number) => boolean,
): void {
  for (const index of proper) {
    const hit = named.has(index) ? 1 : 0;
    if (isWrong(index)) {
      counts.words++;
      counts.named += hit;
    } else {
      counts.others++;
      counts.namedInVain += hit;
    }
  }
}

const wordsOf = (claims: readonly Claim[], kinds: readonly ClaimKind[], side: 'source' | 'target'): Set<number> =>
  new Set(claims.filter(({ kind }) => kinds.includes(kind)).flatMap((claim) => claim[side]));

function line(name: string, { words, named, others, namedInVain }: Counts): string {
  const percent = (part: number, whole: number): string => `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;
  const precision = percent(named, named + namedInVain);
  return `| ${name} | ${words} | ${percent(named, words)} | ${others} | ${percent(namedInVain, others)} | ${precision} |`;
}

/** Pairs of neighbours, so that no pair is used twice. */
const inTwos = (pairs: readonly TestPair[]): [TestPair, TestPair][] =>
  pairs.flatMap((pair, at) => (at % 2 === 0 && pairs[at + 1] ? [[pair, pairs[at + 1]!]] : []));

void main(async () => {
  const { values } = parse({ limit: { type: 'string', default: '400' }, eval: { type: 'string' } });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const limit = wholeNumber('limit', values.limit, 2, 100_000);
  const model = await startEngine(engineOptions(values));
  if (!attends(model.config)) throw new UsageError(`The model ${model.config.id} has no attention to make claims of.`);
  const pairs = (await readPairs(values.eval ?? defaultEvalFolder(), SET, languagesOf(model))).slice(0, limit);
  const twos = inTwos(pairs);
  const explain = async (source: string, target: string) => {
    const record = await trace(model, { source, target }, NEVER_CANCELLED);
    return { sentence: record.sentence, claims: claimsOf(record.sentence, record) };
  };
  const omitted = none();
  const invented = none();
  const doubted = none();
  const either = none();
  for (const [a, b] of twos) {
    const short = await explain(`${a.source} ${b.source}`, a.reference);
    const { sourceWords } = short.sentence;
    const isLost = (index: number): boolean => sourceWords[index]!.start >= a.source.length;
    count(omitted, wordsProper(sourceWords), wordsOf(short.claims, ['uncovered'], 'source'), isLost);
    const long = await explain(a.source, `${a.reference} ${b.reference}`);
    const { targetWords } = long.sentence;
    const isNew = (index: number): boolean => targetWords[index]!.start >= a.reference.length;
    const proper = wordsProper(targetWords);
    count(invented, proper, wordsOf(long.claims, UNSUPPORTED, 'target'), isNew);
    count(doubted, proper, wordsOf(long.claims, ['unsure'], 'target'), isNew);
    count(either, proper, wordsOf(long.claims, [...UNSUPPORTED, 'unsure'], 'target'), isNew);
  }
  process.stdout.write(
    `${[
      `Model ${model.config.id}, ${twos.length} twos of ${SET}.`,
      '',
      '| claim | wrong words | named | right words | named in vain | precision |',
      '| --- | ---: | ---: | ---: | ---: | ---: |',
      line('left out: received little attention', omitted),
      line('invented: attended to no word of the source', invented),
      line('invented: the model was unsure', doubted),
      line('invented: either', either),
    ].join('\n')}\n`,
  );
});
