import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EngineClient, TranslationRequest } from '../../../src/host/engine/engineClient';
import { HOVER_LIMIT, HoverTranslations } from '../../../src/host/hover/hoverTranslations';
import { faultMarkdown, translationMarkdown } from '../../../src/host/hover/markdown';
import { strongestAlignments } from '../../../src/host/hover/strongest';
import type { SentenceResult, TranslationResult } from '../../../src/shared/result';
import { resultOf } from './fakeCarrier';

vi.mock('vscode', () => import('./vscodeMock'));

const word = (text: string) => ({ text, start: 0, end: text.length });

function sentence(source: string[], target: string[], alignment: number[][]): SentenceResult {
  return {
    source: source.join(' '),
    target: target.join(' '),
    score: 0,
    sourceWords: source.map(word),
    targetWords: target.map((text) => ({ ...word(text), confidence: 1 })),
    alignment,
    span: { start: 0, end: source.join(' ').length },
  };
}

const result: TranslationResult = {
  model: 'm',
  backend: 'wasm',
  sentences: [
    sentence(
      ['how', 'now', '?'],
      ['comment', 'là', '?'],
      [
        [0.71, 0.2, 0.05, 0.04],
        [0.1, 0.6, 0.1, 0.2],
        [0, 0, 0.99, 0.01],
      ],
    ),
  ],
};

describe('strongestAlignments', () => {
  it('takes the strongest source word of each word, strongest first, and no punctuation', () => {
    expect(strongestAlignments(result, 5)).toEqual([
      { target: 'comment', source: 'how', weight: 0.71 },
      { target: 'là', source: 'now', weight: 0.6 },
    ]);
    expect(strongestAlignments(result, 1)).toHaveLength(1);
  });

  it('leaves out a word that looks at the end of the sentence most', () => {
    const ended = sentence(
      ['how'],
      ['comment', 'là'],
      [
        [0.9, 0.1],
        [0.4, 0.6],
      ],
    );
    expect(strongestAlignments({ ...result, sentences: [ended] }, 5)).toEqual([
      { target: 'comment', source: 'how', weight: 0.9 },
    ]);
  });

  it('has nothing to say of a model without attention', () => {
    expect(strongestAlignments({ ...result, sentences: [sentence(['a'], ['b'], [])] }, 5)).toEqual([]);
  });
});

describe('translationMarkdown', () => {
  it('shows translation, alignments in words, and links to four commands alone', () => {
    const { value, isTrusted } = translationMarkdown('how now ?', result, true);
    expect(value).toContain('comment là ?');
    expect(value).toContain('comment ← how 0.71 · là ← now 0.60');
    expect([...value.matchAll(/\(command:([^)]+)\)/g)].map(([, command]) => command)).toEqual([
      'attentionLens.explainSelection',
      'attentionLens.compareMechanisms',
      'attentionLens.replaceSelection',
      'attentionLens.copyTranslation',
    ]);
    expect(isTrusted).toEqual({
      enabledCommands: [
        'attentionLens.explainSelection',
        'attentionLens.compareMechanisms',
        'attentionLens.replaceSelection',
        'attentionLens.copyTranslation',
      ],
    });
  });

  it('offers no replacement where the document cannot be written', () => {
    expect(translationMarkdown('how now ?', result, false).value).not.toContain('replaceSelection');
  });

  it('shows what the model wrote as text, never as Markdown', () => {
    const hostile = { ...result, sentences: [sentence(['a'], ['[x](command:evil)'], [[1, 0]])] };
    expect(translationMarkdown('a', hostile, true).value).not.toContain('[x](command:evil)');
    expect(faultMarkdown('<img src=x>').value).not.toContain('<img');
  });
});

describe('HoverTranslations', () => {
  const translate = vi.fn(async ({ texts }: TranslationRequest) => texts.map(resultOf));
  const choice = async () => ({ model: 'm', options: { beam: 1, nBest: 1 } });
  let hovers: HoverTranslations;

  beforeEach(() => {
    vi.useFakeTimers();
    translate.mockClear();
    hovers = new HoverTranslations({ translate } as unknown as EngineClient, choice, 280);
  });

  afterEach(() => {
    hovers.dispose();
    vi.useRealTimers();
  });

  it('begins to translate when the selection has come to rest, once', async () => {
    hovers.selected(() => 'on');
    await vi.advanceTimersByTimeAsync(200);
    hovers.selected(() => 'one');
    await vi.advanceTimersByTimeAsync(279);
    expect(translate).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(translate.mock.calls.map(([{ origin, texts }]) => [origin, texts])).toEqual([['hover', ['one']]]);
  });

  it('begins nothing for a selection that was given up, is too long, or has no letter', async () => {
    hovers.selected(() => 'one');
    hovers.selected(null);
    await vi.advanceTimersByTimeAsync(300);
    for (const text of ['a'.repeat(HOVER_LIMIT + 1), '  42 + 1 ', '🎉']) {
      hovers.selected(() => text);
      await vi.advanceTimersByTimeAsync(300);
    }
    expect(translate).not.toHaveBeenCalled();
  });

  it('keeps to itself what goes wrong before anybody asks', async () => {
    translate.mockRejectedValueOnce(new Error('broken'));
    hovers.selected(() => 'one');
    await vi.advanceTimersByTimeAsync(300);
    expect(translate).toHaveBeenCalledOnce();
  });
});
