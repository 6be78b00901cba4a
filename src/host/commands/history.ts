import { env, l10n, ThemeIcon, window, type QuickInputButton, type QuickPickItem } from 'vscode';
import { translationOf, type HistoryEntry } from '../history/entry';
import { report } from '../report';
import { readSettings } from '../settings';
import { tellCopied } from './copyTranslation';
import type { Services } from './services';

/** A row shows one line, so more of a text is never seen. */
const MOST_CHARACTERS = 300;

interface Item extends QuickPickItem {
  entry: HistoryEntry;
}

/** Lets the user search the translations of this workspace, and shows the chosen one again. */
export async function showHistory(services: Services): Promise<void> {
  const { history, models } = services;
  const entries = await history.entries();
  if (entries.length === 0) return tellEmpty();
  const { models: listed } = await models.list();
  const names = new Map(listed.map(({ id, name }) => [id, name]));
  const chosen = await pick(entries, names, services);
  if (!chosen) return;
  services.translator.showAgain(chosen);
  await services.panel.show('translation');
}

/** Forgets all of them, when the user is sure. */
export async function clearHistory({ history }: Services): Promise<void> {
  const { length: count } = await history.entries();
  if (count === 0) return tellEmpty();
  const clear = l10n.t('Clear');
  const question = l10n.t('Clear the history of translations of this workspace ({0})?', count);
  const detail = l10n.t('This cannot be undone.');
  if ((await window.showWarningMessage(question, { modal: true, detail }, clear)) === clear) await history.clear();
}

function tellEmpty(): void {
  void window.showInformationMessage(
    readSettings().history.enabled
      ? l10n.t('There are no translations in the history of this workspace yet.')
      : l10n.t('The history is empty, and switched off by the setting "attentionLens.history".'),
  );
}

function pick(
  entries: readonly HistoryEntry[],
  names: ReadonlyMap<string, string>,
  { history, log }: Services,
): Promise<HistoryEntry | null> {
  const copy: QuickInputButton = { iconPath: new ThemeIcon('copy'), tooltip: l10n.t('Copy the translation') };
  const remove: QuickInputButton = { iconPath: new ThemeIcon('trash'), tooltip: l10n.t('Remove from the history') };
  const list = window.createQuickPick<Item>();
  list.title = l10n.t('History of translations');
  list.placeholder = l10n.t('Search by source, translation or model');
  list.matchOnDescription = true;
  list.matchOnDetail = true;
  list.items = entries.map((entry) => ({
    entry,
    label: plain(entry.text),
    description: `${when(entry.time)} · ${names.get(entry.result.model) ?? plain(entry.result.model)}`,
    detail: plain(translationOf(entry)),
    buttons: [copy, remove],
  }));
  return new Promise((resolve) => {
    let chosen: HistoryEntry | null = null;
    list.onDidAccept(() => {
      chosen = list.activeItems[0]?.entry ?? null;
      list.hide();
    });
    list.onDidTriggerItemButton(({ item, button }) => {
      if (button === copy) void env.clipboard.writeText(translationOf(item.entry)).then(tellCopied);
      else {
        list.items = list.items.filter((each) => each !== item);
        history.forget(item.entry.time).catch((thrown: unknown) => report(thrown, log));
      }
    });
    list.onDidHide(() => {
      list.dispose();
      resolve(chosen);
    });
    list.show();
  });
}

/** The text on one line; "$(" would begin an icon. */
function plain(text: string): string {
  return text.slice(0, MOST_CHARACTERS).replaceAll(/\s+/g, ' ').trim().replaceAll('$(', '$\u200B(');
}

const when = (time: number): string =>
  new Date(time).toLocaleString(env.language, { dateStyle: 'medium', timeStyle: 'short' });
