import { l10n, window, type QuickPickItem } from 'vscode';
import { EXPORT_FORMATS, MATRIX_FORMATS, type ExportFormat } from '../../shared/panelProtocol';
import { Refusal } from '../refusal';
import type { Services } from './services';

/** Lets the user choose a format, and has the panel export the translation that it shows. */
export async function exportTranslation({ store, panel }: Services): Promise<void> {
  const outcome = store.state.request?.outcome;
  if (outcome?.phase !== 'done' || outcome.result.sentences.length === 0) {
    throw new Refusal(l10n.t('There is no translation to export yet: translate a selection first.'));
  }
  const attends = outcome.result.sentences.some(({ alignment }) => alignment.length > 0);
  const items = EXPORT_FORMATS.filter((format) => attends || !MATRIX_FORMATS.has(format)).map(describe);
  const chosen = await window.showQuickPick(items, { placeHolder: l10n.t('Export as'), matchOnDetail: true });
  if (!chosen) return;
  await panel.show('translation');
  panel.export(chosen.format);
}

function describe(format: ExportFormat): QuickPickItem & { format: ExportFormat } {
  const texts: Record<ExportFormat, [label: string, detail: string]> = {
    svg: [l10n.t('SVG'), l10n.t('The picture, as lines and text')],
    png: [l10n.t('PNG'), l10n.t('The picture, as a bitmap')],
    html: [l10n.t('Web Page'), l10n.t('All sentences, on a page that needs no network')],
    latex: [l10n.t('LaTeX'), l10n.t('The alignment, drawn by TikZ')],
    csv: [l10n.t('CSV'), l10n.t('The matrix, for spreadsheets')],
    json: [l10n.t('JSON'), l10n.t('Everything, for programs')],
    markdown: [l10n.t('Copy as Markdown'), l10n.t('The translation and its words, on the clipboard')],
  };
  const [label, detail] = texts[format];
  return { format, label, detail };
}
