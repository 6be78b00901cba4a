import { env, l10n, window } from 'vscode';
import { EngineError } from '../../shared/faults';
import { MAX_CHARACTERS } from '../../shared/limits';
import { selectedPassages } from '../documents/selectedPassages';
import { Refusal } from '../refusal';
import { captureSelection, type CapturedSelection } from '../selection';
import type { Services } from './services';

/**
 * Shows the alignment of a translation that the user has: with two selections, that of the first into the second; with
 * one, that into what the user types or has in the clipboard.
 */
export async function alignOwn(services: Services): Promise<void> {
  const captured = captureSelection(window.activeTextEditor);
  const { length: count } = captured.ranges;
  if (count > 2)
    throw new Refusal(l10n.t('Select the source and its translation: two selections, or the source alone.'));
  const pair = count === 2 ? await ofSelections(captured, services) : await ofInput(captured);
  if (!pair) return;
  await services.translator.alignOwn(pair.source, pair.targets, services.panel.show('translation'));
}

interface Pair {
  source: CapturedSelection;
  /** Paragraphs. */
  targets: string[];
}

/** The upper one is the source, unless only the lower one is in the model's language. */
async function ofSelections(captured: CapturedSelection, services: Services): Promise<Pair> {
  const { translator, models, gate, reader } = services;
  const [first, second] = captured.ranges.map((range, index): CapturedSelection => ({
    document: captured.document,
    ranges: [range],
    texts: [captured.texts[index]!],
  }));
  const { source: language } = await models.summary((await translator.choice()).model);
  const isSource = (one: CapturedSelection): boolean => gate.isIn(one.texts[0]!, language);
  const [source, target] = !isSource(first!) && isSource(second!) ? [second!, first!] : [first!, second!];
  const targets = selectedPassages(reader, target).passages.map((passage) => passage.source);
  return { source, targets: targets.length > 0 ? targets : target.texts };
}

async function ofInput(source: CapturedSelection): Promise<Pair | null> {
  const value = await preset(source);
  const typed = await window.showInputBox({
    title: l10n.t('Align my own translation'),
    prompt: l10n.t('Your translation of what is selected'),
    value,
    valueSelection: [0, value.length],
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? l10n.t('Type or paste a translation.') : null),
  });
  if (typed === undefined) return null;
  if (typed.length > MAX_CHARACTERS) {
    throw new EngineError({ code: 'textTooLong', characters: typed.length, limit: MAX_CHARACTERS });
  }
  return { source, targets: [typed] };
}

/** What is in the clipboard, unless it is the source itself or too long to be a translation of it. */
async function preset({ texts }: CapturedSelection): Promise<string> {
  const copied = (await env.clipboard.readText()).trim();
  const source = texts.join('\n').trim();
  const fits = copied.length <= Math.min(MAX_CHARACTERS, 3 * source.length + 100);
  return fits && copied !== source ? copied.replaceAll(/\s+/g, ' ') : '';
}
