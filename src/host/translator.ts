import { l10n } from 'vscode';
import { batchText, inBatches, placeBatch, WHOLE } from '../documents/batches';
import { pairSentences } from '../documents/pairSentences';
import type { PlacedPassage } from '../documents/passage';
import type { Reader } from '../documents/reader';
import type { TranslateOptions } from '../shared/engineProtocol';
import { EngineError, toFault } from '../shared/faults';
import type { PanelRequest } from '../shared/panelProtocol';
import { joinTranslation, type BackendName, type SentenceResult, type TranslationResult } from '../shared/result';
import { surprises, type Surprise } from '../shared/surprise';
import { joinResults, joinTexts } from '../text/parts';
import type { Busy } from './busy';
import { translatedSelections } from './documents/putInPlace';
import { selectedPassages, type SelectedPassages } from './documents/selectedPassages';
import { TrackedSpans } from './documents/trackedSpans';
import { isReplaceable } from './edits';
import { checkTexts, type EngineClient } from './engine/engineClient';
import type { HistoryEntry } from './history/entry';
import type { LanguageGate } from './languageGate';
import type { ModelFolder } from './models';
import type { PanelStore } from './panelStore';
import { withProgress, type OnProgress } from './progress';
import { Refusal } from './refusal';
import type { CapturedSelection } from './selection';
import { readSettings } from './settings';

/** A finished request: what was asked, and what came of it. */
export interface Translated {
  /** Of the PanelRequest. */
  id: number;
  captured: CapturedSelection;
  selected: SelectedPassages;
  /** One a passage. */
  placed: PlacedPassage[];
  /** Where the passages stand by now. */
  tracked: TrackedSpans;
}

/** What the panel shows. */
interface Shown {
  id: number;
  /** Null where it is of no document. */
  translated: Translated | null;
  /** What Copy copies where it is not to be put into the document: the user's own translation, or one of the history. */
  text: string | null;
}

/** What a request comes to. */
interface Answer {
  placed: PlacedPassage[];
  result: TranslationResult;
  from?: PanelRequest['from'];
}

/** A request under way. */
interface Work {
  id: number;
  selected: SelectedPassages;
  model: string;
  options: TranslateOptions;
  signal: AbortSignal;
  onProgress: OnProgress;
}

const MAX_ALTERNATIVES = 4;

/** Translates what commands ask for, shows how it goes, and keeps the last answer for the panel's buttons. */
export class Translator {
  private latestId = 0;
  private current: AbortController | null = null;
  private last: Shown | null = null;

  constructor(
    private readonly client: EngineClient,
    private readonly models: ModelFolder,
    private readonly store: PanelStore,
    private readonly busy: Busy,
    private readonly reader: Reader,
    private readonly gate: LanguageGate,
  ) {}

  /** Model and options by the settings of now. @throws EngineError modelFile */
  async choice(): Promise<{ model: string; options: TranslateOptions }> {
    const { model, beam } = readSettings();
    return {
      model: model || (await this.models.defaultId()),
      options: { beam, nBest: Math.min(beam, MAX_ALTERNATIVES) },
    };
  }

  /** Has the panel load the model now, so that the first request finds it. */
  async warmPanel(): Promise<void> {
    try {
      const { model } = await this.choice();
      this.store.setModel(await this.models.summary(model));
      await this.client.warmPanel(model);
    } catch (thrown) {
      this.store.setEngine({ phase: 'failed', fault: toFault(thrown) });
    }
  }

  /**
   * Translates all selections, and shows the panel's request from start to end.
   * @param opened settles when the panel is there, or is not going to be: its worker is the better one
   * @throws EngineError
   */
  async translate(
    captured: CapturedSelection,
    focus: PanelRequest['focus'],
    opened: Promise<void> = Promise.resolve(),
  ): Promise<Translated> {
    return this.answer(captured, focus, opened, (work) => this.request(work));
  }

  /**
   * Shows what the model makes of a translation that the user has.
   * @param targets its paragraphs
   * @throws EngineError
   */
  async alignOwn(captured: CapturedSelection, targets: readonly string[], opened: Promise<void>): Promise<void> {
    await this.answer(captured, 'translation', opened, (work) => this.align(work, targets));
  }

  /** Shows a translation of the history as it was. */
  showAgain({ text, result, time }: HistoryEntry): void {
    this.current?.abort();
    const id = (this.latestId = this.store.newId());
    this.keep({ id, translated: null, text: joinTranslation(text, result.sentences) });
    const outcome = { phase: 'done', result, replaceable: false } as const;
    this.store.setRequest({ id, text, focus: 'translation', from: { kind: 'history', time }, outcome });
  }

  /**
   * The last translation, which the panel shows and which can be put into its document.
   * @throws EngineError emptyText where there is none, Refusal where it is not of a selection
   */
  shown(): Translated {
    if (!this.last) throw new EngineError({ code: 'emptyText' });
    const { translated, text } = this.last;
    if (!translated || text !== null) {
      throw new Refusal(l10n.t('This translation was not made of a selection just now: copy it instead.'));
    }
    return translated;
  }

  /** The last translation as text. @throws EngineError emptyText where there is none */
  shownText(): string {
    return this.last?.text ?? translatedSelections(this.shown()).join('\n');
  }

  /** The translation that the panel shows, where it is of a document. */
  get linked(): Translated | null {
    return this.last?.id === this.store.state.request?.id ? (this.last?.translated ?? null) : null;
  }

  /**
   * Another translation of a sentence takes the place of the one shown, there and for whatever is done with it.
   * @param request of which the panel spoke; where it is not shown any more, nothing happens
   * @throws Refusal where it is the translation of something else, or the one shown is not of a selection
   */
  adopt(request: number, sentence: number, result: SentenceResult): void {
    const outcome = this.store.state.request?.outcome;
    if (this.store.state.request?.id !== request || this.last?.id !== request || outcome?.phase !== 'done') return;
    const shown = this.shown();
    const place = placeOf(shown.placed, sentence);
    if (!place || place.placed.sentences[place.index]!.source !== result.source) {
      throw new Refusal(l10n.t('This translation is not of the whole sentence, so it cannot take its place.'));
    }
    const adopted = { ...place.placed, ...place.placed.passage.adopt(place.placed.sentences, place.index, result) };
    const placed = shown.placed.map((each) => (each === place.placed ? adopted : each));
    this.last = { ...this.last, translated: { ...shown, placed } };
    const { model, backend } = outcome.result;
    this.store.setOutcome(request, { ...outcome, result: joined(placed, model, backend) });
  }

  /** Cancels what a command asked for. */
  cancel(): void {
    this.current?.abort();
  }

  /** The document may have changed under the translation shown. */
  checkReplaceable(): void {
    if (this.last?.text === null && this.last.translated) {
      this.store.setReplaceable(isReplaceable(this.last.translated.tracked));
    }
  }

  private keep(shown: Shown): void {
    this.last?.translated?.tracked.dispose();
    this.last = shown;
  }

  /** Shows a request of the panel from start to end. */
  private async answer(
    captured: CapturedSelection,
    focus: PanelRequest['focus'],
    opened: Promise<void>,
    ask: (work: Work) => Promise<Answer>,
  ): Promise<Translated> {
    const id = (this.latestId = this.store.newId());
    this.current?.abort();
    const abort = (this.current = new AbortController());
    const { signal } = abort;
    const selected = selectedPassages(this.reader, captured);
    const sources = selected.passages.map(({ source }) => source);
    checkTexts(sources);
    const tracked = new TrackedSpans(captured.document, selected.passages);
    const text = joinTexts(sources);
    try {
      const { model: preferred, options } = await this.choice();
      const model = await this.gate.pass(text, preferred);
      if (signal.aborted) throw new EngineError({ code: 'cancelled' });
      this.store.setRequest({ id, text, focus, outcome: { phase: 'running', done: 0, total: 0 } });
      this.busy.change(+1);
      try {
        await opened;
        if (signal.aborted) throw new EngineError({ code: 'cancelled' });
        if (this.store.state.model?.id !== model) this.store.setModel(await this.models.summary(model));
        const { placed, result, from } = await withProgress(l10n.t('Translating'), abort, (onProgress) =>
          ask({ id, selected, model, options, signal, onProgress }),
        );
        const translated = { id, captured, selected, placed, tracked };
        const own = from ? joinTranslation(text, result.sentences) : null;
        // Whoever hears of the outcome asks for what is shown.
        if (this.latestId === id) this.keep({ id, translated, text: own });
        const replaceable = !from && isReplaceable(tracked);
        this.store.setOutcome(id, { phase: 'done', result, replaceable }, from);
        return translated;
      } finally {
        this.busy.change(-1);
      }
    } catch (thrown) {
      tracked.dispose();
      this.store.setOutcome(id, { phase: 'failed', fault: toFault(thrown) });
      throw thrown;
    }
  }

  private async request({ id, selected: { passages }, model, options, signal, onProgress }: Work): Promise<Answer> {
    const batches = [...inBatches(passages, WHOLE)];
    const results = await this.client.translate({
      origin: 'command',
      texts: batches.map(batchText),
      model,
      options,
      signal,
      onProgress: (done, total) => {
        this.store.setOutcome(id, { phase: 'running', done, total });
        onProgress(done, total);
      },
    });
    const placed = batches.flatMap((batch, index) => placeBatch(batch, results[index]!.sentences));
    return { placed, result: joined(placed, model, results[0]!.backend) };
  }

  private async align({ id, selected, model, signal, onProgress }: Work, targets: readonly string[]): Promise<Answer> {
    const { passages } = selected;
    const pairs = pairSentences(passages, targets);
    const own = passages.map((): SentenceResult[] => []);
    const across: SentenceResult[] = [];
    const surprising: Surprise[][] = [];
    let backend: BackendName = 'cpu';
    for (const [index, { passage, span, source, target }] of pairs.entries()) {
      const record = await this.client.trace({ origin: 'command', model, source, target, signal });
      backend = record.backend;
      surprising.push(surprises(record));
      // What is shown as the user's is all of it, though the model may read less.
      const truncated = record.sentence.target.length < target.trimEnd().length;
      const sentence = { ...record.sentence, ...(truncated ? { truncated } : {}), span };
      (passage === null ? across : own[passage]!).push(sentence);
      this.store.setOutcome(id, { phase: 'running', done: index + 1, total: pairs.length });
      onProgress(index + 1, pairs.length);
    }
    const placed = passages.map((passage, index) => ({ passage, text: '', sentences: own[index]! }));
    const result = joined(placed, model, backend);
    return {
      // A sentence over several passages stands in none of them.
      placed: across.length > 0 ? [] : placed,
      result: across.length > 0 ? { ...result, sentences: across } : result,
      from: { kind: 'own', surprises: surprising },
    };
  }
}

/** One result over the sources of all passages, one below the other. */
function joined(placed: readonly PlacedPassage[], model: string, backend: BackendName): TranslationResult {
  return joinResults(
    placed.map(({ passage }) => passage.source),
    placed.map(({ sentences }) => ({ model, backend, sentences })),
  );
}

/** The passage of a sentence that is counted over all of them, and the sentence's index in it. */
function placeOf(placed: readonly PlacedPassage[], sentence: number): { placed: PlacedPassage; index: number } | null {
  let index = sentence;
  for (const each of placed) {
    if (index < each.sentences.length) return { placed: each, index };
    index -= each.sentences.length;
  }
  return null;
}
