import { l10n, window } from 'vscode';
import type { PlacedPassage } from '../../documents/passage';
import type { Reader } from '../../documents/reader';
import { applyChanges, changesTo, type Change } from '../edits';
import { Refusal } from '../refusal';
import type { Translated } from '../translator';
import type { TrackedSpans } from './trackedSpans';
import type { Originals } from './originals';

/**
 * Puts the translations in place of what was selected, in one undo step. A passage that was changed meanwhile stays as
 * it is, and the user is told.
 * @throws Refusal where none can be replaced
 */
export async function replaceTranslated({ placed, tracked }: Translated, originals: Originals): Promise<void> {
  const texts = placed.map(({ text }) => text);
  const { document } = tracked;
  let count = 0;
  const applied = await applyChanges(document, () => {
    const changes = changesTo(tracked, texts);
    count = changes.length;
    return changes;
  });
  originals.remember(document, applied.spans, applied.originals);
  tellSkipped(texts.length - count, texts.length);
}

/**
 * Puts each translation below its original, in one undo step.
 * @throws Refusal where there is no place for any, or the originals have changed
 */
export async function insertTranslated({ placed, tracked }: Translated, reader: Reader): Promise<void> {
  const { document } = tracked;
  let standing = 0;
  const { spans } = await applyChanges(document, () => {
    const source = { text: document.getText(), languageId: document.languageId };
    const now = standingPassages(placed, tracked);
    standing = now.length;
    return now.flatMap((each): Change[] => {
      const insertion = reader.below(source, each);
      return insertion ? [{ start: insertion.at, end: insertion.at, text: insertion.text }] : [];
    });
  });
  if (spans.length === 0) {
    throw new Refusal(l10n.t('Here a translation cannot stand below its original: replace it instead.'));
  }
  tellSkipped(placed.length - standing, placed.length);
}

/** The passages that still hold what was translated, where they are now. @throws Refusal where none does */
function standingPassages(placed: readonly PlacedPassage[], tracked: TrackedSpans): PlacedPassage[] {
  // Refuses where nothing is left.
  changesTo(tracked, Array<string>(placed.length).fill(''));
  return tracked.spans().flatMap((span, index) => {
    const each = placed[index]!;
    return span ? [{ ...each, passage: { ...each.passage, ...span } }] : [];
  });
}

/** What each selection is with its translations in it. */
export function translatedSelections({ captured, selected, placed }: Translated): string[] {
  return selected.ranges.map((range, index) => {
    const raw = captured.texts[index]!;
    let text = '';
    let at = range.start;
    placed.forEach((each, which) => {
      if (selected.rangeOf[which] !== index) return;
      const { start, end } = each.passage;
      text += raw.slice(at - range.start, Math.max(0, start - range.start)) + each.text;
      at = Math.max(at, end);
    });
    return text + raw.slice(at - range.start);
  });
}

function tellSkipped(skipped: number, all: number): void {
  if (skipped === 0) return;
  void window.showWarningMessage(
    l10n.t('{0} of {1} passages were changed while they were translated, and stay as they are.', skipped, all),
  );
}
