import { l10n } from 'vscode';
import { batchText, inBatches, placeBatch, WHOLE } from '../documents/batches';
import type { PlacedPassage } from '../documents/passage';
import type { Reader } from '../documents/reader';
import type { TranslateOptions } from '../shared/engineProtocol';
import { EngineError, toFault } from '../shared/faults';
import type { PanelRequest } from '../shared/panelProtocol';
import type { BackendName, SentenceResult, TranslationResult } from '../shared/result';
import { joinResults, joinTexts } from '../text/parts';
import type { Busy } from './busy';
import { selectedPassages, type SelectedPassages } from './documents/selectedPassages';
import { TrackedSpans } from './documents/trackedSpans';
import { isReplaceable } from './edits';
import { checkTexts, type EngineClient } from './engine/engineClient';
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

const MAX_ALTERNATIVES = 4;

/** Translates what commands ask for, shows how it goes, and keeps the last answer for the panel's buttons. */
export class Translator {
  private latestId = 0;
  private current: AbortController | null = null;
  private last: Translated | null = null;

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
    const id = (this.latestId = this.store.newId());
    this.current?.abort();
    const abort = (this.current = new AbortController());
    const selected = selectedPassages(this.reader, captured);
    const sources = selected.passages.map(({ source }) => source);
    checkTexts(sources);
    const tracked = new TrackedSpans(captured.document, selected.passages);
    const text = joinTexts(sources);
    try {
      const { model: preferred, options } = await this.choice();
      const model = await this.gate.pass(text, preferred);
      if (abort.signal.aborted) throw new EngineError({ code: 'cancelled' });
      this.store.setRequest({ id, text, focus, outcome: { phase: 'running', done: 0, total: 0 } });
      this.busy.change(+1);
      try {
        await opened;
        if (abort.signal.aborted) throw new EngineError({ code: 'cancelled' });
        const { placed, result } = await withProgress(l10n.t('Translating'), abort, (onProgress) =>
          this.request(id, selected, { model, options }, abort.signal, onProgress),
        );
        const translated = { id, captured, selected, placed, tracked };
        // Whoever hears of the outcome asks for what is shown.
        if (this.latestId === id) this.keep(translated);
        this.store.setOutcome(id, { phase: 'done', result, replaceable: isReplaceable(tracked) });
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

  /** The last translation, which the panel shows. @throws EngineError emptyText where there is none */
  shown(): Translated {
    if (!this.last) throw new EngineError({ code: 'emptyText' });
    return this.last;
  }

  /** The translation that the panel shows, where it is of a document. */
  get linked(): Translated | null {
    return this.last?.id === this.store.state.request?.id ? this.last : null;
  }

  /**
   * Another translation of a sentence takes the place of the one shown, there and for whatever is done with it.
   * @param request of which the panel spoke; where it is not shown any more, nothing happens
   * @throws Refusal where it is the translation of something else
   */
  adopt(request: number, sentence: number, result: SentenceResult): void {
    const { linked: last } = this;
    const outcome = this.store.state.request?.outcome;
    if (!last || last.id !== request || outcome?.phase !== 'done') return;
    const place = placeOf(last.placed, sentence);
    if (!place || place.placed.sentences[place.index]!.source !== result.source) {
      throw new Refusal(l10n.t('This translation is not of the whole sentence, so it cannot take its place.'));
    }
    const adopted = { ...place.placed, ...place.placed.passage.adopt(place.placed.sentences, place.index, result) };
    const placed = last.placed.map((each) => (each === place.placed ? adopted : each));
    this.last = { ...last, placed };
    const { model, backend } = outcome.result;
    this.store.setOutcome(request, { ...outcome, result: joined(placed, model, backend) });
  }

  /** Cancels what a command asked for. */
  cancel(): void {
    this.current?.abort();
  }

  /** The document may have changed under the translation shown. */
  checkReplaceable(): void {
    if (this.last) this.store.setReplaceable(isReplaceable(this.last.tracked));
  }

  private keep(translated: Translated): void {
    this.last?.tracked.dispose();
    this.last = translated;
  }

  private async request(
    id: number,
    { passages }: SelectedPassages,
    { model, options }: { model: string; options: TranslateOptions },
    signal: AbortSignal,
    onProgress: OnProgress,
  ): Promise<{ placed: PlacedPassage[]; result: TranslationResult }> {
    if (this.store.state.model?.id !== model) this.store.setModel(await this.models.summary(model));
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
