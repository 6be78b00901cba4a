import {
  Hover,
  window,
  workspace,
  type CancellationToken,
  type HoverProvider,
  type LogOutputChannel,
  type Position,
  type Range,
  type TextDocument,
} from 'vscode';
import { toFault } from '../../shared/faults';
import { inWords } from '../report';
import { readSettings } from '../settings';
import { isHoverable, type HoverTranslations } from './hoverTranslations';
import { faultMarkdown, translationMarkdown } from './markdown';

/** Translates the selection that the pointer rests on; says nothing anywhere else. */
export class SelectionHoverProvider implements HoverProvider {
  constructor(
    private readonly translations: HoverTranslations,
    private readonly log: LogOutputChannel,
  ) {}

  async provideHover(document: TextDocument, position: Position, token: CancellationToken): Promise<Hover | undefined> {
    if (!readSettings().hover) return undefined;
    const range = selectionAt(document, position);
    const text = range && document.getText(range);
    if (!text || !isHoverable(text)) return undefined;
    const abort = new AbortController();
    const subscription = token.onCancellationRequested(() => abort.abort());
    try {
      const result = await this.translations.translate(text, abort.signal);
      const writable = workspace.fs.isWritableFileSystem(document.uri.scheme) !== false;
      return new Hover(translationMarkdown(text, result, writable), range);
    } catch (thrown) {
      const fault = toFault(thrown);
      if (fault.code === 'cancelled') return undefined;
      this.log.error(`The hover failed: ${JSON.stringify(fault)}`);
      return new Hover(faultMarkdown(inWords(fault)), range);
    } finally {
      subscription.dispose();
    }
  }
}

/** The selection of an editor of this document that holds the position; the active editor's first. */
function selectionAt(document: TextDocument, position: Position): Range | undefined {
  const editors = [window.activeTextEditor, ...window.visibleTextEditors];
  for (const editor of editors) {
    if (editor?.document !== document) continue;
    const found = editor.selections.find((selection) => !selection.isEmpty && selection.contains(position));
    if (found) return found;
  }
  return undefined;
}
