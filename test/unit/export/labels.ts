import type { Drawing, Labels } from '../../../src/export/scene';

export const labels: Labels = {
  end: 'end',
  title: 'Translation and attention',
  source: 'Source text',
  translation: 'Translation',
  attention: 'Attention',
  attendedTo: 'Attended most to',
  confidence: 'Confidence',
  word: 'Word',
  axes: 'query ↓ key →',
  model: 'Made by M & <b>N</b>',
  hint: 'Point at a word.',
};

/** Every letter as wide as every other. */
export const drawing: Drawing = {
  labels,
  measure: (text, size) => text.length * size * 0.55,
  look: {
    paper: '#181818',
    foreground: '#cccccc',
    muted: '#999999',
    accent: '#3794ff',
    line: '#444444',
    fontFamily: 'Inter, "DejaVu Sans", sans-serif',
    filled: true,
  },
};
