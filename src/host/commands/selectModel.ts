import { ConfigurationTarget, env, l10n, window, workspace, type QuickPickItem } from 'vscode';
import { section, settings } from '../contributions';
import type { ListedModel } from '../models';
import { inWords } from '../report';
import type { Services } from './services';

const BYTES_PER_MB = 1_000_000;

/** Lets the user choose among the models that are there. */
export async function selectModel({ models, translator, log }: Services): Promise<void> {
  const { models: listed, broken } = await models.list();
  for (const { fault } of broken) log.warn(inWords(fault));
  const current = (await translator.choice()).model;
  const items = listed.map((model) => ({ ...describe(model), id: model.id, picked: model.id === current }));
  const chosen = await window.showQuickPick(items, {
    placeHolder: l10n.t('The model that translates'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (!chosen || chosen.id === current) return;
  await workspace.getConfiguration(section).update(settings.model, chosen.id, ConfigurationTarget.Global);
}

function describe({ id, name, source, target, bytes }: ListedModel): QuickPickItem {
  const megabytes = (bytes / BYTES_PER_MB).toLocaleString(env.language, { maximumFractionDigits: 1 });
  const languages = l10n.t('{0} to {1}', languageName(source), languageName(target));
  return { label: name, description: id, detail: l10n.t('{0}, {1} MB', languages, megabytes) };
}

/** The language's name in the display language. */
function languageName(tag: string): string {
  try {
    return new Intl.DisplayNames([env.language, 'en'], { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}
