import type { TranslateOptions } from '../../shared/engineProtocol';
import type { TranslationResult } from '../../shared/result';
import type { EngineClient } from '../engine/engineClient';

/** A hover is for sentences, not for pages. */
export const HOVER_LIMIT = 1_000;

const HAS_LETTER = /\p{L}/u;

/** Whether a hover over this selection translates it. */
export const isHoverable = (text: string): boolean => text.length <= HOVER_LIMIT && HAS_LETTER.test(text);

/**
 * Translations for hovers. They are begun when the selection has come to rest, so that the hover finds them ready, and
 * a hover that comes before joins what is under way.
 */
export class HoverTranslations {
  private settling: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param choice model and options by the settings of now
   * @param restMs how long a selection must rest
   */
  constructor(
    private readonly client: EngineClient,
    private readonly choice: () => Promise<{ model: string; options: TranslateOptions }>,
    private readonly restMs = 280,
  ) {}

  /** The selection changed; `text` is read only when it rests. Null stops what was begun. */
  selected(text: (() => string) | null): void {
    clearTimeout(this.settling);
    if (!text) return;
    this.settling = setTimeout(() => {
      const selected = text();
      // What goes wrong is told by the hover that asks for it, or by nobody.
      if (isHoverable(selected)) void this.translate(selected).catch(() => undefined);
    }, this.restMs);
  }

  /** @throws EngineError */
  async translate(text: string, signal?: AbortSignal): Promise<TranslationResult> {
    const { model, options } = await this.choice();
    const [result] = await this.client.translate({ origin: 'hover', texts: [text], model, options, signal });
    return result!;
  }

  dispose(): void {
    clearTimeout(this.settling);
  }
}
