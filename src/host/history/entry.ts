import * as v from 'valibot';
import { resultSchema } from '../../../webview/resultSchema';
import { joinTranslation, type SentenceResult, type TranslationResult } from '../../shared/result';

/** A translation that was made once. */
export interface HistoryEntry {
  /** When, in milliseconds since 1970; no two entries have the same. */
  time: number;
  text: string;
  result: TranslationResult;
}

const entriesSchema = v.array(
  v.object({ time: v.pipe(v.number(), v.integer()), text: v.string(), result: resultSchema }),
) satisfies v.GenericSchema<unknown, HistoryEntry[]>;

export const translationOf = ({ text, result }: HistoryEntry): string => joinTranslation(text, result.sentences);

/** Digits kept of a weight: more than any picture shows. */
const DIGITS = 4;

/** An entry in less room: candidates that were not taken are left out, weights rounded. */
export function compact({ time, text, result }: HistoryEntry): HistoryEntry {
  const sentences = result.sentences.map((each): SentenceResult => {
    const { alternatives: _, ...sentence } = each;
    const alignment = sentence.alignment.map((row) => row.map((weight) => Number(weight.toFixed(DIGITS))));
    return { ...sentence, alignment };
  });
  return { time, text, result: { ...result, sentences } };
}

/** @returns null for what is no list of entries */
export function parseEntries(json: string): HistoryEntry[] | null {
  try {
    const parsed = v.safeParse(entriesSchema, JSON.parse(json));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

/**
 * The entries, newest first, with this one; one of the same time gives way to it, and one of the same text by the same
 * model.
 */
export function withEntry(entries: readonly HistoryEntry[], entry: HistoryEntry): HistoryEntry[] {
  const isSame = ({ time, text, result }: HistoryEntry): boolean =>
    time === entry.time || (text === entry.text && result.model === entry.result.model);
  return [entry, ...entries.filter((each) => !isSame(each))].sort((a, b) => b.time - a.time);
}

/** As many of the newest entries as both limits allow. @param characters of all of them as JSON */
export function within(
  entries: readonly HistoryEntry[],
  limits: { entries: number; characters: number },
): HistoryEntry[] {
  let characters = 0;
  const kept: HistoryEntry[] = [];
  for (const entry of entries.slice(0, limits.entries)) {
    characters += JSON.stringify(entry).length;
    if (characters > limits.characters) break;
    kept.push(entry);
  }
  return kept;
}
