/** Text to sentences. */

/** Half-open, in UTF-16 code units. */
export interface Span {
  start: number;
  end: number;
}

/** Abbreviations after which a sentence goes on, whatever follows. */
const ABBREVIATION =
  /(?:^|[^\p{L}\p{N}])(?:Mr|Mrs|Ms|Dr|Prof|St|Sr|Jr|Gen|Col|Capt|Lt|Rev|Hon|e\.g|i\.e|cf|vs|viz|ca|approx|resp|Fig|Figs|Eq|Eqs|Sec|Ch|Vol|No|Nos|pp|ed|eds|al|M|MM|Mme|Mlle|p\.\s?ex)\.$/u;
/** Initials and dotted acronyms: "J.", "U.S." */
const INITIAL = /(?:^|[^\p{L}\p{N}])(?:\p{Lu}\.)+$/u;

const LINE_BREAK = /[\n\r\u0085\u2028\u2029]/;
const TERMINAL = /[.!?:;…。！？：；]["'”’)\]»]*$/u;
/** A line at least this long was probably broken because it was full. */
const FULL_LINE = 60;

let segmenter: Intl.Segmenter | null = null;

/**
 * The sentences of a text, in order, without the white space around them. A line break ends a sentence unless the next
 * line visibly continues it (hard-wrapped text); a blank line always does.
 */
export function splitSentences(text: string): Span[] {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'sentence' });
  const sentences: Span[] = [];
  let open: Span | null = null;
  for (const { segment, index } of segmenter.segment(text)) {
    const span = trim(text, index, index + segment.length);
    if (span.start === span.end) continue;
    if (open && goesOn(text, open, span)) open.end = span.end;
    else {
      if (open) sentences.push(open);
      open = span;
    }
  }
  if (open) sentences.push(open);
  return sentences;
}

function trim(text: string, start: number, end: number): Span {
  while (start < end && text.charAt(start).trim() === '') start++;
  while (end > start && text.charAt(end - 1).trim() === '') end--;
  return { start, end };
}

/** Whether `next` belongs to the same sentence as `before`, though the segmenter cut between them. */
function goesOn(text: string, before: Span, next: Span): boolean {
  const gap = text.slice(before.end, next.start);
  const tail = text.slice(Math.max(before.start, before.end - 24), before.end);
  if (!LINE_BREAK.test(gap)) return ABBREVIATION.test(tail) || INITIAL.test(tail);
  const breaks = gap.match(/\r\n|[\n\r\u0085\u2028\u2029]/g)?.length ?? 0;
  if (breaks > 1) return false;
  if (ABBREVIATION.test(tail)) return true;
  if (TERMINAL.test(tail)) return false;
  const following = text.slice(next.start, next.start + 4);
  if (/^["'“‘([«]?\p{Ll}/u.test(following)) return true;
  const lineStart = Math.max(text.lastIndexOf('\n', before.end - 1), text.lastIndexOf('\r', before.end - 1)) + 1;
  return before.end - lineStart >= FULL_LINE && CONTINUES_FULL_LINE.test(following);
}

const CONTINUES_FULL_LINE = /^["'“‘([«`]?[\p{L}\p{N}]/u;
