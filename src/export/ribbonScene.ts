import type { SentenceResult } from '../shared/result';
import { bandsOf, type Band, type Box } from '../../webview/alignment/bands';
import { directionOf } from '../../webview/alignment/direction';
import { jointsOf, type Joint } from '../../webview/alignment/lineBreaks';
import { strongestLinks, type Link, type Side } from '../../webview/alignment/links';
import { middleOf, ribbonPath, shareEdge, type Place } from '../../webview/alignment/ribbonPath';
import type { Drawing, Scene, Shape } from './scene';

const MARGIN = 24;
const WORD_SIZE = 15;
const NOTE_SIZE = 10;
const PADDING = 4;
const WORD_HEIGHT = 22;
const CHANNEL = 76;
const BETWEEN_BANDS = 30;
const WIDEST = 860;
const GAPS: Record<Joint['gap'], number> = { space: 5, none: 1, close: -4 };
/** A link of a word in another band is drawn where it is at least so strong: weaker ones would only cross the words. */
const FAR_WEIGHT = 0.2;

/** The sentence pair in bands, every visible link a ribbon as wide and as deep as its weight; for a file, so nothing is active. */
export function ribbonScene(sentence: SentenceResult, drawing: Drawing): Scene {
  const { look, labels } = drawing;
  const source = boxes(sentence, 'source', drawing);
  const target = boxes(sentence, 'target', drawing);
  const end: Box = { width: drawing.measure(labels.end, NOTE_SIZE, 400) + 14, gap: GAPS.space, breakable: true };
  const bands = bandsOf([...source, end], target, sentence.alignment, WIDEST);
  const places = { source: new Map<number, Place>(), target: new Map<number, Place>() };
  const bandHeight = 2 * WORD_HEIGHT + CHANNEL + NOTE_SIZE + BETWEEN_BANDS;
  const widths = bands.flatMap((band) => [lineWidth([...source, end], band.source), lineWidth(target, band.target)]);
  const width = Math.max(240, ...widths) + 2 * MARGIN;
  bands.forEach((band, index) => {
    const top = MARGIN + index * bandHeight;
    const across = { left: MARGIN, right: width - MARGIN };
    placeLine([...source, end], band.source, top, across, directionOf(sentence.source), places.source);
    const below = top + WORD_HEIGHT + CHANNEL;
    placeLine(target, band.target, below, across, directionOf(sentence.target), places.target);
  });
  const links = sentence.targetWords.flatMap((_, index) => [strongestLinks(sentence, { side: 'target', index })]);
  const height = MARGIN + bands.length * bandHeight + NOTE_SIZE + MARGIN / 2;
  return {
    width,
    height,
    paper: look.paper,
    fontFamily: look.fontFamily,
    title: `${labels.title}: ${sentence.source} → ${sentence.target}`,
    description: labels.attention,
    shapes: [
      ...links.flatMap((each) => ribbonsOf(each, places, bands, drawing)),
      ...wordsOf(sentence, places, links, drawing),
      {
        kind: 'text',
        text: labels.model,
        x: MARGIN,
        y: height - MARGIN / 2,
        size: NOTE_SIZE,
        fill: look.muted,
        anchor: 'start',
      },
    ],
  };
}

function boxes(sentence: SentenceResult, side: Side, { measure }: Drawing): Box[] {
  const words = side === 'source' ? sentence.sourceWords : sentence.targetWords;
  const joints = jointsOf(sentence[side], words);
  return words.map(({ text }, index) => ({
    width: Math.min(WIDEST, measure(text.slice(0, 400), WORD_SIZE, weightOf(side)) + 2 * PADDING),
    gap: GAPS[joints[index]!.gap],
    breakable: joints[index]!.breakable,
  }));
}

/** The translation is what is looked at first. */
const weightOf = (side: Side): 400 | 600 => (side === 'target' ? 600 : 400);

const lineWidth = (all: Box[], { start, end }: Band['source']): number =>
  all.slice(start, end).reduce((sum, { width, gap }, offset) => sum + width + (offset ? gap : 0), 0);

function placeLine(
  all: Box[],
  { start, end }: Band['source'],
  top: number,
  { left, right }: { left: number; right: number },
  direction: 'ltr' | 'rtl',
  places: Map<number, Place>,
): void {
  let at = 0;
  for (let index = start; index < end; index++) {
    const { width, gap } = all[index]!;
    if (index > start) at += gap;
    const from = direction === 'ltr' ? left + at : right - at - width;
    places.set(index, { left: from, right: from + width, top, bottom: top + WORD_HEIGHT });
    at += width;
  }
}

type Places = Record<Side, Map<number, Place>>;

function ribbonsOf(links: Link[], places: Places, bands: Band[], { look }: Drawing): Shape[] {
  const drawn = links.filter((link) => isNear(link, bands) || link.weight >= FAR_WEIGHT);
  const [first] = drawn;
  if (!first) return [];
  const word = places.target.get(first.target)!;
  const others = drawn.map(({ source }) => places.source.get(source)!);
  const shares = shareEdge(
    word,
    others,
    drawn.map(({ weight }) => weight),
  );
  return drawn.map((link, index): Shape => {
    const far = !isNear(link, bands);
    const source = others[index]!;
    const above = word.bottom < source.top;
    const sourceEnd = { ...middleOf(source, link.weight), y: above ? source.top : source.bottom };
    const targetEnd = { ...shares[index]!, y: above ? word.bottom : word.top };
    return {
      kind: 'path',
      d: ribbonPath(sourceEnd, targetEnd),
      paint: {
        ...(look.filled
          ? { fill: look.accent, fillOpacity: (far ? 0.05 : 0.1) + (far ? 0.15 : 0.45) * link.weight }
          : {}),
        stroke: look.accent,
        strokeOpacity: look.filled ? 0.2 + 0.6 * link.weight : 0.9,
        strokeWidth: index === 0 ? 1.2 : 0.6,
        ...(far ? { dash: [3, 3] } : {}),
      },
    };
  });
}

const isNear = ({ source, target }: Link, bands: Band[]): boolean => {
  const inside = (index: number, range: Band['source']): boolean => index >= range.start && index < range.end;
  return bands.some((band) => inside(source, band.source) && inside(target, band.target));
};

function wordsOf(sentence: SentenceResult, places: Places, links: Link[][], drawing: Drawing): Shape[] {
  const { look, labels, measure } = drawing;
  const shapes: Shape[] = [];
  const word = (text: string, place: Place, side: Side): void => {
    const shown = text.slice(0, 400);
    shapes.push({
      kind: 'text',
      text: shown,
      x: (place.left + place.right) / 2,
      y: place.top + 16,
      size: WORD_SIZE,
      fill: side === 'target' ? look.foreground : look.muted,
      anchor: 'middle',
      weight: weightOf(side),
      width: Math.min(place.right - place.left - 2 * PADDING, measure(shown, WORD_SIZE, weightOf(side))),
    });
  };
  for (const [index, place] of places.source) {
    const text = sentence.sourceWords[index]?.text;
    if (text !== undefined) word(text, place, 'source');
    else shapes.push(...endMark(place, labels.end, look));
  }
  for (const [index, place] of places.target) {
    word(sentence.targetWords[index]!.text, place, 'target');
    const strongest = links[index]?.[0];
    if (!strongest || place.right - place.left < 20) continue;
    shapes.push({
      kind: 'text',
      text: `${Math.round(100 * strongest.weight)}%`,
      x: (place.left + place.right) / 2,
      y: place.bottom + NOTE_SIZE,
      size: NOTE_SIZE,
      fill: look.muted,
      anchor: 'middle',
    });
  }
  return shapes;
}

const endMark = ({ left, right, top, bottom }: Place, text: string, look: Drawing['look']): Shape[] => [
  {
    kind: 'rect',
    x: left,
    y: top + 4,
    width: right - left,
    height: bottom - top - 8,
    radius: 7,
    paint: { stroke: look.muted, strokeWidth: 0.75, dash: [2, 2] },
  },
  {
    kind: 'text',
    text,
    x: (left + right) / 2,
    y: top + 15,
    size: NOTE_SIZE,
    fill: look.muted,
    anchor: 'middle',
  },
];
