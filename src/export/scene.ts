/** A picture as a list of shapes, from which an SVG file is written and a bitmap is painted. Lengths are CSS pixels. */

/** Real colours, resolved from the theme: a file knows no variables. */
export interface Look {
  paper: string;
  foreground: string;
  muted: string;
  accent: string;
  line: string;
  fontFamily: string;
  /** False in high contrast, where size must say what opacity says elsewhere. */
  filled: boolean;
}

export type Shape =
  | { kind: 'rect'; x: number; y: number; width: number; height: number; radius?: number; paint: Paint }
  | { kind: 'path'; d: string; paint: Paint }
  | Text;

export interface Paint {
  fill?: string;
  fillOpacity?: number;
  stroke?: string;
  strokeOpacity?: number;
  strokeWidth?: number;
  dash?: number[];
}

export interface Text {
  kind: 'text';
  text: string;
  /** Of the anchor, on the baseline. */
  x: number;
  y: number;
  size: number;
  fill: string;
  anchor: 'start' | 'middle' | 'end';
  weight?: 400 | 600;
  /** As it was measured: another font is squeezed or stretched into it. */
  width?: number;
  /** Degrees, clockwise, about the anchor. */
  rotate?: number;
}

export interface Scene {
  width: number;
  height: number;
  paper: string;
  fontFamily: string;
  /** Of the picture as a whole, for those who do not see it. */
  title: string;
  description: string;
  shapes: Shape[];
}

/** Width of a text in the look's font. */
export type Measure = (text: string, size: number, weight: 400 | 600) => number;

/** What a picture is drawn with. */
export interface Drawing {
  look: Look;
  measure: Measure;
  labels: Labels;
}

/** Strings of the exported files, in the user's language. */
export interface Labels {
  /** Short name of the end mark. */
  end: string;
  title: string;
  source: string;
  translation: string;
  attention: string;
  attendedTo: string;
  confidence: string;
  word: string;
  axes: string;
  model: string;
  hint: string;
}
