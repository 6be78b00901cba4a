import type { TranslateOptions } from '../../shared/engineProtocol';
import type { TranslationResult } from '../../shared/result';

/** The key under which a translation is remembered. */
export function cacheKey(model: string, text: string, { beam, nBest }: TranslateOptions): string {
  return `${model}\0${beam}\0${nBest}\0${text}`;
}

/** The translations used last; the one unused for longest is forgotten first. */
export class ResultCache {
  private readonly results = new Map<string, TranslationResult>();
  private characters = 0;

  /** @param limit characters of all keys together: results grow with their texts */
  constructor(private readonly limit = 200_000) {}

  get(key: string): TranslationResult | undefined {
    const result = this.results.get(key);
    if (result) {
      // A Map iterates in the order of insertion, so moving the key to the end marks it as used last.
      this.results.delete(key);
      this.results.set(key, result);
    }
    return result;
  }

  set(key: string, result: TranslationResult): void {
    if (!this.results.delete(key)) this.characters += key.length;
    this.results.set(key, result);
    for (const oldest of this.results.keys()) {
      if (this.characters <= this.limit) break;
      this.results.delete(oldest);
      this.characters -= oldest.length;
    }
  }

  clear(): void {
    this.results.clear();
    this.characters = 0;
  }
}
