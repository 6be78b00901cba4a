import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EngineError } from '../../../src/shared/faults';
import { normalise, WHITE_SPACE } from '../../../src/model/tokenizer/normalise';
import { pretokens } from '../../../src/model/tokenizer/pretokens';
import { Tokenizer } from '../../../src/model/tokenizer/tokenizer';
import { decodeUtf8 } from '../../../src/model/tokenizer/utf8';
import { tinyTokenizer, VOCABULARY } from './tinyModel';

const tokenizer = new Tokenizer('tiny', JSON.stringify(tinyTokenizer()), VOCABULARY);
const ANY_WHITE_SPACE = new RegExp(`[${WHITE_SPACE}]+`, 'gu');
const wordsOf = (text: string) => tokenizer.encode(text).words.map((word) => word.text);

describe('normalise', () => {
  it('composes, straightens apostrophes and folds white space', () => {
    expect(normalise(' cafe\u0301\u00a0 d’ete\u0301\n\tx ').text).toBe("café d'eté x");
    expect(normalise('a▁b').text).toBe('a_b');
  });

  it('knows where every character came from', () => {
    const original = '  e\u0301  한 x';
    const { text, starts, ends } = normalise(original);
    expect(text).toBe('é 한 x');
    expect(Array.from(text, (_, i) => original.slice(starts[i], ends[i]))).toEqual(['e\u0301', '  ', '한', ' ', 'x']);
  });

  it('agrees with NFC on any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const expected = text.normalize('NFC').replaceAll('’', "'").replaceAll('▁', '_');
        const bare = (s: string) => s.replace(ANY_WHITE_SPACE, '');
        expect(bare(normalise(text).text)).toBe(bare(expected));
      }),
    );
  });
});

describe('pretokens', () => {
  it('cuts as training does', () => {
    expect(pretokens("it's my_var 42 ½x!").map(({ text }) => text)).toEqual([
      '▁it',
      "'",
      's',
      '▁my',
      '_',
      'var',
      '▁4',
      '2',
      '▁½x',
      '!',
    ]);
  });
});

describe('encode', () => {
  it.each([
    ["L'élève n'a pas", ['L', "'", 'élève', 'n', "'", 'a', 'pas']],
    ['my_var = 42;', ['my_var', '=', '42', ';']],
    ['Hi😀!', ['Hi', '😀', '!']],
    ['日本 語', ['日本', '語']],
    ['שלום עולם', ['שלום', 'עולם']],
    ['cafe\u0301 noir', ['cafe\u0301', 'noir']],
    ['a\u00a0\u202fb', ['a', 'b']],
    ['', []],
    [' \n\t ', []],
  ])('finds the words of %j', (text, words) => {
    expect(wordsOf(text)).toEqual(words);
  });

  it('merges pieces and falls back to bytes', () => {
    const { ids, pieceWords } = tokenizer.encode('the 日');
    const vocab = (tinyTokenizer().model as { vocab: Record<string, number> }).vocab;
    expect(ids).toEqual(['▁the', '▁', '<0xE6>', '<0x97>', '<0xA5>'].map((piece) => vocab[piece]));
    expect(pieceWords).toEqual([0, 1, 1, 1, 1]);
  });

  it('counts characters that the vocabulary does not have', () => {
    expect(tokenizer.encode('the cat').unknownCharacters).toBe(0);
    expect(tokenizer.encode('the 日本 cat').unknownCharacters).toBe(2);
    expect(tokenizer.encode('😀!').unknownCharacters).toBe(0);
  });

  it('keeps a word of 5,000 letters whole, quickly', () => {
    const before = performance.now();
    const { words, ids } = tokenizer.encode('a'.repeat(5000));
    expect(words).toEqual([{ text: 'a'.repeat(5000), start: 0, end: 5000 }]);
    expect(ids.length).toBeGreaterThan(4000);
    expect(performance.now() - before).toBeLessThan(1000);
  });

  it('takes linear time on a long text', () => {
    const before = performance.now();
    tokenizer.encode(`${' '.repeat(50_000)}${'the cat. '.repeat(10_000)}${' '.repeat(50_000)}x`);
    expect(performance.now() - before).toBeLessThan(3000);
  });

  it('gives spans that cut the words out of any text, in order, whole characters each', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const { words, ids, pieceWords } = tokenizer.encode(text);
        let at = 0;
        for (const { text: word, start, end } of words) {
          expect(start).toBeGreaterThanOrEqual(at);
          expect(end).toBeGreaterThan(start);
          expect(text.slice(start, end)).toBe(word);
          expect(word).not.toMatch(/^[\udc00-\udfff]|[\ud800-\udbff]$/);
          at = end;
        }
        expect(pieceWords).toHaveLength(ids.length);
        expect(new Set(pieceWords).size).toBe(words.length);
      }),
    );
  });
});

describe('decode', () => {
  it('brings any well-formed text back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(tokenizer.decode(tokenizer.encode(text).ids).text).toBe(normalise(text).text);
      }),
    );
  });

  it('gives spans that cut the words out of the text for any ids, and never throws', () => {
    const id = fc.integer({ min: 0, max: VOCABULARY - 1 });
    fc.assert(
      fc.property(fc.array(id), (ids) => {
        const { text, words, pieceWords } = tokenizer.decode(ids);
        for (const word of words) expect(text.slice(word.start, word.end)).toBe(word.text);
        expect(pieceWords).toHaveLength(ids.length);
        expect(Math.max(-1, ...pieceWords)).toBeLessThan(words.length);
        expect(text).toBe(text.trim());
      }),
    );
  });

  it('says which word each piece belongs to', () => {
    const { ids, pieceWords } = tokenizer.encode('the cat 日 x.');
    const decoded = tokenizer.decode([...ids, 0]);
    expect(decoded.words.map(({ text }) => text)).toEqual(['the', 'cat', '日', 'x', '.']);
    expect(decoded.pieceWords).toEqual([...pieceWords, -1]);
  });
});

describe('decodeUtf8', () => {
  it('agrees with TextDecoder on well-formed bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const characters = decodeUtf8([...new TextEncoder().encode(text)]);
        expect(characters.map((character) => character.text).join('')).toBe(text);
      }),
    );
  });

  it.each([
    [[0xff], '\ufffd'],
    [[0xe6, 0x97], '\ufffd\ufffd'],
    [[0xc0, 0x80], '\ufffd\ufffd'],
    [[0xed, 0xa0, 0x80], '\ufffd\ufffd\ufffd'],
    [[0x41, 0x80, 0x42], 'A\ufffdB'],
  ])('replaces the ill-formed bytes %j one by one', (bytes, expected) => {
    const characters = decodeUtf8(bytes);
    expect(characters.map(({ text }) => text).join('')).toBe(expected);
    expect(characters.reduce((sum, character) => sum + character.bytes, 0)).toBe(bytes.length);
  });
});

describe('tokenizer.json', () => {
  type File = { model: { vocab: Record<string, number>; merges: string[][]; type: string } };
  const spoilt = (spoil: (file: File) => void): string => {
    const file = tinyTokenizer() as unknown as File;
    spoil(file);
    return JSON.stringify(file);
  };

  it.each([
    ['no JSON', '{', /not valid JSON/],
    ['another kind', spoilt((f) => (f.model.type = 'Unigram')), /model\.type/],
    ['no merges', spoilt((f) => delete (f.model as Partial<File['model']>).merges), /model\.merges/],
    ['an id twice', spoilt((f) => (f.model.vocab['a'] = f.model.vocab['b']!)), /two pieces have the id/],
    ['a piece too many', spoilt((f) => (f.model.vocab['zzz'] = VOCABULARY)), /config\.json says/],
    ['a merge into nothing', spoilt((f) => f.model.merges.push(['a', 'b'])), /makes no piece/],
    [
      'a missing byte',
      spoilt((f) => {
        f.model.vocab['new'] = f.model.vocab['<0x41>']!;
        delete f.model.vocab['<0x41>'];
      }),
      /byte piece <0x41>/,
    ],
  ])('is refused where it has %s', (_, json, problem) => {
    const load = () => new Tokenizer('tiny', json, VOCABULARY);
    expect(load).toThrow(EngineError);
    expect(load).toThrow(problem);
    expect(load).toThrow(/"tiny".*tokenizer\.json/);
  });
});
