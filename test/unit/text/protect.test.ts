import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import {
  protect,
  recognise,
  restore,
  splitSentences,
  type InlineSyntax,
  type ProtectedText,
} from '../../../src/text/index';
import { joinTranslation, type SentenceResult, type Word } from '../../../src/shared/result';

// many cases in one test: on a slow machine they are no failure
vi.setConfig({ testTimeout: 120_000 });

const WORD = /[\p{L}\p{N}_]+|[^\p{L}\p{N}_\s]/gu;
const wordsOf = (text: string): Word[] =>
  [...text.matchAll(WORD)].map((match) => ({ text: match[0], start: match.index, end: match.index + match[0].length }));

/** A model's answer that was made up: its target, and which source word each target word looks at. */
function answer(
  source: string,
  span: { start: number; end: number },
  target: string,
  looksAt: (t: number) => number,
): SentenceResult {
  const sourceWords = wordsOf(source);
  const targetWords = wordsOf(target).map((word) => ({ ...word, confidence: 0.5 }));
  const alignment = targetWords.map((_, t) => {
    const row = Array<number>(sourceWords.length + 1).fill(0);
    row[Math.min(sourceWords.length, Math.max(0, looksAt(t)))] = 1;
    return row;
  });
  return { source, target, score: -1, sourceWords, targetWords, alignment, span };
}

/** A model that says every sentence again, changed by `change`, and looks straight ahead. */
function echo(
  { text }: ProtectedText,
  change: (sentence: string) => string = (sentence) => sentence,
): SentenceResult[] {
  return splitSentences(text).map((span) => {
    const source = text.slice(span.start, span.end);
    const target = change(source);
    const places = wordsOf(source);
    const found = wordsOf(target).map((word, t) => {
      const same = places.findIndex(({ text: own }) => own === word.text);
      return same < 0 ? t : same;
    });
    return answer(source, span, target, (t) => found[t]!);
  });
}

function expectWhole(protectedText: ProtectedText, sentences: readonly SentenceResult[]): string {
  const restored = restore(sentences, protectedText);
  const { items, source } = protectedText;
  // once each, where the link says
  expect(restored.links.map(({ source: { start } }) => start).sort((a, b) => a - b)).toEqual(
    items.map((item) => item.source.start),
  );
  const spans = [...restored.links].sort((a, b) => a.target.start - b.target.start);
  let end = 0;
  for (const { source: from, target } of spans) {
    const item = items.find((candidate) => candidate.source.start === from.start)!;
    expect(restored.text.slice(target.start, target.end)).toBe(item.text);
    expect(target.start).toBeGreaterThanOrEqual(end);
    end = target.end;
  }
  // pairs open before they close
  for (const pair of new Set(items.flatMap(({ pair: number }) => number ?? []))) {
    const [open, close] = items
      .filter((item) => item.pair === pair)
      .map((item) => restored.links.find((link) => link.source.start === item.source.start)!.target);
    if (open && close) expect(open.end).toBeLessThanOrEqual(close.start);
  }
  // the sentences, as of the source without masks, are the text
  expect(joinTranslation(source, restored.sentences)).toBe(restored.text);
  for (const { sourceWords, targetWords, alignment, source: own, target } of restored.sentences) {
    for (const word of sourceWords) expect(own.slice(word.start, word.end)).toBe(word.text);
    for (const word of targetWords) expect(target.slice(word.start, word.end)).toBe(word.text);
    expect(alignment.length).toBe(targetWords.length);
    for (const row of alignment) {
      expect(row.length).toBe(sourceWords.length + 1);
      expect(row.reduce((sum, mass) => sum + mass, 0)).toBeCloseTo(1, 6);
    }
  }
  return restored.text;
}

describe('recognise', () => {
  const found = (text: string, syntax: InlineSyntax) =>
    recognise(text, syntax).map(({ start, end }) => text.slice(start, end));

  it.each<[string, InlineSyntax, string[]]>([
    [
      'Open %s with {0}, {name}, ${x}, {{y}}, %1$s, %(n)s and %d%%.',
      'plain',
      ['%s', '{0}', '{name}', '${x}', '{{y}}', '%1$s', '%(n)s', '%d', '%%'],
    ],
    ['It is 100% sure, and 50 % off.', 'plain', []],
    ['See https://a.b/c_(d)?e=f#g, or www.x.org.', 'plain', ['https://a.b/c_(d)?e=f#g', 'www.x.org']],
    ['Mail bob@example.com or @alice about #12 in v1.2.3.', 'plain', ['bob@example.com', '@alice', '#12', 'v1.2.3']],
    [
      'In src/a.ts and /etc/hosts, and/or ~/x, C:\\dir\\f.txt.',
      'plain',
      ['src/a.ts', '/etc/hosts', '~/x', 'C:\\dir\\f.txt'],
    ],
    ['Call fooBar(), max_size and std::move; e.g. Foo.', 'plain', ['fooBar()', 'max_size', 'std::move']],
    ['Sort of, i.e. not. The end.Next one', 'plain', []],
    ['Use --help or -v, not well-known words.', 'plain', ['--help', '-v']],
    ['Ship it 🚀 :tada: at 10:30:00', 'plain', ['🚀', ':tada:']],
    [
      'A *b* **c** `d` [e](f) ![g](h) <i>j</i>',
      'markdown',
      ['*', '*', '**', '**', '`d`', '[', '](f)', '![', '](h)', '<i>', '</i>'],
    ],
    ['2 * 3 * 4 and a_b_c', 'markdown', ['a_b_c']],
    [
      ':func:`x` ``y z`` *max_size* `t <u>`_ |s| [1]_',
      'rst',
      [':func:`x`', '``y z``', '*max_size*', '`', ' <u>`_', '|s|', '[1]_'],
    ],
    ['*not* this, but *src*', 'rst', ['*', '*', '*src*']],
    ['{@link A#b} and <code>x < y</code>', 'doc', ['{@link A#b}', '<code>x < y</code>']],
  ])('%s', (text, syntax, spans) => expect(found(text, syntax)).toEqual(spans));

  it('finds the terms of a glossary, whole words outside of code', () => {
    const glossary = [
      { source: 'pull request', target: 'demande de tirage' },
      { source: 'Git', target: null },
      { source: 'pull', target: 'x' },
    ];
    const text = 'Pull request for Git, not GitHub: `pull request`';
    expect(
      recognise(text, 'plain', glossary).map(({ start, end, replacement }) => [text.slice(start, end), replacement]),
    ).toEqual([
      ['Pull request', 'demande de tirage'],
      ['Git', undefined],
      ['GitHub', undefined],
      ['`pull request`', undefined],
    ]);
  });
});

describe('protect', () => {
  it('shows code as short literals, that the text does not have itself', () => {
    expect(protect('Call `foo()` or ``A`` from src/x.ts', { syntax: 'rst' }).text).toBe(
      'Call ``B`` or ``C`` from ``D``',
    );
    expect(protect('See [the docs](http://x.y) of **this**', { syntax: 'markdown' }).text).toBe(
      'See the docs of **this**',
    );
    expect(protect('%s of {0}').text).toBe('%s of {0}');
  });

  it('leaves no span on the border of two sentences', () => {
    const { text, items } = protect('Say %(a. B)s. Then `x. Y` ends. **Bold. Two.**', { syntax: 'markdown' });
    for (const { start, end } of splitSentences(text)) {
      for (const { masked } of items) expect(masked.start < start && masked.end > start).toBe(false);
      for (const { masked } of items) expect(masked.start < end && masked.end > end).toBe(false);
    }
  });
});

describe('restore', () => {
  it('gives the source back where the model repeats it', () => {
    for (const [text, syntax] of [
      ['Call `foo()` in [the *new* docs](http://x.y) of **this `bar`**, %s.', 'markdown'],
      ['Returns :func:`x`, or *src* if ``y`` is `a link <z>`_::', 'rst'],
      ['A <b>bold</b> {@link word}. And `another` one. **Two sentences. In bold.**', 'doc'],
    ] as const) {
      const protectedText = protect(text, { syntax });
      expect(expectWhole(protectedText, echo(protectedText))).toBe(text);
    }
  });

  it('puts a lost span after what is aligned to the word before it', () => {
    const protectedText = protect('Open `a.txt` with care.', { syntax: 'markdown' });
    // "Open ``A`` with care." is words: Open ` ` A ` ` with care .
    const target = 'Ouvrez avec soin.';
    const sentence = answer(
      protectedText.text,
      { start: 0, end: protectedText.text.length },
      target,
      (t) => [0, 6, 7, 8][t]!,
    );
    expect(expectWhole(protectedText, [sentence])).toBe('Ouvrez `a.txt` avec soin.');
  });

  it('takes out what was said twice', () => {
    const protectedText = protect('Use `a` and `b`.', { syntax: 'markdown' });
    expect(
      expectWhole(
        protectedText,
        echo(protectedText, () => 'Utilisez ``A``, ``A`` et ``B``.'),
      ),
    ).toBe('Utilisez `a` et `b`.');
  });

  it('puts a link around the words that translate its text', () => {
    const protectedText = protect('Read the [user guide](g.md) first.', { syntax: 'markdown' });
    // Read the user guide first . -> Lisez d'abord le guide de l'utilisateur .
    const target = 'Lisez le guide utilisateur avant.';
    const sentence = answer(
      protectedText.text,
      { start: 0, end: protectedText.text.length },
      target,
      (t) => [0, 1, 3, 2, 4, 5][t]!,
    );
    expect(expectWhole(protectedText, [sentence])).toBe('Lisez le [guide utilisateur](g.md) avant.');
  });

  it('shows terms in the words of the glossary', () => {
    const protectedText = protect('Open a pull request.', {
      glossary: [{ source: 'pull request', target: 'demande de tirage' }],
    });
    expect(
      expectWhole(
        protectedText,
        echo(protectedText, (s) => s.replace('Open a', 'Ouvrez une')),
      ),
    ).toBe('Ouvrez une demande de tirage.');
  });

  it('restores what the engine passed over', () => {
    const protectedText = protect('`a`\n\n`b` 🎉', { syntax: 'plain' });
    expect(expectWhole(protectedText, [])).toBe('`a`\n\n`b` 🎉');
  });

  const pieces = fc.constantFrom(
    'word',
    'the',
    'returns',
    'Value',
    '`code`',
    '`a b`',
    '%s',
    '{0}',
    '{name}',
    'fooBar',
    'max_size',
    '#12',
    'v1.2.3',
    '🎉',
    '*emph*',
    '**two words**',
    '[link text](u.md)',
    '[`x`](y)',
    '**a [b c](d) e**',
    '<b>bold</b>',
    'https://a.b/c',
    'src/a.ts',
    '``lit``',
    ':func:`x`',
    '*src*',
    '`t <u>`_',
    ',',
    '.',
    '*',
    '`',
    '(',
    ')',
    '{@link Foo}',
    'e.g.',
    'end. Next',
    '中文',
  );
  const texts = fc.array(pieces, { minLength: 1, maxLength: 14 }).map((list) => list.join(' '));
  const syntaxes = fc.constantFrom<InlineSyntax>('plain', 'markdown', 'rst', 'doc');

  it('restores every span once, whatever the model makes of the text', () => {
    fc.assert(
      fc.property(
        texts,
        syntaxes,
        fc.infiniteStream(fc.nat(9)),
        fc.infiniteStream(fc.nat(40)),
        (text, syntax, acts, looks) => {
          const protectedText = protect(text, { syntax });
          const sentences = splitSentences(protectedText.text).map((span) => {
            const source = protectedText.text.slice(span.start, span.end);
            // each word kept, left out, said twice, garbled, or moved
            const parts = source.split(' ').flatMap((word) => {
              const act = acts.next().value as number;
              return act < 5
                ? [word]
                : act === 5
                  ? []
                  : act === 6
                    ? [word, word]
                    : act === 7
                      ? [word.slice(1)]
                      : act === 8
                        ? ['mot', word]
                        : ['`', '*'];
            });
            const target = (acts.next().value as number) > 6 ? parts.reverse().join(' ') : parts.join(' ');
            return answer(source, span, target.trim(), () => looks.next().value as number);
          });
          expectWhole(protectedText, sentences);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('restores every span of a model without attention', () => {
    fc.assert(
      fc.property(texts, syntaxes, (text, syntax) => {
        const protectedText = protect(text, { syntax });
        const sentences = echo(protectedText, (s) => s.split(' ').slice(1).join(' ')).map((s) => ({
          ...s,
          alignment: [],
        }));
        const restored = restore(sentences, protectedText);
        expect(restored.links.length).toBe(protectedText.items.length);
        expect(joinTranslation(text, restored.sentences)).toBe(restored.text);
      }),
    );
  });
});
