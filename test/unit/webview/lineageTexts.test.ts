import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { LINEAGE } from '../../../src/shared/lineage';
import { repositoryRoot } from '../../../tools/setup/cache';
import { configureLanguage } from '../../../webview/l10n';
import { describe as describeFlow } from '../../../webview/lineage/drawing/describe';
import { equationsOf } from '../../../webview/lineage/equations';
import { CHAPTERS, STORIES } from '../../../webview/lineage/mechanisms';
import { PAPERS } from '../../../webview/lineage/papers';
import { MECHANISM_IDS, partsOf, type MechanismId } from '../../../webview/lineage/parts';

const CHINESE = /\p{Script=Han}/u;
const read = (file: string): Record<string, unknown> => JSON.parse(readFileSync(join(repositoryRoot, file), 'utf8'));
let bundle: Record<string, string>;

beforeAll(() => {
  bundle = read('l10n/bundle.l10n.zh-cn.json') as Record<string, string>;
});

const english = () => configureLanguage({ l10n: {}, language: 'en' });
const chinese = () => configureLanguage({ l10n: bundle, language: 'zh-cn' });
afterEach(english);

/** Every text that a section shows, by what it is; without the names of cited papers, which stay as they are. */
function textsOf(id: MechanismId): Record<string, string> {
  const { name, problem, gained, gaveUp, here, relation } = STORIES[id];
  const texts: Record<string, string> = { problem: problem(), gained: gained(), gaveUp: gaveUp() };
  if (here) texts.here = here();
  if (relation) texts.relation = relation();
  for (const [index, { what }] of equationsOf(partsOf(id)).entries()) texts[`equation ${index}`] = what;
  for (const [index, step] of describeFlow(partsOf(id)).entries()) texts[`flow ${index}`] = step;
  expect(name()).not.toBe('');
  return texts;
}

it('tells of the mechanisms of the lineage, in its order, in chapters that follow it', () => {
  expect(MECHANISM_IDS).toEqual([...LINEAGE]);
  expect(MECHANISM_IDS).toHaveLength(16);
  expect(Object.keys(STORIES).sort()).toEqual([...MECHANISM_IDS].sort());
  const begins = CHAPTERS.map(({ from }) => MECHANISM_IDS.indexOf(from));
  expect(begins[0]).toBe(0);
  expect(begins).toEqual([...begins].sort((a, b) => a - b));
});

describe.each(MECHANISM_IDS)('%s', (id) => {
  it('has every text in both languages', () => {
    english();
    const inEnglish = textsOf(id);
    chinese();
    const inChinese = textsOf(id);
    expect(Object.keys(inChinese)).toEqual(Object.keys(inEnglish));
    for (const [what, text] of Object.entries(inEnglish)) {
      expect(text.length, what).toBeGreaterThan(3);
      expect(text, what).not.toMatch(CHINESE);
      expect(inChinese[what], what).toMatch(CHINESE);
    }
  });

  it('cites papers that exist in the table, and says where it has none of its own', () => {
    const { papers, year, relation } = STORIES[id];
    expect(papers.length).toBeGreaterThan(0);
    for (const paper of papers)
      expect(PAPERS[paper].url).toMatch(/^https:\/\/(arxiv\.org\/abs\/\d{4}\.\d{4,5}|doi\.org|aclanthology\.org)/);
    // either the first paper introduced it and gives the year, or the text says how it is related to those listed
    if (year === null) expect(relation).toBeDefined();
    else expect(PAPERS[papers[0]!].year).toBe(year);
  });

  it('has a name of its own, and equations of which one at least is marked as the point', () => {
    const names = MECHANISM_IDS.map((each) => STORIES[each].name());
    expect(names.filter((name) => name === STORIES[id].name())).toHaveLength(1);
    expect(equationsOf(partsOf(id)).some(({ key }) => key)).toBe(true);
  });
});

/** A configuration with everything that it inherits. */
function configOf(id: string): Record<string, unknown> {
  const own = read(`training/configs/${id}.json`);
  const inherits = own.extends as string | undefined;
  return inherits ? (merge(configOf(inherits.replace(/\.json$/, '')), own) as Record<string, unknown>) : own;
}

function merge(base: unknown, over: unknown): unknown {
  const isObject = (value: unknown): value is Record<string, unknown> =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isObject(base) || !isObject(over)) return over;
  const keys = new Set([...Object.keys(base), ...Object.keys(over)]);
  return Object.fromEntries([...keys].map((key) => [key, key in over ? merge(base[key], over[key]) : base[key]]));
}

interface Trained {
  architecture: string;
  encoder: { cell: string; bidirectional: boolean; reverse_source?: boolean };
  decoder: { cell: string; initial_state: string };
  context: { kind: string; enters: string[] };
  attention: { query: string; score: string; select: string; smooth?: string; window?: number } | null;
  readout: { kind: string };
  encoder_layers: number;
  decoder_layers: number;
  encoder_attention_heads: number;
  decoder_attention_heads: number;
  activation_function: string;
}

it.each(MECHANISM_IDS)('%s is shown with the parts that it is trained with', (id) => {
  const parts = partsOf(id);
  const config = configOf(id).model as Trained;
  if (parts.kind === 'transformer') {
    expect(config.architecture).toBe('transformer');
    expect(config.encoder_attention_heads).toBe(parts.heads);
    expect(config.decoder_attention_heads).toBe(parts.heads);
    // said in words and in formulas
    expect([config.encoder_layers, config.decoder_layers, config.activation_function]).toEqual([2, 2, 'relu']);
    return;
  }
  expect(config.architecture).toBe('recurrent');
  expect([config.encoder.cell, config.decoder.cell]).toEqual([parts.cell, parts.cell]);
  if (parts.kind === 'fixed') {
    expect(config.context).toEqual({ kind: 'fixed', enters: parts.everyStep ? ['cell', 'readout'] : [] });
    expect(config.encoder.reverse_source ?? false).toBe(parts.reversed);
    expect([config.encoder.bidirectional, config.decoder.initial_state]).toEqual([false, 'final']);
    expect(config.readout.kind).toBe('maxout');
    return;
  }
  const early = parts.query === 'previous-state';
  expect(config.context).toEqual({ kind: 'attention', enters: [early ? 'cell' : 'input-feeding', 'readout'] });
  expect(config.encoder.bidirectional).toBe(parts.bidirectional);
  expect(config.decoder.initial_state).toBe(parts.bidirectional ? 'backward-first' : 'final');
  expect(config.readout.kind).toBe(early ? 'maxout' : 'tanh');
  const { query, score, select, smooth, window } = config.attention!;
  expect({ query, score, select }).toEqual({ query: parts.query, score: parts.score, select: parts.select });
  expect(smooth ?? null).toBe(parts.smooth ? 'ema' : null);
  expect(window).toBe(parts.window);
});
