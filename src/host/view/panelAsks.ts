import { toFault } from '../../shared/faults';
import type { Answer, PanelAsk } from '../../shared/panelProtocol';
import type { ChosenModels } from '../compare/chosenModels';
import type { Comparer } from '../compare/comparer';
import type { ModelShelf } from '../compare/modelShelf';
import type { EngineClient } from '../engine/engineClient';
import type { LinkedEditor } from '../linkedEditor';
import type { ModelFolder } from '../models';
import type { Translator } from '../translator';
import { copyText } from './copyText';
import type { PanelDocument } from './panelDocument';
import { saveFile } from './saveFile';

/** What the panel's questions are answered with. */
export interface AskWorld {
  client: Pick<EngineClient, 'inspect' | 'trace' | 'occlude'>;
  models: Pick<ModelFolder, 'summary'>;
  comparer: Pick<Comparer, 'compare' | 'cancel'>;
  chosenModels: Pick<ChosenModels, 'remember'>;
  shelf: Pick<ModelShelf, 'used'>;
  translator: Pick<Translator, 'adopt'>;
  linkedEditor: Pick<LinkedEditor, 'mark'>;
  /** The document that asks. */
  panel: Pick<PanelDocument, 'post' | 'place'>;
}

type InspectAsk = Extract<PanelAsk, { kind: 'inspect' }>;
type QuestionAsk = Extract<PanelAsk, { kind: 'trace' | 'occlude' }>;

/**
 * Does what the panel asks. Inspections, traces and occlusions are always answered.
 * @throws EngineError of a comparison that cannot be made, Refusal of an adoption and of a file that cannot be written
 */
export async function answerAsk(ask: PanelAsk, world: AskWorld): Promise<void> {
  switch (ask.kind) {
    case 'compare':
      await world.chosenModels.remember(ask.models);
      return world.comparer.compare(ask.text, ask.models);
    case 'cancelCompare':
      return world.comparer.cancel();
    case 'save':
      return saveFile(ask);
    case 'copy':
      return copyText(ask.text);
    case 'adopt':
      return world.translator.adopt(ask.request, ask.sentence, ask.result);
    case 'mark':
      return world.linkedEditor.mark(ask.request, ask.word);
    case 'inspect':
      return inspect(ask, world);
    case 'trace':
    case 'occlude':
      return question(ask, world);
  }
}

async function inspect(ask: InspectAsk, { client, models, shelf, panel }: AskWorld): Promise<void> {
  const { kind: _, id, ...inspection } = ask;
  const { model } = inspection;
  try {
    // The model's name comes from the document, and leads to a folder.
    await models.summary(model);
    shelf.used(model);
    const record = await client.inspect({ origin: originOf(panel, 'inspect'), ...inspection });
    panel.post({ type: 'inspected', ask: id, outcome: { ok: record } });
  } catch (thrown) {
    panel.post({ type: 'inspected', ask: id, outcome: { fault: toFault(thrown) } });
  }
}

/** A part of one document: two documents that show the same page do not take the engine from each other. */
const originOf = ({ place }: AskWorld['panel'], part: string) => `panel ${place} ${part}` as const;

async function question(ask: QuestionAsk, world: AskWorld): Promise<void> {
  const { models, shelf, panel } = world;
  try {
    await models.summary(ask.model);
    shelf.used(ask.model);
    panel.post({ type: 'answered', ask: ask.id, outcome: { ok: await answer(ask, world) } });
  } catch (thrown) {
    panel.post({ type: 'answered', ask: ask.id, outcome: { fault: toFault(thrown) } });
  }
}

async function answer(ask: QuestionAsk, { client, panel }: AskWorld): Promise<Answer> {
  const origin = originOf(panel, ask.key);
  if (ask.kind === 'trace') {
    const { kind, id: _, key: __, ...options } = ask;
    return { kind, record: await client.trace({ origin, ...options }) };
  }
  const { kind, id: _, key: __, ...options } = ask;
  return { kind, record: await client.occlude({ origin, ...options }) };
}
