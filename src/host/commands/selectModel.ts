import { ConfigurationTarget, env, l10n, window, workspace, type QuickPickItem } from 'vscode';
import { section, settings } from '../contributions';
import type { ListedModel } from '../models';
import { Refusal } from '../refusal';
import { inWords } from '../report';
import type { Services } from './services';

const BYTES_PER_MB = 1_000_000;

/** Lets the user choose among the models that are there. */
export async function selectModel({ models, translator, log }: Services): Promise<void> {
  const { models: listed, broken } = await models.list();
  for (const { fault } of broken) log.warn(inWords(fault));
  const current = (await translator.choice()).model;
  const items = listed.map((model) => describe(model, model.id === current));
  const chosen = await window.showQuickPick(items, {
    placeHolder: l10n.t('The model that translates'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (!chosen || chosen.id === current) return;
  try {
    await workspace.getConfiguration(section).update(settings.model, chosen.id, ConfigurationTarget.Global);
  } catch (thrown) {
    const problem = thrown instanceof Error ? thrown.message : String(thrown);
    throw new Refusal(l10n.t('The setting could not be stored: {0}', problem));
  }
}

function describe(model: ListedModel, inUse: boolean): QuickPickItem & { id: string } {
  const { id, name, source, target } = model;
  const languages = l10n.t('{0} to {1}', languageName(source), languageName(target));
  const detail = [l10n.t('{0}, {1} MB', languages, number(model.bytes / BYTES_PER_MB)), ...measured(model)].join(' · ');
  return { id, label: name, description: inUse ? l10n.t('{0}, in use', id) : id, detail };
}

/** What was measured of a model once; see models/README.md. */
function measured({ figures }: ListedModel): string[] {
  if (!figures) return [];
  const { bleu, aer } = figures;
  return [
    ...(bleu === null ? [] : [l10n.t('BLEU {0}', number(bleu))]),
    ...(aer === null ? [] : [l10n.t('AER {0} %', number(aer))]),
  ];
}

const number = (value: number): string => value.toLocaleString(env.language, { maximumFractionDigits: 1 });

/** The language's name in the display language. */
function languageName(tag: string): string {
  try {
    return new Intl.DisplayNames([env.language, 'en'], { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}
