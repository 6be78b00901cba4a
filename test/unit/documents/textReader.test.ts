import { describe, expect, it } from 'vitest';
import type { PlacedPassage } from '../../../src/documents/passage';
import type { SourceDocument } from '../../../src/documents/reader';
import { createReader } from '../../../src/documents/textReader';
import { translatedPieces, translatePassages } from '../../../src/documents/translatePassages';
import { joinTranslation, type SentenceResult, type TargetWord, type Word } from '../../../src/shared/result';
import { splitSentences } from '../../../src/text/sentences';

const words = (text: string): Word[] =>
  [...text.matchAll(/[\p{L}\p{N}]+|[^\s\p{L}\p{N}]+/gu)].map((match) => ({
    text: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }));

/** An engine that says every sentence its own way: word by word, each target word attending to its source word. */
const engine =
  (say: (text: string) => string) =>
  async (text: string): Promise<SentenceResult[]> =>
    splitSentences(text).map((span) => {
      const source = text.slice(span.start, span.end);
      const target = say(source);
      const sourceWords = words(source);
      const targetWords: TargetWord[] = words(target).map((word) => ({ ...word, confidence: 1 }));
      const alignment = targetWords.map((_, t) => [...sourceWords, null].map((_each, s) => (s === t ? 1 : 0)));
      return { source, target, score: 0, sourceWords, targetWords, alignment, span };
    });

/** Capitals, but for the literals that stand for what is kept, as a model that copies them does it. */
const capitals = engine((text) =>
  text.replaceAll(/``[A-Z]+``|\p{L}+/gu, (each) => (each.startsWith('`') ? each : each.toUpperCase())),
);

async function translated(document: SourceDocument, translate = capitals, glossary = {}): Promise<string> {
  const entries = Object.entries(glossary).map(([source, target]) => ({ source, target: target as string | null }));
  let result = '';
  const placed = translatePassages(createReader(() => entries).passages(document), translate);
  for await (const piece of translatedPieces(document.text, placed)) result += piece;
  return result;
}

async function place(document: SourceDocument, within?: { start: number; end: number }): Promise<PlacedPassage[]> {
  const all: PlacedPassage[] = [];
  for await (const batch of translatePassages(createReader(() => []).passages(document, within), capitals))
    all.push(...batch);
  return all;
}

const JSDOC = [
  'const a = 1; // the first number',
  '\t/**',
  '\t * Gives the sum of all `values`, see {@link Sum}.',
  '\t * @param {number[]} values what to add up',
  '\t */',
  '\texport function sum(values) { return "not // a comment"; }',
  '',
].join('\r\n');

const MARKDOWN = [
  '---',
  'title: A page',
  '---',
  '# The title',
  '',
  'Some *words* and `code here`, and [a link](https://example.org/a_b).  ',
  '',
  '```js',
  'const untouched = "by anybody";',
  '```',
  '',
  '- an item',
  '\t1. another one',
  '',
].join('\n');

describe('the reader of documents', () => {
  it('gives back byte for byte what the engine leaves as it is', async () => {
    const same = engine((text) => text);
    for (const document of [
      { text: JSDOC, languageId: 'javascript' },
      { text: MARKDOWN, languageId: 'markdown' },
      { text: MARKDOWN.replaceAll('\n', '\r\n'), languageId: 'markdown' },
      { text: '{\r\n\t"message": "Two words.\\nAnd \\u00e9"\r\n}', languageId: 'json' },
    ]) {
      expect(await translated(document, same)).toBe(document.text);
    }
  });

  it('translates the words of comments, and leaves code, names, tags and marks', async () => {
    expect(await translated({ text: JSDOC, languageId: 'javascript' })).toBe(
      JSDOC.replace('the first number', 'THE FIRST NUMBER')
        .replace('Gives the sum of all', 'GIVES THE SUM OF ALL')
        .replace(', see', ', SEE')
        .replace('what to add up', 'WHAT TO ADD UP'),
    );
  });

  it('translates the words of Markdown, and leaves code, addresses and marks', async () => {
    const text = await translated({ text: MARKDOWN, languageId: 'markdown' });
    expect(text).toContain('# THE TITLE\n');
    expect(text).toContain('`code here`');
    expect(text).toContain('[A LINK](https://example.org/a_b).  \n');
    expect(text).toContain('```js\nconst untouched = "by anybody";\n```\n');
    expect(text).toContain('- AN ITEM\n\t1. ANOTHER ONE\n');
    expect(text.startsWith('---\n')).toBe(true);
  });

  it('keeps the terms of the glossary', async () => {
    const document = { text: 'The commit is in the pull request.', languageId: 'plaintext' };
    const text = await translated(document, capitals, { commit: null, 'pull request': 'demande de fusion' });
    expect(text).toBe('THE commit IS IN THE demande de fusion.');
  });

  it('tells what was kept, where it stands in source and translation, and what was put back', async () => {
    const document = { text: 'First words. Call `run` and then `stop` now.', languageId: 'markdown' };
    const [passage] = [...createReader(() => []).passages(document)];
    const copies = passage!.place(await capitals(passage!.text));
    const kept = (sentence: SentenceResult) =>
      sentence.pinned?.map(({ source, target, restored }) => [
        sentence.source.slice(source.start, source.end),
        sentence.target.slice(target.start, target.end),
        restored ?? false,
      ]);
    expect(copies.sentences.map(kept)).toEqual([
      undefined,
      [
        ['`run`', '`run`', false],
        ['`stop`', '`stop`', false],
      ],
    ]);
    const forgets = engine((text) => text.toUpperCase().replaceAll(/``.*?``/g, ''));
    const restored = passage!.place(await forgets(passage!.text));
    expect(joinTranslation(passage!.source, restored.sentences)).toBe(restored.text);
    expect(kept(restored.sentences[1]!)).toEqual([
      ['`run`', '`run`', true],
      ['`stop`', '`stop`', true],
    ]);
  });

  it('takes a part of a comment, and a name as its words', async () => {
    const start = JSDOC.indexOf('the sum');
    const [part] = await place({ text: JSDOC, languageId: 'javascript' }, { start, end: start + 'the sum'.length });
    expect(part).toMatchObject({ text: 'THE SUM', passage: { start, end: start + 7 } });
    const code = 'const getUserName = 1;';
    const reader = createReader(() => []);
    const name = reader.nameAt({ text: code, languageId: 'javascript' }, 8)!;
    expect(code.slice(name.start, name.end)).toBe('getUserName');
    expect(reader.nameAt({ text: code, languageId: 'javascript' }, 1)).toBeNull();
    expect(reader.nameAt({ text: code, languageId: 'markdown' }, 8)).toBeNull();
    const [words] = await place({ text: code, languageId: 'javascript' }, name);
    expect(words).toMatchObject({ passage: { source: 'get user name' }, text: 'getUSERNAME' });
  });

  it('takes a string that was selected for text, and a line of the program for none', async () => {
    const text = 'export interface Person {\n\tsay("two words");';
    const select = (part: string) => {
      const start = text.indexOf(part);
      return place({ text, languageId: 'typescript' }, { start, end: start + part.length });
    };
    expect((await select('two words')).map((each) => each.text)).toEqual(['TWO WORDS']);
    expect(await select('export interface Person {')).toEqual([]);
  });

  it('finds the comment at an offset', () => {
    const reader = createReader(() => []);
    const comment = reader.commentAt({ text: JSDOC, languageId: 'javascript' }, JSDOC.indexOf('values'))!;
    expect(JSDOC.slice(comment.start, comment.end)).toMatch(/^\/\*\*[^]*\*\/$/);
    expect(reader.commentAt({ text: JSDOC, languageId: 'javascript' }, JSDOC.indexOf('const'))).toBeNull();
  });
});

describe('below', () => {
  async function withBelow(text: string, languageId: string, selected: string): Promise<string | null> {
    const start = text.indexOf(selected);
    const document = { text, languageId };
    const [placed] = await place(document, { start, end: start + selected.length });
    const insertion = createReader(() => []).below(document, placed!);
    return insertion && text.slice(0, insertion.at) + insertion.text + text.slice(insertion.at);
  }

  it('is a line of the same comment', async () => {
    const text = '  // one thing\n  f();\n';
    expect(await withBelow(text, 'javascript', 'one thing')).toBe('  // one thing\n  // ONE THING\n  f();\n');
    const block = '/**\r\n * One thing.\r\n */\r\n';
    expect(await withBelow(block, 'javascript', 'One thing.')).toBe('/**\r\n * One thing.\r\n * ONE THING.\r\n */\r\n');
  });

  it('is a comment of its own below a comment behind code, and below a string', async () => {
    expect(await withBelow('\tf(); // one thing\n', 'javascript', 'one thing')).toBe(
      '\tf(); // one thing\n\t// ONE THING\n',
    );
    expect(await withBelow('\tf("one thing");\n', 'javascript', 'one thing')).toBe(
      '\tf("one thing");\n\t// ONE THING\n',
    );
  });

  it('is a paragraph of its own in Markdown, and a line in a plain text', async () => {
    expect(await withBelow('One thing.\n\nMore.\n', 'markdown', 'One thing.')).toBe(
      'One thing.\n\nONE THING.\n\nMore.\n',
    );
    expect(await withBelow('One thing.\nMore.\n', 'plaintext', 'One thing.')).toBe('One thing.\nONE THING.\nMore.\n');
  });

  it('is nowhere in data', async () => {
    expect(await withBelow('{ "message": "One thing." }', 'json', 'One thing.')).toBeNull();
  });
});

describe('another translation of a sentence', () => {
  const text = '// Use `npm start` to open the [door](https://a.example/b), or read\n// on. It is late.\n';
  const document = { text, languageId: 'typescript' };

  /** What a model makes of the sentence as it is, code and marks included. */
  async function adopted(index: number, say: (source: string) => string): Promise<PlacedPassage> {
    const [placed] = await place(document);
    const { passage, sentences } = placed!;
    const [result] = await engine(say)(sentences[index]!.source);
    return { passage, ...passage.adopt(sentences, index, { ...result!, source: sentences[index]!.source }) };
  }

  it('stands in the comment as an ordinary one does, with what must stay where it was put', async () => {
    const {
      passage,
      text: own,
      sentences,
    } = await adopted(0, (source) =>
      source.replace('Use', 'Lancez').replace('to open the', 'pour ouvrir la').replace('or read on', 'ou lisez'),
    );
    expect(passage.source).toContain('Use `npm start`');
    expect(own.replaceAll('\n// ', ' ')).toBe(
      'Lancez `npm start` pour ouvrir la [door](https://a.example/b), ou lisez. IT IS LATE.',
    );
    expect(own).toContain('\n// ');
    expect(joinTranslation(passage.source, sentences)).toBe(own.replaceAll('\n// ', ' '));
    const code = passage.source.indexOf('`npm start`');
    expect(sentences[0]!.pinned?.map(({ source }) => source)).toContainEqual({ start: code, end: code + 11 });
  });

  it('has what it left out put back', async () => {
    const { text: own } = await adopted(0, () => 'Ouvrez la porte.');
    expect(own).toContain('`npm start`');
    expect(own).toContain('](https://a.example/b)');
  });

  it('leaves the other sentences alone, and the candidates to be chosen among', async () => {
    const { text: own, sentences } = await adopted(1, () => 'Il est tard.');
    expect(own).toContain('`npm start`');
    expect(own.endsWith('Il est tard.')).toBe(true);
    expect(sentences).toHaveLength(2);
    expect(sentences[1]!.span).toEqual({ start: expect.any(Number), end: expect.any(Number) });
  });
});

describe('where words stand', () => {
  const spans = ({ passage }: PlacedPassage, word: string) => {
    const at = passage.source.indexOf(word);
    return passage.spansOf({ start: at, end: at + word.length });
  };

  it('is told through comment marks, line breaks and Markdown', async () => {
    const jsdoc = { text: JSDOC, languageId: 'javascript' };
    const all = await place(jsdoc);
    for (const placed of all) {
      for (const word of ['first', 'values', 'what to add']) {
        if (!placed.passage.source.includes(word)) continue;
        const [span, ...more] = spans(placed, word);
        expect(more).toEqual([]);
        expect(JSDOC.slice(span!.start, span!.end)).toBe(word);
      }
    }
    const text = '> A long line of a\n> quote with **two** words.\n';
    const [quote] = await place({ text, languageId: 'markdown' });
    expect(spans(quote!, 'a quote').map(({ start, end }) => text.slice(start, end))).toEqual(['a', 'quote']);
    expect(spans(quote!, 'two').map(({ start, end }) => text.slice(start, end))).toEqual(['two']);
  });

  it('is all of a name that was cut into words', async () => {
    const text = 'getUserName();';
    const [name] = await place({ text, languageId: 'javascript' }, { start: 0, end: 11 });
    expect(spans(name!, 'user').map(({ start, end }) => text.slice(start, end))).toEqual(['getUserName']);
  });
});
