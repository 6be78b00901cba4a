import type { Passage } from '../../documents/passage';
import type { Reader } from '../../documents/reader';
import type { Span } from '../../text/sentences';
import type { CapturedSelection } from '../selection';

/** What there is to translate in a selection of several ranges. */
export interface SelectedPassages {
  /** In the order of the document. */
  passages: Passage[];
  /** The ranges as offsets. */
  ranges: Span[];
  /** Of each passage, the index of the range that it is in. */
  rangeOf: number[];
}

export function selectedPassages(reader: Reader, { document, ranges }: CapturedSelection): SelectedPassages {
  const source = { text: document.getText(), languageId: document.languageId };
  const selected: SelectedPassages = { passages: [], ranges: [], rangeOf: [] };
  let end = 0;
  ranges.forEach((range, index) => {
    const span = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
    selected.ranges.push(span);
    for (const passage of reader.passages(source, span)) {
      // Two cursors in one passage that is not to be divided ask for it twice.
      if (passage.start < end) continue;
      end = passage.end;
      selected.passages.push(passage);
      selected.rangeOf.push(index);
    }
  });
  return selected;
}
