import { Disposable } from 'vscode';
import type { Reader } from '../../documents/reader';
import type { Busy } from '../busy';
import type { EngineClient } from '../engine/engineClient';
import type { LanguageGate } from '../languageGate';
import type { ModelFolder } from '../models';
import type { Translator } from '../translator';
import { FileTranslator } from './fileTranslator';
import { Originals } from './originals';
import { TranslatedDocuments } from './translatedDocuments';

export interface DocumentParts {
  client: EngineClient;
  models: ModelFolder;
  translator: Translator;
  reader: Reader;
  gate: LanguageGate;
  busy: Busy;
}

/** What works on whole documents. */
export interface DocumentServices {
  documents: TranslatedDocuments;
  originals: Originals;
  files: FileTranslator;
}

export function createDocuments(parts: DocumentParts): DocumentServices & { disposable: Disposable } {
  const { client, models, translator, reader, gate, busy } = parts;
  const documents = new TranslatedDocuments();
  const originals = new Originals();
  let requests = 0;
  const files = new FileTranslator({
    documents,
    reader,
    choose: async (text) => {
      const { model: preferred, options } = await translator.choice();
      const model = await gate.pass(text, preferred);
      const { source, target } = await models.summary(model);
      return { model, source, target, options: { ...options, nBest: 1 } };
    },
    isIn: (text, language) => gate.isIn(text, language),
    translate: async (text, model, options, signal) => {
      const origin = `file ${++requests}` as const;
      const [result] = await client.translate({ origin, texts: [text], model, options, signal });
      return result!.sentences;
    },
    busy: (by) => busy.change(by),
  });
  return { documents, originals, files, disposable: Disposable.from(documents, originals, files) };
}
