/** A long document translated to its end, with time, memory and cancel. */

import { createReader } from '../../src/documents/textReader';
import { translatable, translatedPieces, translatePassages } from '../../src/documents/translatePassages';
import { CancellationFlag } from '../../src/model/cancellation';
import type { LoadedModel } from '../../src/model/loadedModel';
import { translate } from '../../src/model/translate';
import { EngineError } from '../../src/shared/faults';
import { longMarkdown } from '../lib/longMarkdown';

const seconds = (since: number) => ((performance.now() - since) / 1000).toFixed(1);
const megabytes = () => Math.round(process.memoryUsage().rss / 1e6);
const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** The translated file, piece by piece. */
function pieces(model: LoadedModel, text: string, beam: number, flag: CancellationFlag): AsyncGenerator<string> {
  const passages = translatable(createReader(() => []).passages({ text, languageId: 'markdown' }), () => true);
  const placed = translatePassages(
    passages,
    async (batch) => (await translate(model, batch, { beam, nBest: 1 }, flag)).sentences,
  );
  return translatedPieces(text, placed);
}

export async function measureDocument(model: LoadedModel, lines: number, beam: number): Promise<string[][]> {
  const text = longMarkdown(lines);
  const rows: string[][] = [['lines', String(text.split('\n').length - 1)]];
  const began = performance.now();
  let done = 0;
  let next = 0.25;
  let most = 0;
  for await (const piece of pieces(model, text, beam, new CancellationFlag(nextTurn))) {
    if (done === 0) rows.push(['first lines, s', seconds(began)]);
    done += piece.length;
    most = Math.max(most, megabytes());
    // the translation is somewhat longer than the source: the share is only where to look at the memory
    if (next < 1 && done / text.length >= next) {
      rows.push([`memory at about ${100 * next} %, MB`, String(megabytes())]);
      next += 0.25;
    }
  }
  rows.push(['all lines, s', seconds(began)], ['most memory, MB', String(most)]);
  rows.push(['from cancel to its end, s', await measureCancel(model, text, beam)]);
  return rows;
}

/** Cancels between two batches' ends, while the third is being translated. */
async function measureCancel(model: LoadedModel, text: string, beam: number): Promise<string> {
  const flag = new CancellationFlag(nextTurn);
  let count = 0;
  let cancelled = 0;
  try {
    for await (const _ of pieces(model, text, beam, flag)) {
      if (++count === 2) {
        setTimeout(() => {
          cancelled = performance.now();
          flag.cancel();
        }, 30);
      }
    }
  } catch (error) {
    if (!(error instanceof EngineError) || error.fault.code !== 'cancelled') throw error;
    return seconds(cancelled);
  }
  throw new Error('The translation came to its end before it was cancelled: give more --lines.');
}
