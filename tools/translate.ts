/** Translates a text, or every line of standard input: `npm run -s translate -- [options] "text"`. */

import { NEVER_CANCELLED } from '../src/model/cancellation';
import type { LoadedModel } from '../src/model/loadedModel';
import { backendInUse } from '../src/model/backendInUse';
import { translate } from '../src/model/translate';
import { joinTranslation, type TranslationResult } from '../src/shared/result';
import { engineOptions, linesOfInput, main, parse, wholeNumber } from './lib/commandLine';
import { startEngine } from './lib/engine';

const USAGE = `Usage: npm run -s translate -- [--model ID] [--models DIR] [--beam N] [--backend wasm|cpu] [--json] ["text"]
Without a text, every line of standard input is translated, one translation a line.
`;

/** A translation on one line: what separated the source's lines becomes a space. */
const oneLine = (text: string) => text.replace(/\s*[\n\r\u0085\u2028\u2029]\s*/g, ' ');

function print(text: string, result: TranslationResult, json: boolean): void {
  process.stdout.write(`${json ? JSON.stringify(result) : oneLine(joinTranslation(text, result.sentences))}\n`);
}

async function translateText(model: LoadedModel, text: string, beam: number): Promise<TranslationResult> {
  return translate(model, text, { beam, nBest: 1 }, NEVER_CANCELLED);
}

/** A line with nothing in it gives a line with nothing in it, so that lines stay side by side. */
async function translateLine(model: LoadedModel, line: string, beam: number): Promise<TranslationResult> {
  if (line.trim() !== '') return translateText(model, line, beam);
  return { model: model.config.id, backend: backendInUse(), sentences: [] };
}

void main(async () => {
  const { values, positionals } = parse({
    beam: { type: 'string', default: '4' },
    json: { type: 'boolean', default: false },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const beam = wholeNumber('beam', values.beam, 1, 32);
  const model = await startEngine(engineOptions(values));
  if (positionals.length > 0) {
    const text = positionals.join(' ');
    print(text, await translateText(model, text, beam), values.json);
    return;
  }
  for await (const line of linesOfInput()) print(line, await translateLine(model, line, beam), values.json);
});
