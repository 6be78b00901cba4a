import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { editsFor, putBack, segmentsOf, toDocument, type Segment } from '../../../src/text/index';
import { commentSyntax, COMMENT_LANGUAGES } from '../../../src/text/comments/languages';
import { fixtures } from './fixtures';

// many cases in one test: on a slow machine they are no failure
vi.setConfig({ testTimeout: 120_000 });

const LANGUAGES = [...new Set([...fixtures.map(({ languageId }) => languageId), ...COMMENT_LANGUAGES, 'nobody-knows'])];

/** What holds of the segments of every document. */
function expectSound(text: string, segments: readonly Segment[]): void {
  let end = 0;
  for (const segment of segments) {
    const { span, raw, source, pieces } = segment;
    expect(span.start).toBeGreaterThanOrEqual(end);
    expect(span.end).toBeGreaterThanOrEqual(span.start);
    expect(text.slice(span.start, span.end)).toBe(raw);
    expect(source).toMatch(/\p{L}/u);
    // a value may begin with a space that counts
    if (segment.kind !== 'value') expect(source).toBe(source.replace(/^ +| +$/g, ''));
    end = span.end;
    let at = 0;
    for (const piece of pieces) {
      expect(piece.at).toBe(at);
      at += piece.length;
    }
    if (pieces.length > 0) expect(at).toBe(source.length);
    let last = 0;
    for (const { start, end: stop } of segment.protected) {
      expect(start).toBeGreaterThanOrEqual(last);
      expect(stop).toBeGreaterThan(start);
      last = stop;
    }
    expect(last).toBeLessThanOrEqual(source.length);
  }
}

/** The text without the spans of the segments. */
function outside(text: string, spans: readonly { start: number; end: number }[]): string[] {
  let at = 0;
  const parts = spans.map(({ start, end }) => {
    const part = text.slice(at, start);
    at = end;
    return part;
  });
  return [...parts, text.slice(at)];
}

const words = fc
  .array(
    fc.constantFrom(
      'été',
      'maison',
      'l’arbre',
      "d'abord",
      'fenêtre',
      'très',
      'longue',
      'Ça',
      'œuvre',
      '«',
      '»',
      ':',
      'oui',
    ),
    { minLength: 1, maxLength: 30 },
  )
  .map((list) => `Mot ${list.join(' ')} fin`);
const hostile = fc.string({ unit: 'binary', maxLength: 60 });

/** A translation keeps placeholders, and the mark that announces a literal block. */
function translated({ source, protected: spans }: Segment, text: string): string {
  const kept = spans.map(({ start, end }) => source.slice(start, end)).filter((span) => /^(?:[%{].*|::)$/.test(span));
  return [text, ...kept].join(' ');
}

describe.each(fixtures)('$name', ({ text, languageId }) => {
  const segments = segmentsOf({ text, languageId });

  it('has sound segments', () => expectSound(text, segments));

  it('is the same, byte for byte, with every text in its own place', () => {
    expect(
      putBack(
        text,
        segments,
        segments.map(({ source }) => source),
      ),
    ).toBe(text);
    expect(
      editsFor(
        segments,
        segments.map(({ source }) => source),
      ),
    ).toEqual([]);
  });

  it('changes within the spans of segments only', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(words, hostile), { minLength: segments.length, maxLength: segments.length }),
        (translations) => {
          const result = putBack(text, segments, translations);
          let at = 0;
          const edits = editsFor(segments, translations);
          outside(text, edits).forEach((part, n) => {
            expect(result.slice(at, at + part.length)).toBe(part);
            at += part.length + (edits[n]?.newText.length ?? 0);
          });
          expect(at).toBe(result.length);
          const spans = new Set(segments.map(({ span }) => `${span.start}-${span.end}`));
          for (const { start, end } of edits) expect(spans).toContain(`${start}-${end}`);
        },
      ),
      { numRuns: 20 },
    );
  });

  // what is filled in counts as translated from then on, and is not read again
  const readsBack = !['po', 'xliff'].includes(languageId);
  it.runIf(readsBack)('reads back what was put into it', () => {
    fc.assert(
      fc.property(fc.array(words, { minLength: segments.length, maxLength: segments.length }), (texts) => {
        const translations = segments.map((segment, i) => translated(segment, texts[i]!));
        const result = putBack(text, segments, translations);
        const again = segmentsOf({ text: result, languageId });
        expect(
          again
            .map(({ source }) => source)
            .join(' ')
            .replace(/\s+/g, ' '),
        ).toBe(translations.join(' '));
        expect(
          putBack(
            result,
            again,
            again.map(({ source }) => source),
          ),
        ).toBe(result);
      }),
      { numRuns: 20 },
    );
  });

  it('reads any part of it', () => {
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(text.length), (a, b) => {
        const range = { start: Math.min(a, b), end: Math.max(a, b) };
        const part = segmentsOf({ text, languageId }, range);
        expectSound(text, part);
        for (const { divisible, span, extent, source } of part) {
          if (divisible) {
            expect(span.start).toBeGreaterThanOrEqual(range.start);
            expect(span.end).toBeLessThanOrEqual(range.end);
          } else {
            expect((extent ?? span).start).toBeLessThan(range.end);
            expect((extent ?? span).end).toBeGreaterThan(range.start);
          }
          expect(source.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('places its words', () => {
    for (const segment of segments) {
      for (const match of segment.source.matchAll(/\p{L}{4,}/gu)) {
        const at = toDocument(segment, match.index);
        const piece = segment.pieces.find((p) => match.index >= p.at && match.index < p.at + p.length);
        if (piece && piece.length === piece.end - piece.start) expect(text.slice(at, at + 1)).toBe(match[0]!.charAt(0));
      }
    }
  });
});

/** Texts made of what the readers look for. */
const shards = fc.constantFrom(
  '/*',
  '*/',
  '/**',
  '//',
  '#',
  '--',
  '"""',
  "'''",
  '"',
  "'",
  '`',
  '```',
  '~~~',
  '<!--',
  '-->',
  '{-',
  '-}',
  '(*',
  '*)',
  '%',
  ';',
  'REM ',
  '\\',
  '\n',
  '\r\n',
  '\r',
  '\t',
  ' ',
  '    ',
  '- ',
  '* ',
  '> ',
  '1. ',
  '[',
  '](',
  ')',
  '![',
  '{',
  '}',
  '${',
  '<b>',
  '</b>',
  '|',
  '---',
  '===',
  '::',
  '.. note::',
  ':param x:',
  '@param ',
  '\\param ',
  ':func:`',
  '**',
  '__',
  '_',
  '$',
  '%s',
  '{0}',
  'msgid "',
  'msgstr ""',
  'key: ',
  'key=',
  ', ',
  '<source>',
  '</source>',
  '<trans-unit id="1">',
  '</trans-unit>',
  '<xliff>',
  'word',
  'Words of text.',
  'été',
  '中文',
  '🎉',
  '\u2028',
  '\uFEFF',
  '\u0000',
  '\uD800',
  'R"x(',
  'r#"',
  '<<EOF',
  '[[',
  ']]',
  '<?php',
  '?>',
  '=begin',
  '=pod',
  '>>> ',
  'Args:',
  '&amp;',
  '^',
);

describe('any text at all', () => {
  it.each(LANGUAGES)('%s', (languageId) => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(shards, { maxLength: 60 }).map((list) => list.join('')),
          fc.string({ unit: 'binary', maxLength: 120 }),
        ),
        fc.nat(),
        fc.nat(),
        (text, a, b) => {
          const segments = segmentsOf({ text, languageId });
          expectSound(text, segments);
          expect(
            putBack(
              text,
              segments,
              segments.map(({ source }) => source),
            ),
          ).toBe(text);
          const [start, end] = [a % (text.length + 1), b % (text.length + 1)].sort((x, y) => x - y) as [number, number];
          expectSound(text, segmentsOf({ text, languageId }, { start, end }));
        },
      ),
      { numRuns: 30 },
    );
  });

  it('knows the comments of the languages that VS Code ships', () => {
    for (const id of 'bat c clojure coffeescript cpp csharp css cuda-cpp dart dockerfile fsharp go groovy handlebars hlsl html ini java javascript javascriptreact julia latex less lua makefile objective-c objective-cpp perl perl6 php powershell pug python r razor ruby rust scss shaderlab shellscript sql swift tex typescript typescriptreact vb xml xsl yaml jsonc'.split(
      ' ',
    )) {
      expect(commentSyntax(id), id).not.toBeNull();
    }
  });
});

describe('texts that were not written', () => {
  const deep = 3_000;
  it.each([
    ['markdown', '> '.repeat(deep) + 'text'],
    ['markdown', '- '.repeat(deep) + 'text'],
    ['markdown', '['.repeat(20_000) + 'text'],
    ['markdown', '*a _b '.repeat(5_000)],
    ['markdown', '`'.repeat(20_000) + ' text'],
    ['markdown', '```\n'.repeat(2_001) + 'text'],
    ['markdown', 'word '.repeat(100_000)],
    ['markdown', '<b>'.repeat(10_000)],
    ['restructuredtext', '*a `b |c '.repeat(5_000)],
    ['restructuredtext', ':func:`x '.repeat(5_000)],
    ['json', '['.repeat(50_000)],
    ['json', '{"a":'.repeat(20_000) + '"some text here"'],
    ['yaml', '['.repeat(20_000)],
    ['yaml', '- '.repeat(5_000) + 'some text'],
    ['yaml', 'a: &x some text\n' + 'b: *x\n'.repeat(1_000)],
    ['typescript', '`${'.repeat(20_000)],
    ['typescript', '/*'.repeat(20_000)],
    ['typescript', '"a\n'.repeat(20_000)],
    ['rust', '/*'.repeat(50_000)],
    ['cpp', 'R"x('.repeat(20_000)],
    ['shellscript', '<<EOF\n'.repeat(5_000)],
    ['python', '"""'.repeat(20_001)],
    ['xliff', '<xliff>' + '<source>'.repeat(5_000)],
    ['po', 'msgid "some text"\n'.repeat(20_000)],
    ['plaintext', 'a word and another '.repeat(20_000)],
    ['plaintext', 'https://a/'.repeat(10_000)],
    ['plaintext', 'a_b.c-d@e/'.repeat(10_000)],
    ['plaintext', '('.repeat(20_000) + ')'.repeat(20_000) + ' text'],
  ])('%s, case %#', (languageId, text) => {
    const segments = segmentsOf({ text, languageId });
    expectSound(text, segments);
    expect(
      putBack(
        text,
        segments,
        segments.map(({ source }) => source),
      ),
    ).toBe(text);
  });
});
