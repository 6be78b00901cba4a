import { l10n, ProgressLocation, window, type CancellationToken, type Progress } from 'vscode';
import type { TranslateOptions } from '../shared/engineProtocol';
import { EngineError, toFault } from '../shared/faults';
import type { PanelRequest } from '../shared/panelProtocol';
import type { TranslationResult } from '../shared/result';
import { joinResults, joinTexts, translations } from '../text/parts';
import type { Busy } from './busy';
import { isReplaceable } from './edits';
import type { EngineClient } from './engine/engineClient';
import type { ModelFolder } from './models';
import type { PanelStore } from './panelStore';
import type { CapturedSelection } from './selection';
import { readSettings } from './settings';

/** A finished request: what was asked, and one translation a selection. */
export interface Translated {
  captured: CapturedSelection;
  translations: string[];
}

/** Shorter work needs no notification: it would be gone before it is read. */
const PATIENCE_MS = 1_000;

const MAX_ALTERNATIVES = 4;

type OnProgress = (done: number, total: number) => void;

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
    const text = joinTexts(captured.texts);
    this.store.setRequest({ id, text, focus, outcome: { phase: 'running', done: 0, total: 0 } });
    this.busy.change(+1);
    try {
      await opened;
      if (abort.signal.aborted) throw new EngineError({ code: 'cancelled' });
      const results = await withProgress(abort, (onProgress) =>
        this.request(id, captured.texts, abort.signal, onProgress),
      );
      const replaceable = isReplaceable(captured);
      this.store.setOutcome(id, { phase: 'done', result: joinResults(captured.texts, results), replaceable });
      const translated = { captured, translations: translations(captured.texts, results) };
      if (this.latestId === id) this.last = translated;
      return translated;
    } catch (thrown) {
      this.store.setOutcome(id, { phase: 'failed', fault: toFault(thrown) });
      throw thrown;
    } finally {
      this.busy.change(-1);
    }
  }

  /** The last translation, which the panel shows. @throws EngineError emptyText where there is none */
  shown(): Translated {
    if (!this.last) throw new EngineError({ code: 'emptyText' });
    return this.last;
  }

  /** Cancels what a command asked for. */
  cancel(): void {
    this.current?.abort();
  }

  /** The document may have changed under the translation shown. */
  checkReplaceable(): void {
    if (this.last) this.store.setReplaceable(isReplaceable(this.last.captured));
  }

  private async request(
    id: number,
    texts: string[],
    signal: AbortSignal,
    onProgress: OnProgress,
  ): Promise<TranslationResult[]> {
    const { model, options } = await this.choice();
    if (this.store.state.model?.id !== model) this.store.setModel(await this.models.summary(model));
    return this.client.translate({
      origin: 'command',
      texts,
      model,
      options,
      signal,
      onProgress: (done, total) => {
        this.store.setOutcome(id, { phase: 'running', done, total });
        onProgress(done, total);
      },
    });
  }
}

/** Does the work, and shows a notification with a Cancel button where it takes long. */
async function withProgress<T>(abort: AbortController, work: (onProgress: OnProgress) => Promise<T>): Promise<T> {
  let share = 0;
  let notify: ((share: number) => void) | undefined;
  const working = work((done, total) => {
    share = done / total;
    notify?.(share);
  });
  const show = async (progress: Progress<{ increment?: number }>, token: CancellationToken): Promise<void> => {
    token.onCancellationRequested(() => abort.abort());
    let shown = 0;
    notify = (next) => {
      progress.report({ increment: (next - shown) * 100 });
      shown = next;
    };
    notify(share);
    await working.catch(() => undefined);
  };
  const options = { location: ProgressLocation.Notification, title: l10n.t('Translating'), cancellable: true };
  const patience = setTimeout(() => void window.withProgress(options, show), PATIENCE_MS);
  try {
    return await working;
  } finally {
    clearTimeout(patience);
  }
}
