import { toCsv } from '../../src/export/csv';
import { arcsScene } from '../../src/export/arcsScene';
import { heatMapScene } from '../../src/export/heatMapScene';
import { toHtml } from '../../src/export/html';
import { toJson } from '../../src/export/json';
import { toLatex } from '../../src/export/latex';
import { toMarkdown } from '../../src/export/markdown';
import { ribbonScene } from '../../src/export/ribbonScene';
import type { Drawing, Labels, Look, Scene } from '../../src/export/scene';
import { sceneToSvg } from '../../src/export/svg';
import { MATRIX_FORMATS, type ExportFormat, type PanelAsk } from '../../src/shared/panelProtocol';
import type { SentenceResult, TranslationResult } from '../../src/shared/result';
import { hasAlignment } from '../alignment/links';
import type { Picture } from '../choices';
import { t } from '../l10n';
import { textMeasure } from './look';
import { sceneToPng } from './png';

/** What is exported: the translation that is shown, and how. */
export interface Exported {
  text: string;
  result: TranslationResult;
  /** Index of the sentence that pictures and tables are of. */
  sentence: number;
  picture: Picture;
  modelName: string;
}

const MIMES: Record<Exclude<ExportFormat, 'markdown'>, [ending: string, mime: string]> = {
  svg: ['svg', 'image/svg+xml'],
  png: ['png', 'image/png'],
  html: ['html', 'text/html'],
  latex: ['tex', 'application/x-tex'],
  csv: ['csv', 'text/csv'],
  json: ['json', 'application/json'],
};

export const canExport = (
  format: ExportFormat,
  { result, sentence }: Pick<Exported, 'result' | 'sentence'>,
): boolean => {
  const shown = result.sentences[sentence];
  return shown !== undefined && (!MATRIX_FORMATS.has(format) || hasAlignment(shown));
};

/** Makes the file, and what to ask of the host with it. */
export async function exportAsk(format: ExportFormat, exported: Exported, look: Look): Promise<PanelAsk> {
  const { text, result } = exported;
  const labels = labelsOf(exported);
  if (format === 'markdown') return { kind: 'copy', text: toMarkdown(text, result, labels) };
  const [ending, mime] = MIMES[format];
  const name = `${fileName(exported, format === 'svg' || format === 'png')}.${ending}`;
  if (format === 'png') {
    const bytes = await sceneToPng(sceneOf(exported, labels, look));
    return { kind: 'save', name, mime, content: { base64: toBase64(bytes) } };
  }
  return { kind: 'save', name, mime, content: { text: textOf(format, exported, labels, look) } };
}

function textOf(
  format: Exclude<ExportFormat, 'markdown' | 'png'>,
  exported: Exported,
  labels: Labels,
  look: Look,
): string {
  const { text, result } = exported;
  const sentence = result.sentences[exported.sentence]!;
  switch (format) {
    case 'svg':
      return sceneToSvg(sceneOf(exported, labels, look));
    case 'html':
      return toHtml(result, labels, document.documentElement.lang || 'en');
    case 'latex':
      return toLatex(sentence, labels);
    case 'csv':
      return toCsv(sentence, labels.axes, labels.end);
    case 'json':
      return toJson(text, result);
  }
}

/** How each picture is drawn into a file; what needs the panel's own controls is drawn as its nearest relative. */
const DRAWN: Record<Picture, { name: string; draw: (sentence: SentenceResult, drawing: Drawing) => Scene }> = {
  ribbon: { name: 'ribbon', draw: ribbonScene },
  arcs: { name: 'arcs', draw: arcsScene },
  heatMap: { name: 'heat-map', draw: heatMapScene },
  heads: { name: 'heat-map', draw: heatMapScene },
  table: { name: 'heat-map', draw: heatMapScene },
};

function sceneOf({ result, sentence, picture }: Exported, labels: Labels, look: Look): Scene {
  const drawing = { look, labels, measure: textMeasure(look.fontFamily) };
  return DRAWN[picture].draw(result.sentences[sentence]!, drawing);
}

function labelsOf({ modelName }: Exported): Labels {
  return {
    end: t('end'),
    title: t('Translation and attention'),
    source: t('Source text'),
    translation: t('Translation'),
    attention: t('Attention of each word of the translation on each word of the source'),
    attendedTo: t('Attended most to'),
    confidence: t('Confidence'),
    word: t('Word'),
    axes: t('query ↓ key →'),
    model: t('Made by {0} with Attention Lens', modelName),
    hint: t('Point at a word, or move with the Tab key, to see what it is linked with.'),
  };
}

const LONGEST_NAME = 40;

/** The first words of the source and what of it is there, as a bare file name. */
function fileName({ result, sentence, picture }: Exported, pictured: boolean): string {
  const words = (result.sentences[sentence]?.source ?? '').toLocaleLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  let name = '';
  for (const word of words) {
    if (name.length + word.length > LONGEST_NAME) break;
    name += name ? `-${word}` : word;
  }
  return `${name || 'translation'}.${pictured ? DRAWN[picture].name : 'attention'}`;
}

function toBase64(bytes: Uint8Array): string {
  const CHUNK = 0x8000;
  let binary = '';
  for (let at = 0; at < bytes.length; at += CHUNK) binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(binary);
}
