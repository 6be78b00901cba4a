import { toFault } from '../../shared/faults';
import type { PanelAsk } from '../../shared/panelProtocol';
import type { ChosenModels } from '../compare/chosenModels';
import type { Comparer } from '../compare/comparer';
import type { ModelShelf } from '../compare/modelShelf';
import type { EngineClient } from '../engine/engineClient';
import type { LinkedEditor } from '../linkedEditor';
import type { ModelFolder } from '../models';
import type { Translator } from '../translator';
import type { PanelView } from './panelView';

/** What the panel's questions are answered with. */
export interface AskWorld {
  client: Pick<EngineClient, 'inspect'>;
  models: Pick<ModelFolder, 'summary'>;
  comparer: Pick<Comparer, 'compare' | 'cancel'>;
  chosenModels: Pick<ChosenModels, 'remember'>;
  shelf: Pick<ModelShelf, 'used'>;
  translator: Pick<Translator, 'adopt'>;
  linkedEditor: Pick<LinkedEditor, 'mark'>;
  panel: Pick<PanelView, 'post'>;
}

type InspectAsk = Extract<PanelAsk, { kind: 'inspect' }>;

/** Does what the panel asks. @throws EngineError of a comparison that cannot be made, Refusal of an adoption; an inspection is always answered */
export async function answerAsk(ask: PanelAsk, world: AskWorld): Promise<void> {
  switch (ask.kind) {
    case 'compare':
      await world.chosenModels.remember(ask.models);
      return world.comparer.compare(ask.text, ask.models);
    case 'cancelCompare':
      return world.comparer.cancel();
    case 'adopt':
      return world.translator.adopt(ask.request, ask.sentence, ask.result);
    case 'mark':
      return world.linkedEditor.mark(ask.request, ask.word);
    case 'inspect':
      return inspect(ask, world);
  }
}

async function inspect(ask: InspectAsk, { client, models, shelf, panel }: AskWorld): Promise<void> {
  const { id, model, source, target, step, bench } = ask;
  try {
    // The model's name comes from the document, and leads to a folder.
    await models.summary(model);
    shelf.used(model);
    const record = await client.inspect({ model, source, target, step, bench });
    panel.post({ type: 'inspected', ask: id, outcome: { ok: record } });
  } catch (thrown) {
    panel.post({ type: 'inspected', ask: id, outcome: { fault: toFault(thrown) } });
  }
}
