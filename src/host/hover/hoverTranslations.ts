import { batchText, inBatches, placeBatch, WHOLE } from '../../documents/batches';
import type { Passage } from '../../documents/passage';
import type { TranslateOptions } from '../../shared/engineProtocol';
import type { TranslationResult } from '../../shared/result';
import { joinResults } from '../../text/parts';
import type { EngineClient, Origin } from '../engine/engineClient';

/** A hover is for sentences, not for pages. */
export const HOVER_LIMIT = 1_000;

const HAS_LETTER = /\p{L}/u;

/** Whether a hover translates this much. */
export function isHoverable(passages: readonly Passage[]): boolean {
  const sources = passages.map(({ source }) => source);
  const characters = sources.reduce((sum, { length }) => sum + length, 0);
  return characters <= HOVER_LIMIT && sources.some((source) => HAS_LETTER.test(source));
}

/**
 * Translations for hovers. They are begun when the selection has come to rest, so that the hover finds them ready, and
 * a hover that comes before joins what is under way.
 */
export class HoverTranslations {
  private settling: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param choice model and options by the settings of now, for a text; null where it is better not translated
   * @param restMs how long a selection must rest
   */
  constructor(
    private readonly client: Pick<EngineClient, 'translate'>,
    private readonly choice: (text: string) => Promise<{ model: string; options: TranslateOptions } | null>,
    private readonly restMs = 280,
  ) {}

  /** The selection changed; its passages are read only when it rests. Null stops what was begun. */
  selected(passages: (() => Passage[]) | null): void {
    clearTimeout(this.settling);
    if (!passages) return;
    this.settling = setTimeout(() => {
      // What goes wrong is told by the hover that asks for it, or by nobody.
      void this.prepare(passages).catch(() => undefined);
    }, this.restMs);
  }

  /** One result over the sources of all passages, one below the other. @throws EngineError */
  async translate(
    passages: readonly Passage[],
    { model, options }: { model: string; options: TranslateOptions },
    signal?: AbortSignal,
    origin: Origin = 'hover',
  ): Promise<TranslationResult> {
    const batches = [...inBatches(passages, WHOLE)];
    const texts = batches.map(batchText);
    const results = await this.client.translate({ origin, texts, model, options, signal });
    const placed = batches.flatMap((batch, index) => placeBatch(batch, results[index]!.sentences));
    const { backend } = results[0]!;
    return joinResults(
      passages.map(({ source }) => source),
      placed.map(({ sentences }) => ({ model, backend, sentences })),
    );
  }

  dispose(): void {
    clearTimeout(this.settling);
  }

  private async prepare(read: () => Passage[]): Promise<void> {
    const passages = read();
    if (!isHoverable(passages)) return;
    const choice = await this.choice(passages.map(({ source }) => source).join('\n'));
    if (choice) await this.translate(passages, choice, undefined, 'selection');
  }
}
