import { excerpt } from '../../text/excerpt';
import type { TranslateOptions } from '../../shared/engineProtocol';
import type { CompareRun, CompareState } from '../../shared/compare';
import { EngineError, toFault } from '../../shared/faults';
import { COMPARED } from '../../shared/limits';
import type { TranslationResult } from '../../shared/result';
import { checkTexts } from '../engine/engineClient';
import type { PanelStore } from '../panelStore';

/** Greedy for all: a wider beam would tell more of the search than of the mechanism. */
const GREEDY: TranslateOptions = { beam: 1, nBest: 1 };

/** What a comparison is made with. */
export interface CompareWorld {
  store: Pick<PanelStore, 'newId' | 'setCompare' | 'setRun'>;
  /** Resolves when a worker runs, so that its start counts as no model's loading. */
  warm(signal: AbortSignal): Promise<void>;
  /** @throws EngineError modelFile where no such model is installed */
  check(model: string): Promise<unknown>;
  /** Has the worker load the model, where it is not loaded yet. @throws EngineError */
  prepare(model: string, signal: AbortSignal): Promise<void>;
  /** Translates without a look at what is remembered. @throws EngineError */
  translate(model: string, text: string, options: TranslateOptions, signal: AbortSignal): Promise<TranslationResult>;
  /** Milliseconds that only grow. */
  now(): number;
  /** The comparison has begun, or is over. */
  onRunning(running: boolean): void;
}

/** Sends one text through many models, one after the other; one comparison at a time. */
export class Comparer {
  private current: AbortController | null = null;

  constructor(private readonly world: CompareWorld) {}

  /**
   * Shows the comparison from start to end; a model that fails is told as failed, and the others go on. A comparison that
   * still runs is cancelled.
   * @param opened settles when the panel is there, or is not going to be: its worker is the better one
   * @throws EngineError emptyText
   */
  async compare(text: string, models: readonly string[], opened: Promise<void> = Promise.resolve()): Promise<void> {
    const compared = excerpt(text, COMPARED);
    checkTexts([compared]);
    this.cancel();
    const abort = (this.current = new AbortController());
    const ids = [...new Set(models)];
    const state: CompareState = {
      id: this.world.store.newId(),
      text: compared,
      shortened: compared !== text.trim(),
      runs: ids.map((model) => ({ model, phase: 'waiting' })),
    };
    this.world.store.setCompare(state);
    this.world.onRunning(true);
    try {
      await opened.catch(() => undefined);
      // A worker that cannot be had is told by every model that needs it.
      if (!abort.signal.aborted) await this.world.warm(abort.signal).catch(() => undefined);
      for (const model of ids) await this.run(state, model, abort.signal);
    } finally {
      if (this.current === abort) this.current = null;
      this.world.onRunning(false);
    }
  }

  /** Ends the comparison: what is done stays, what is not is marked as cancelled. */
  cancel(): void {
    this.current?.abort();
  }

  private async run({ id, text }: CompareState, model: string, signal: AbortSignal): Promise<void> {
    const tell = (run: CompareRun): void => this.world.store.setRun(id, run);
    try {
      tell(await this.measure(model, text, signal, tell));
    } catch (thrown) {
      const fault = toFault(thrown);
      tell(
        signal.aborted || fault.code === 'cancelled'
          ? { model, phase: 'cancelled' }
          : { model, phase: 'failed', fault },
      );
    }
  }

  private async measure(
    model: string,
    text: string,
    signal: AbortSignal,
    tell: (run: CompareRun) => void,
  ): Promise<CompareRun> {
    if (signal.aborted) throw new EngineError({ code: 'cancelled' });
    const { now } = this.world;
    tell({ model, phase: 'loading' });
    await this.world.check(model);
    const began = now();
    await this.world.prepare(model, signal);
    const loaded = now();
    tell({ model, phase: 'running' });
    const result = await this.world.translate(model, text, GREEDY, signal);
    // To ask whether it is loaded takes a moment, too, but no whole millisecond.
    return { model, phase: 'done', result, milliseconds: now() - loaded, loadMilliseconds: Math.round(loaded - began) };
  }
}
