/** Translates a text, a file, or every line of standard input: `npm run -s translate -- [options] "text"`. */

import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { detectLanguage } from '../src/documents/detectLanguage';
import { sameLanguage } from '../src/documents/languageChoice';
import { createReader } from '../src/documents/textReader';
import { translatable, translatedPieces, translatePassages } from '../src/documents/translatePassages';
import { NEVER_CANCELLED } from '../src/model/cancellation';
import type { LoadedModel } from '../src/model/loadedModel';
import { backendInUse } from '../src/model/backendInUse';
import { translate } from '../src/model/translate';
import { joinTranslation, type TranslationResult } from '../src/shared/result';
import { engineOptions, linesOfInput, main, parse, UsageError, wholeNumber } from './lib/commandLine';
import { startEngine } from './lib/engine';
import { languageIdOf } from './lib/languageIds';

const USAGE = `Usage: npm run -s translate -- [--model ID] [--models DIR] [--beam N] [--backend wasm|cpu] [--json] ["text"]
       npm run -s translate -- [--model ID] [--beam N] … --file FILE [--language ID]
Without a text, every line of standard input is translated, one translation a line.
A file is printed with its text translated and everything else as it is: code, markup, names, line ends. Its language is
one of VS Code's (markdown, python, json …); by default, the one that its name tells.
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

/** Prints a file with its passages translated, as they are done. */
async function translateFile(model: LoadedModel, file: string, languageId: string, beam: number): Promise<void> {
  const content = await readFile(file, 'utf8').catch(() => {
    throw new UsageError(`The file "${file}" cannot be read.`);
  });
  // As in an editor, a byte order mark is no part of the text.
  const mark = content.startsWith('\uFEFF') ? '\uFEFF' : '';
  const text = content.slice(mark.length);
  process.stdout.write(mark);
  const { source_language: language } = model.config;
  const passages = translatable(createReader(() => []).passages({ text, languageId }), (passage) => {
    const detected = detectLanguage(passage);
    return detected === null || sameLanguage(detected, language);
  });
  const placed = translatePassages(passages, async (batch) => (await translateText(model, batch, beam)).sentences);
  for await (const piece of translatedPieces(text, placed)) {
    if (!process.stdout.write(piece)) await once(process.stdout, 'drain');
  }
}

void main(async () => {
  const { values, positionals } = parse({
    beam: { type: 'string', default: '4' },
    json: { type: 'boolean', default: false },
    file: { type: 'string' },
    language: { type: 'string' },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const beam = wholeNumber('beam', values.beam, 1, 32);
  if (values.file === undefined && values.language !== undefined) throw new UsageError('--language is for --file.');
  if (values.file !== undefined && (values.json || positionals.length > 0)) {
    throw new UsageError('--file goes with neither --json nor a text.');
  }
  const model = await startEngine(engineOptions(values));
  if (values.file !== undefined) {
    await translateFile(model, values.file, values.language ?? languageIdOf(values.file), beam);
    return;
  }
  if (positionals.length > 0) {
    const text = positionals.join(' ');
    print(text, await translateText(model, text, beam), values.json);
    return;
  }
  for await (const line of linesOfInput()) print(line, await translateLine(model, line, beam), values.json);
});
