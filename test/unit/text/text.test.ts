import { describe, expect, it } from 'vitest';
import {
  asComment,
  detectLanguage,
  editsFor,
  identifierAt,
  insertBelow,
  joinIdentifier,
  putBack,
  segmentsOf,
  splitIdentifier,
  type TextDocument,
} from '../../../src/text/index';

const selected = (document: TextDocument, part: string) => {
  const start = document.text.indexOf(part);
  return segmentsOf(document, { start, end: start + part.length });
};
const apply = ({ text }: TextDocument, { start, end, newText }: { start: number; end: number; newText: string }) =>
  text.slice(0, start) + newText + text.slice(end);

describe('identifiers', () => {
  it.each<[string, string[], string]>([
    ['parseHTTPResponse2', ['parse', 'HTTP', 'response', '2'], 'camel'],
    ['MAX_RETRY_COUNT', ['max', 'retry', 'count'], 'screaming'],
    ['max-width', ['max', 'width'], 'kebab'],
    ['XMLHttpRequest', ['XML', 'http', 'request'], 'pascal'],
    ['utf8_decode', ['utf8', 'decode'], 'snake'],
    ['_private', ['private'], 'flat'],
  ])('splits %s', (name, words, style) => expect(splitIdentifier(name)).toMatchObject({ words, style }));

  it('writes words as a name', () => {
    expect(joinIdentifier("nombre d'éléments", 'camel')).toBe('nombreDElements');
    expect(joinIdentifier('durée maximale', 'screaming')).toBe('DUREE_MAXIMALE');
  });

  it('finds the name at an offset', () => {
    expect(identifierAt('let fooBar = 1', 6)).toEqual({ start: 4, end: 10 });
    expect(identifierAt('  ', 1)).toBeNull();
  });

  it('translates a selected name as words', () => {
    const document = { languageId: 'typescript', text: 'let maxRetryCount = 1;' };
    const [segment] = selected(document, 'maxRetryCount');
    expect(segment!.source).toBe('max retry count');
    expect(putBack(document.text, [segment!], ['nombre maximal'])).toBe('let nombreMaximal = 1;');
  });
});

describe('selections', () => {
  const document = {
    languageId: 'typescript',
    text: '/**\n * Reads a file and returns\n * its lines.\n */\nconst a = "A message for people"; // the answer\n',
  };

  it('takes part of a comment', () => {
    expect(selected(document, 'and returns\n * its').map(({ source }) => source)).toEqual(['and returns its']);
  });

  it('takes the comments of code, and code alone as text', () => {
    expect(selected(document, 'const a = "A message for people"; // the answer').map(({ source }) => source)).toEqual([
      'the answer',
    ]);
    expect(selected(document, 'A message for people').map(({ source }) => source)).toEqual(['A message for people']);
  });

  it('takes a doubtful value where it alone is selected', () => {
    const json = { languageId: 'json', text: '{ "type": "module" }' };
    expect(segmentsOf(json)).toEqual([]);
    expect(selected(json, 'module').map(({ source }) => source)).toEqual(['module']);
  });

  it('wraps a translation to the width that was there', () => {
    const [segment] = segmentsOf(document);
    expect(putBack(document.text, [segment!], ['Lit un fichier et en renvoie toutes les lignes.'])).toContain(
      '/**\n * Lit un fichier et en renvoie toutes\n * les lignes.\n */',
    );
  });

  it('quotes a plain scalar of YAML that would be read as something else', () => {
    const yaml = { languageId: 'yaml', text: 'note: Some plain text\n' };
    expect(putBack(yaml.text, segmentsOf(yaml), ['Note : un texte'])).toBe('note: "Note : un texte"\n');
    expect(editsFor(segmentsOf(yaml), ['Some plain text'])).toEqual([]);
  });

  it('fills a missing target, and doubles the apostrophes of message formats', () => {
    const xliff = {
      languageId: 'xliff',
      text: '<xliff><trans-unit id="1"><source>Save it</source></trans-unit></xliff>',
    };
    expect(putBack(xliff.text, segmentsOf(xliff), ['Sauver & garder'])).toContain(
      '</source><target>Sauver &amp; garder</target></trans-unit>',
    );
    const properties = { languageId: 'properties', text: 'a=Delete the file {0}\n' };
    expect(putBack(properties.text, segmentsOf(properties), ["Supprimer l'un {0}"])).toBe("a=Supprimer l''un {0}\n");
  });
});

describe('inserting below', () => {
  it.each<[string, string, string]>([
    ['typescript', '  // Some words.\n  x();\n', '  // Some words.\n  // Des mots.\n  x();\n'],
    ['typescript', '/**\n * Some words.\n */\n', '/**\n * Some words.\n * Des mots.\n */\n'],
    ['python', 'x = 1  # Some words.\n', 'x = 1  # Some words.\n# Des mots.\n'],
    ['html', '<!-- Some words. -->\n', '<!-- Some words. -->\n<!-- Des mots. -->\n'],
    ['plaintext', 'Some words.\r\n', 'Some words.\r\nDes mots.\r\n'],
  ])('%s: %j', (languageId, text, expected) => {
    const document = { languageId, text };
    const [segment] = segmentsOf(document);
    expect(apply(document, insertBelow(document, segment!, 'Des mots.'))).toBe(expected);
  });

  it('makes a comment of any language', () => {
    expect(asComment('Des mots.', 'css', '  ', '\n')).toBe('  /* Des mots. */');
    expect(asComment('Des mots.', 'nobody-knows', '', '\n')).toBe('Des mots.');
  });
});

describe('detectLanguage', () => {
  it.each([
    ['Returns the number of rows that were decoded.', 'en', true],
    ['Renvoie le nombre de lignes qui ont été décodées.', 'fr', true],
    ["Le fichier n'existe pas", 'fr', true],
    ['Das ist ein deutscher Satz mit mehreren Wörtern.', 'de', true],
    ['这是一个中文句子', 'zh', true],
    ['Null pointer', 'en', false],
    ['Cancel', 'en', false],
    ['`foo()` %s', 'en', false],
    ['', 'en', false],
  ])('%s', (text, language, confident) => expect(detectLanguage(text)).toEqual({ language, confident }));
});
