import type { SentenceResult } from '../shared/result';
import { strongestLinks, type Link, type Side } from '../../webview/alignment/links';
import type { Drawing, Scene, Shape } from './scene';

const MARGIN = 24;
const ROW = 24;
const WORD_SIZE = 14;
const NOTE_SIZE = 10;
const GAP = 8;
const ACROSS = 200;
/** Width of the arc of the weight 1. */
const WIDEST = 9;
/** Besides its strongest link a word shows those that have at least so much. */
const STRONG = 0.2;
const LONGEST_WORD = 40;

/** The two sides as two lists, and between them the strong links of each target word; there is no active word in a file. */
export function arcsScene(sentence: SentenceResult, drawing: Drawing): Scene {
  const { look, labels, measure } = drawing;
  const { sourceWords, targetWords } = sentence;
  const links = targetWords.flatMap((_, index) =>
    strongestLinks(sentence, { side: 'target', index }).filter(({ weight }, rank) => rank === 0 || weight >= STRONG),
  );
  const lists = {
    source: [...sourceWords.map(({ text }) => cut(text)), labels.end],
    target: targetWords.map(({ text }) => cut(text)),
  };
  const widest = (texts: string[], weight: 400 | 600): number =>
    Math.max(0, ...texts.map((text) => measure(text, WORD_SIZE, weight)));
  const left = MARGIN + widest([...lists.source, labels.source], 400);
  const right = left + 2 * GAP + ACROSS;
  const rows = Math.max(lists.source.length, lists.target.length);
  const top = MARGIN + ROW;
  const height = top + rows * ROW + MARGIN;
  const y = (side: Side, index: number): number => top + (index + 0.5 + (rows - lists[side].length) / 2) * ROW;
  return {
    width: Math.max(right + widest([...lists.target, labels.translation], 600) + MARGIN, 280),
    height,
    paper: look.paper,
    fontFamily: look.fontFamily,
    title: `${labels.title}: ${sentence.source} → ${sentence.target}`,
    description: labels.attention,
    shapes: [
      note(labels.source, left, MARGIN + NOTE_SIZE, 'end', drawing),
      note(labels.translation, right, MARGIN + NOTE_SIZE, 'start', drawing),
      // the strongest last, so that it lies above
      ...links.toSorted((a, b) => a.weight - b.weight).map((link) => arc(link, left + GAP, right - GAP, y, drawing)),
      ...lists.source.map((text, index) => {
        const isEnd = index === sourceWords.length;
        return word(text, left, y('source', index), 'end', isEnd ? NOTE_SIZE : WORD_SIZE, 400, drawing);
      }),
      ...lists.target.map((text, index) => word(text, right, y('target', index), 'start', WORD_SIZE, 600, drawing)),
      note(labels.model, MARGIN, height - MARGIN / 2, 'start', drawing),
    ],
  };
}

const cut = (text: string): string => {
  const letters = Array.from(text);
  return letters.length > LONGEST_WORD ? `${letters.slice(0, LONGEST_WORD).join('')}…` : text;
};

function arc(
  { source, target, weight }: Link,
  from: number,
  to: number,
  y: (side: Side, index: number) => number,
  { look }: Drawing,
): Shape {
  const [y1, y2] = [y('source', source), y('target', target)];
  const middle = (from + to) / 2;
  const n = (value: number): string => value.toFixed(1);
  return {
    kind: 'path',
    d: `M${n(from)} ${n(y1)}C${n(middle)} ${n(y1)} ${n(middle)} ${n(y2)} ${n(to)} ${n(y2)}`,
    paint: {
      stroke: look.accent,
      strokeWidth: Math.max(1, WIDEST * weight),
      strokeOpacity: look.filled ? 0.2 + 0.6 * weight : 1,
    },
  };
}

const word = (
  text: string,
  x: number,
  middle: number,
  anchor: 'start' | 'end',
  size: number,
  weight: 400 | 600,
  { look, measure }: Drawing,
): Shape => ({
  kind: 'text',
  text,
  x,
  y: middle + size / 3,
  size,
  fill: anchor === 'start' ? look.foreground : look.muted,
  anchor,
  weight,
  width: measure(text, size, weight),
});

const note = (text: string, x: number, y: number, anchor: 'start' | 'end', { look }: Drawing): Shape => ({
  kind: 'text',
  text,
  x,
  y,
  size: NOTE_SIZE,
  fill: look.muted,
  anchor,
});
