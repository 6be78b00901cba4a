import type { TextDocument } from 'vscode';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Reader } from '../../../src/documents/reader';
import type { TranslationRequest } from '../../../src/host/engine/engineClient';
import { HOVER_LIMIT, HoverTranslations } from '../../../src/host/hover/hoverTranslations';
import { TranslationHoverProvider } from '../../../src/host/hover/hoverProvider';
import { messageMarkdown, translationMarkdown } from '../../../src/host/hover/markdown';
import { strongestAlignments } from '../../../src/host/hover/strongest';
import { EngineError } from '../../../src/shared/faults';
import type { SentenceResult, TranslationResult } from '../../../src/shared/result';
import { capitals, linePassages, passageAt } from '../documents/fakePassages';
import { resultOf } from './fakeCarrier';
import * as mock from './vscodeMock';

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
    expect(messageMarkdown('warning', '<img src=x>').value).not.toContain('<img');
  });

  it('leaves out what was kept as it is: the model did not align it', () => {
    const pinned = {
      ...result.sentences[0]!,
      pinned: [{ source: { start: 0, end: 3 }, target: { start: 0, end: 7 } }],
    };
    const placed = pinned.targetWords.map((each, index) => ({ ...each, start: index * 8, end: index * 8 + 7 }));
    const { value } = translationMarkdown(
      'how now ?',
      { ...result, sentences: [{ ...pinned, targetWords: placed }] },
      true,
    );
    expect(value).not.toContain('comment ← how');
    expect(value).toContain('là ← now 0.60');
  });
});

const choice = { model: 'm', options: { beam: 1, nBest: 1 } };

describe('HoverTranslations', () => {
  const translate = vi.fn(async ({ texts }: TranslationRequest) => texts.map(resultOf));
  let allowed: typeof choice | null;
  let hovers: HoverTranslations;
  const passages = (text: string) => () => [...linePassages(text)];

  beforeEach(() => {
    vi.useFakeTimers();
    translate.mockClear();
    allowed = choice;
    hovers = new HoverTranslations({ translate }, async () => allowed, 280);
  });

  afterEach(() => {
    hovers.dispose();
    vi.useRealTimers();
  });

  it('begins to translate when the selection has come to rest, once', async () => {
    hovers.selected(passages('on'));
    await vi.advanceTimersByTimeAsync(200);
    hovers.selected(passages('one'));
    await vi.advanceTimersByTimeAsync(279);
    expect(translate).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(translate.mock.calls.map(([{ origin, texts }]) => [origin, texts])).toEqual([['selection', ['one']]]);
  });

  it('begins nothing for a selection that was given up, is too long, has no letter, or is better left', async () => {
    hovers.selected(passages('one'));
    hovers.selected(null);
    await vi.advanceTimersByTimeAsync(300);
    for (const text of ['a'.repeat(HOVER_LIMIT + 1), '  42 + 1 ', '🎉']) {
      hovers.selected(passages(text));
      await vi.advanceTimersByTimeAsync(300);
    }
    allowed = null;
    hovers.selected(passages('déjà'));
    await vi.advanceTimersByTimeAsync(300);
    expect(translate).not.toHaveBeenCalled();
  });

  it('lets a hover wait on that came before the selection was at rest', async () => {
    hovers.selected(passages('one'));
    const hover = hovers.translate(passages('one')(), choice);
    await vi.advanceTimersByTimeAsync(300);
    await hover;
    const origins = translate.mock.calls.map(([{ origin }]) => origin);
    // a newer request of the same origin would cancel the one that is shown
    expect(new Set(origins).size).toBe(origins.length);
    expect(origins).toHaveLength(2);
  });

  it('keeps to itself what goes wrong before anybody asks', async () => {
    translate.mockRejectedValueOnce(new Error('broken'));
    hovers.selected(passages('one'));
    await vi.advanceTimersByTimeAsync(300);
    expect(translate).toHaveBeenCalledOnce();
  });

  it('joins several passages so that every span cuts its sentence out of their sources', async () => {
    translate.mockImplementationOnce(async ({ texts }) =>
      Promise.all(texts.map(async (text) => ({ ...resultOf(text), sentences: await capitals(text) }))),
    );
    const { sentences } = await hovers.translate(passages('* one\n* two')(), choice);
    expect(sentences.map(({ span }) => 'one\ntwo'.slice(span.start, span.end))).toEqual(['one', 'two']);
    expect(translate).toHaveBeenCalledOnce();
  });
});

describe('TranslationHoverProvider', () => {
  const TEXT = '/* a comment */\ngetUserName();\nplain words';
  let document: mock.FakeDocument;
  let settings: Record<string, unknown>;
  let language: string | null;
  const translate = vi.fn(async (request: TranslationRequest) => request.texts.map(resultOf));
  const log = { error: vi.fn() };

  /** The first line is a comment, the second holds a name. */
  const reader: Reader = {
    passages: ({ text }, within) => {
      if (within && within.end <= 15) return [passageAt(text, 3, 12)];
      if (within?.start === 16) return [{ ...passageAt(text, 16, 27), source: 'get user name', text: 'get user name' }];
      return [...linePassages(text, within)];
    },
    commentAt: (_, offset) => (offset <= 15 ? { start: 0, end: 15 } : null),
    nameAt: (_, offset) => (offset >= 16 && offset <= 27 ? { start: 16, end: 27 } : null),
    below: () => null,
  };

  beforeEach(() => {
    vi.useFakeTimers();
    vi.clearAllMocks();
    document = new mock.FakeDocument(TEXT);
    settings = { hover: 'comments' };
    language = null;
    mock.workspace.getConfiguration = () => ({
      get: ((name: string) => settings[name]) as never,
      update: mock.workspace.update,
    });
    mock.window.activeTextEditor = undefined;
    mock.window.visibleTextEditors = [];
  });

  afterEach(() => vi.useRealTimers());

  function token() {
    const emitter = new mock.EventEmitter<unknown>();
    return {
      isCancellationRequested: false,
      onCancellationRequested: emitter.event,
      cancel() {
        this.isCancellationRequested = true;
        emitter.fire(undefined);
      },
    };
  }

  async function hoverAt(line: number, character: number, given = token()): Promise<string | undefined> {
    const provider = new TranslationHoverProvider({
      reader,
      translations: new HoverTranslations({ translate } as never, async () => choice),
      options: async () => choice.options,
      choose: async (text) => (language !== null && text !== '' ? { already: language, model: 'm' } : { model: 'm' }),
      log: log as never,
    });
    const asked = provider.provideHover(
      document as unknown as TextDocument,
      new mock.Position(line, character) as never,
      given as never,
    );
    await vi.advanceTimersByTimeAsync(1_000);
    return (await asked)?.contents.toString() && ((await asked)!.contents as unknown as mock.MarkdownString).value;
  }

  const select = (range: mock.Range): void => {
    mock.window.activeTextEditor = new mock.FakeEditor(document, [range]);
  };

  it('translates the comment under the pointer', async () => {
    expect(await hoverAt(0, 5)).toContain('A COMMENT');
    expect(translate.mock.lastCall![0].texts).toEqual(['a comment']);
  });

  it('says what a name of several words means, in words', async () => {
    expect(await hoverAt(1, 4)).toBe('$(globe) get user name → GET USER NAME');
  });

  it('says nothing over what is neither', async () => {
    expect(await hoverAt(2, 3)).toBeUndefined();
    expect(translate).not.toHaveBeenCalled();
  });

  it('speaks of the selection first', async () => {
    select(mock.range(0, 3, 0, 12));
    expect(await hoverAt(0, 5)).toContain('Explain');
  });

  it('keeps to selections, or silent, as the setting says', async () => {
    for (const value of ['selection', true, undefined]) {
      settings = { hover: value };
      expect(await hoverAt(0, 5)).toBeUndefined();
    }
    select(mock.range(0, 3, 0, 12));
    expect(await hoverAt(0, 5)).toContain('A COMMENT');
    for (const value of ['off', false]) {
      settings = { hover: value };
      expect(await hoverAt(0, 5)).toBeUndefined();
    }
  });

  it('speaks in the languages that it is to speak in', async () => {
    settings = { hover: 'comments', 'hoverLanguages.exclude': ['plaintext'] };
    expect(await hoverAt(0, 5)).toBeUndefined();
    settings = { hover: 'comments', 'hoverLanguages.include': ['python'] };
    expect(await hoverAt(0, 5)).toBeUndefined();
    document.languageId = 'python';
    expect(await hoverAt(0, 5)).toContain('A COMMENT');
  });

  it('begins nothing for a pointer that has moved on', async () => {
    const given = token();
    const asked = hoverAt(0, 5, given);
    given.cancel();
    expect(await asked).toBeUndefined();
    expect(translate).not.toHaveBeenCalled();
  });

  it('stops what it began when nobody waits for it any more', async () => {
    const given = token();
    translate.mockImplementationOnce(
      ({ signal }) =>
        new Promise((_, reject) => {
          signal!.addEventListener('abort', () => reject(new EngineError({ code: 'cancelled' })));
          given.cancel();
        }),
    );
    expect(await hoverAt(0, 5, given)).toBeUndefined();
    expect(log.error).not.toHaveBeenCalled();
  });

  it('says of a selection that it is French already, and nothing of a comment', async () => {
    language = 'fr';
    expect(await hoverAt(0, 5)).toBeUndefined();
    select(mock.range(0, 3, 0, 12));
    expect((await hoverAt(0, 5))!.replaceAll('&nbsp;', ' ')).toContain('already in French');
    expect(translate).not.toHaveBeenCalled();
  });
});
