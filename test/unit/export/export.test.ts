import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import type { Nodes } from 'mdast';
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { describe, expect, it } from 'vitest';
import { arcsScene } from '../../../src/export/arcsScene';
import { toCsv } from '../../../src/export/csv';
import { heatMapScene } from '../../../src/export/heatMapScene';
import { SCRIPT_HASH, STYLE_HASH, toHtml } from '../../../src/export/html';
import { SCRIPT, STYLE } from '../../../src/export/htmlParts';
import { toJson } from '../../../src/export/json';
import { escapeLatex, toLatex } from '../../../src/export/latex';
import { escapeMarkdown, toMarkdown } from '../../../src/export/markdown';
import { ribbonScene } from '../../../src/export/ribbonScene';
import { sceneToSvg } from '../../../src/export/svg';
import type { SentenceResult, TranslationResult } from '../../../src/shared/result';
import { LONG_SOURCE, LONG_TARGET, result, sentence } from '../../view/fixtures/states';
import { drawing, labels } from './labels';

const PDFLATEX = spawnSync('pdflatex', ['--version']).status === 0;

const EVIL =
  '<img src=x onerror=alert(1)> ]]> --> \\input{/etc/passwd} =cmd() "quoted" `code` | pipe [link](command:a) $x_1^2$ {a} 50% #1 ~ & &amp; ![i](http://x) ***b*** \u0007 \ud800';
const plain = sentence('Hello, how are you?', 'Bonjour, comment vas-tu ?');
const evil = sentence(EVIL, EVIL);
const long = sentence(LONG_SOURCE, LONG_TARGET);
const rightToLeft = sentence('مرحبا، كيف حالك اليوم يا صديقي؟', 'שלום, מה שלומך היום חבר שלי?');
const all: [string, SentenceResult][] = [
  ['plain', plain],
  ['untrusted', evil],
  ['long', long],
  ['right to left', rightToLeft],
];

/** Words of any characters, cut where there is white space. */
const anyWords = fc
  .array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 6 })
  .map((words) => words.map((word) => word.replace(/\s/g, '') || 'x').join(' '));
const spaced = (text: string) =>
  [...text.matchAll(/\S+/g)].map(({ 0: word, index }) => ({ text: word, start: index, end: index + word.length }));
const anySentence = fc.tuple(anyWords, anyWords).map(([source, target]): SentenceResult => {
  const [sourceWords, targetWords] = [spaced(source), spaced(target)];
  return {
    ...plain,
    source,
    target,
    sourceWords,
    targetWords: targetWords.map((word) => ({ ...word, confidence: 0.5 })),
    alignment: targetWords.map((_, t) => {
      const raw = Array.from({ length: sourceWords.length + 1 }, (__, s) => 1 / (1 + ((7 * t + 3 * s) % 11)));
      const sum = raw.reduce((a, b) => a + b, 0);
      return raw.map((weight) => weight / sum);
    }),
  };
});

interface Xml {
  elements: SaxesTagPlain[];
  /** Contents of the text elements. */
  texts: string[];
}

/** Reads XML strictly: whatever is not well-formed throws. */
function readXml(text: string): Xml {
  const parser = new SaxesParser();
  const elements: SaxesTagPlain[] = [];
  const texts: string[] = [];
  let open = '';
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', (tag) => {
    elements.push(tag);
    open = tag.name;
    if (open === 'text') texts.push('');
  });
  parser.on('closetag', () => (open = ''));
  parser.on('text', (part) => {
    if (open === 'text') texts.push(texts.pop()! + part);
  });
  parser.write(text).close();
  return { elements, texts };
}

/** What XML can hold of a text. */
const readable = (text: string): string => text.replace(/[^\P{Cc}\t\n\r]|\p{Cs}|[\ufffe\uffff]/gu, '\ufffd');

describe.each([
  ['ribbon', ribbonScene],
  ['arcs', arcsScene],
  ['heat map', heatMapScene],
] as const)('the %s as SVG', (name, draw) => {
  it.each(all)('is well-formed, holds every word as text, and stays inside: %s', (_, made) => {
    const scene = draw(made, drawing);
    const { elements, texts } = readXml(sceneToSvg(scene));
    expect(elements[0]).toMatchObject({ name: 'svg', attributes: { xmlns: 'http://www.w3.org/2000/svg' } });
    expect(new Set(elements.map((element) => element.name))).toEqual(
      new Set(['svg', 'title', 'desc', 'rect', 'text', ...(name === 'heat map' ? [] : ['path'])]),
    );
    for (const { text } of [...made.sourceWords, ...made.targetWords]) expect(texts).toContain(readable(text));
    const numbers = elements.flatMap(({ attributes }) =>
      ['x', 'y'].flatMap((key) => (key in attributes ? [[key, Number(attributes[key])] as const] : [])),
    );
    for (const [key, value] of numbers) {
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThanOrEqual(key === 'x' ? scene.width : scene.height);
    }
    const painted = elements.flatMap(({ attributes }) => [attributes['fill'], attributes['stroke']]);
    for (const colour of painted) if (colour) expect(colour).toMatch(/^(#[\da-f]{6}|none)$/);
    for (const { attributes } of elements) {
      for (const attribute of Object.keys(attributes)) expect(attribute).not.toMatch(/^on|href|style/i);
    }
  });

  it('is well-formed whatever the words are', () => {
    fc.assert(
      fc.property(anySentence, (made) => {
        readXml(sceneToSvg(draw(made, drawing)));
      }),
      { numRuns: 60 },
    );
  });
});

it('draws one ribbon a visible link, and in high contrast none that is filled', () => {
  const shapes = ribbonScene(plain, drawing).shapes.filter(({ kind }) => kind === 'path');
  const visible = plain.alignment.flatMap((row) =>
    row
      .toSorted((a, b) => b - a)
      .slice(0, 5)
      .filter((w) => w >= 0.05),
  );
  expect(shapes).toHaveLength(visible.length);
  const contrast = ribbonScene(plain, { ...drawing, look: { ...drawing.look, filled: false } });
  for (const shape of contrast.shapes) if (shape.kind === 'path') expect(shape.paint.fill).toBeUndefined();
});

it('tells weights by opacity, and by size in high contrast', () => {
  const cells = (filled: boolean) =>
    heatMapScene(plain, { ...drawing, look: { ...drawing.look, filled } }).shapes.flatMap((shape) =>
      shape.kind === 'rect' && shape.paint.fill === drawing.look.accent && shape.radius === 2 ? [shape] : [],
    );
  const weights = plain.alignment.flat();
  expect(cells(true).map(({ paint }) => paint.fillOpacity)).toEqual(weights);
  const areas = cells(false).map(({ width, height }) => (width * height) / 22 ** 2);
  areas.forEach((area, index) => expect(area).toBeCloseTo(weights[index]!, 9));
});

/** RFC 4180, as a reader of its own. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  let cell = '';
  let quoted = false;
  const body = text.replace(/^\ufeff/, '');
  for (let at = 0; at < body.length; at++) {
    const character = body[at]!;
    if (quoted) {
      if (character !== '"') cell += character;
      else if (body[at + 1] === '"') cell += body[++at]!;
      else quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === ',') {
      rows.at(-1)!.push(cell);
      cell = '';
    } else if (character === '\r' && body[at + 1] === '\n') {
      rows.at(-1)!.push(cell);
      cell = '';
      rows.push([]);
      at++;
    } else cell += character;
  }
  expect([quoted, cell, rows.pop()]).toEqual([false, '', []]);
  return rows;
}

const FORMULA = /^[=+\-@\t\r＝＋－＠]./su;

describe('CSV', () => {
  it.each(all)('rebuilds matrix and words: %s', (_, made) => {
    const [head, ...rows] = readCsv(toCsv(made, labels.axes, labels.end));
    const word = (cell: string): string => (FORMULA.test(cell.slice(1)) ? cell.slice(1) : cell);
    expect(head!.map(word)).toEqual([labels.axes, ...made.sourceWords.map(({ text }) => text), labels.end]);
    expect(rows.map(([first]) => word(first!))).toEqual(made.targetWords.map(({ text }) => text));
    made.alignment.forEach((row, t) =>
      row.forEach((weight, s) => expect(Math.abs(Number(rows[t]![s + 1]) - weight)).toBeLessThan(1e-6)),
    );
  });

  it('holds no formula, and leaves a lone dash alone', () => {
    const made = sentence('a', '');
    for (const text of ['=cmd()', '+1', '-2+3', '@SUM(A1)', '\t=1', '＝1']) {
      const word = { text, start: 0, end: 1 };
      const cell = readCsv(toCsv({ ...made, sourceWords: [word], alignment: [] }, 'x', 'end'))[0]![1]!;
      expect(cell).toBe(`'${text}`);
    }
    const dash = { text: '-', start: 0, end: 1 };
    expect(readCsv(toCsv({ ...made, sourceWords: [dash], alignment: [] }, 'x', 'end'))[0]![1]).toBe('-');
  });
});

it('rebuilds everything from JSON', () => {
  const made: TranslationResult = result(plain, evil);
  const read = JSON.parse(toJson(EVIL, made)) as TranslationResult & { text: string; format: string; version: number };
  expect(read).toMatchObject({ format: 'attention-lens', version: 1, model: made.model, text: EVIL });
  expect(read.sentences).toEqual(made.sentences);
});

/** Reads as much of TeX as decides whether text stays text: comments, groups, control sequences. */
function readLatex(text: string): { commands: Set<string>; environments: string[]; nodes: string[] } {
  const commands = new Set<string>();
  const environments: string[] = [];
  const nodes = [...text.matchAll(/\\node\[[^\]]*\] \([st]\d+\) \{(.*)\};$/gm)].map(([, content]) => content!);
  let depth = 0;
  for (const line of text.split('\n')) {
    for (let at = 0; at < line.length; at++) {
      const character = line[at]!;
      if (character === '%') break;
      if (character === '\\') {
        const name = /^[A-Za-z]+|^./.exec(line.slice(at + 1))![0];
        commands.add(name);
        at += name.length;
        if (name === 'begin' || name === 'end')
          environments.push(`${name} ${/^\{(\w+)\}/.exec(line.slice(at + 1))![1]}`);
      } else if (character === '{') depth++;
      else if (character === '}') expect(--depth).toBeGreaterThanOrEqual(0);
      else expect('$&#^~').not.toContain(character);
    }
  }
  expect(depth).toBe(0);
  return { commands, environments, nodes };
}

/** What the escapes of LaTeX print. */
const printed = (tex: string): string =>
  tex
    .replace(/\\textbackslash\{\}/g, '\ue000')
    .replace(/\\textasciicircum\{\}/g, '^')
    .replace(/\\textasciitilde\{\}/g, '~')
    .replace(/\\textless\{\}/g, '<')
    .replace(/\\textgreater\{\}/g, '>')
    .replace(/\\textbar\{\}/g, '|')
    .replace(/\\textquotedbl\{\}/g, '"')
    .replace(/\\textasciigrave\{\}/g, '`')
    .replace(/(?<!\\)\{([-,])\}/g, '$1')
    .replace(/\\([{}$&#%_])/g, '$1')
    .replace(/\ue000/g, '\\');

describe('LaTeX', () => {
  it.each(all)('has its groups and environments closed, and no command that a word brought: %s', (_, made) => {
    const tex = toLatex(made, labels);
    const { commands, environments, nodes } = readLatex(tex);
    expect(environments).toEqual(['begin document', 'begin tikzpicture', 'end tikzpicture', 'end document']);
    for (const command of commands) {
      expect(command).toMatch(
        /^(documentclass|usepackage|iftutex|IfFileExists|else|fi|usetikzlibrary|begin|end|node|path|scriptsize|text[a-z]+|[{}$&#%_])$/,
      );
    }
    const links = made.alignment.flatMap((row) =>
      row
        .toSorted((a, b) => b - a)
        .slice(0, 5)
        .filter((w) => w >= 0.05),
    );
    expect(tex.match(/\\path\[link/g)).toHaveLength(links.length);
    const words = [...made.sourceWords, ...made.targetWords].map(({ text }) => text.replace(/\p{Cc}+|\p{Cs}/gu, ' '));
    expect(nodes.map(printed).filter((text) => text !== labels.end)).toEqual(words);
    // A link speaks of nodes that are there.
    for (const [, node] of tex.matchAll(/\((\w\d+)\.(?:south|north)\)/g)) expect(tex).toContain(`] (${node}) {`);
  });

  it.runIf(PDFLATEX)('compiles', { timeout: 120_000 }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'attention-lens-'));
    try {
      for (const [name, made] of all.filter(([, { target }]) => /^\p{Script=Latin}|^</u.test(target))) {
        // What the T1 encoding cannot write is for lualatex; here it is about the markup.
        const tex = toLatex(made, labels).replace(/[^\p{ASCII}\p{Script=Latin}]/gu, '?');
        await writeFile(join(folder, 'a.tex'), tex);
        const run = spawnSync('pdflatex', ['-interaction=nonstopmode', '-halt-on-error', '-no-shell-escape', 'a.tex'], {
          cwd: folder,
          encoding: 'utf8',
        });
        expect(run.status, `${name}: ${run.stdout.slice(-2000)}`).toBe(0);
        expect((await readFile(join(folder, 'a.pdf'))).subarray(0, 5).toString()).toBe('%PDF-');
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('escapes so that it prints what it was given', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(printed(escapeLatex(text))).toBe(text.replace(/\p{Cc}+|\p{Cs}/gu, ' '));
        readLatex(`\\node[word] (s0) {${escapeLatex(text)}};`);
      }),
    );
  });
});

const parseMarkdown = (text: string) =>
  fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
const textOf = (node: Nodes): string =>
  'value' in node ? node.value : 'children' in node ? node.children.map(textOf).join('') : '';
const kindsOf = (node: Nodes): string[] => [node.type, ...('children' in node ? node.children.flatMap(kindsOf) : [])];

describe('Markdown', () => {
  it.each(all)('is the translation and a table of its words, and nothing else: %s', (_, made) => {
    const tree = parseMarkdown(toMarkdown(made.source, result(made), labels));
    expect(tree.children.map(({ type }) => type)).toEqual(['paragraph', 'table']);
    const [paragraph, table] = tree.children;
    const shown = made.target.replace(/\s+/g, ' ').trim();
    expect(textOf(paragraph!)).toBe(shown);
    // A bare address may become a link to itself; nothing else does.
    const allowed = made === evil ? ['link'] : [];
    const kinds = new Set(kindsOf(tree));
    for (const kind of ['root', 'paragraph', 'table', 'tableRow', 'tableCell', 'text', ...allowed]) kinds.delete(kind);
    expect([...kinds]).toEqual([]);
    if (table!.type !== 'table') throw new Error('no table');
    expect(table!.children.map((row) => row.children.length)).toEqual(made.targetWords.map(() => 3).concat(3));
    expect(table!.children.slice(1).map((row) => textOf(row.children[0]!))).toEqual(
      made.targetWords.map(({ text }) => text.trim()),
    );
  });

  it('shows any text as it stands', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (given) => {
        const text = `x${given.replace(/[\s\0]+/g, ' ')}x`;
        const tree = parseMarkdown(`| ${escapeMarkdown(text)} |\n| --- |\n`);
        expect(textOf(tree)).toBe(text);
        const paragraph = parseMarkdown(escapeMarkdown(given.trim()));
        expect(kindsOf(paragraph).filter((kind) => !['root', 'paragraph', 'text', 'link'].includes(kind))).toEqual([]);
        const [root, table, row, cell, ...inside] = kindsOf(tree).filter((kind) => kind !== 'link');
        expect([root, table, row, cell]).toEqual(['root', 'table', 'tableRow', 'tableCell']);
        // text before or after such a link is a node of its own
        expect(inside).toEqual(inside.map(() => 'text'));
        expect(inside).not.toEqual([]);
      }),
      { examples: [['@A.A ']] },
    );
  });

  it.each([
    '# a',
    '- a',
    '+ a',
    '> a',
    '1. a',
    '2) a',
    '===',
    '---',
    '    a',
    '| a |',
    '`a`',
    '**a**',
    '<b>',
    '![a](b)',
    '\\*a*',
    ':a: @b',
  ])('begins nothing with %s', (text) => {
    const tree = parseMarkdown(escapeMarkdown(text));
    expect(kindsOf(tree)).toEqual(['root', 'paragraph', 'text']);
    expect(textOf(tree)).toBe(text.trim());
  });

  it('has no column of attention where there is none', () => {
    const tree = parseMarkdown(toMarkdown(plain.source, result({ ...plain, alignment: [] }), labels));
    const table = tree.children[1]!;
    expect(table.type === 'table' && table.children[0]!.children.map(textOf)).toEqual(['Word', 'Confidence']);
  });
});

describe('the web page', () => {
  it('names its style and its script by their hashes, and lets nothing else in', () => {
    const hash = (text: string): string => createHash('sha256').update(text).digest('base64');
    expect([STYLE_HASH, SCRIPT_HASH]).toEqual([hash(STYLE), hash(SCRIPT)]);
    const html = toHtml(result(plain), labels, 'en');
    expect(html).toContain(`default-src &#39;none&#39;; style-src &#39;sha256-${STYLE_HASH}&#39;`);
    expect(html.match(/<script>[^]*?<\/script>/g)).toEqual([`<script>${SCRIPT}</script>`]);
    expect(html).not.toMatch(/https?:|src=|href=|@import|url\(/);
  });
});
