import type { Look, Measure } from '../../src/export/scene';

/** The panel's colours as they look now: variables and mixtures become plain colours, which any program reads. */
export function resolveLook(panel: HTMLElement): Look {
  const probe = document.createElement('span');
  panel.shadowRoot!.append(probe);
  const colour = (value: string): string => {
    probe.style.color = '';
    probe.style.color = value;
    return getComputedStyle(probe).color;
  };
  try {
    const { fontFamily } = getComputedStyle(document.body);
    const paper = flat(colour('var(--al-paper)'), '#ffffff');
    return {
      paper,
      foreground: flat(colour('var(--vscode-foreground)'), paper),
      muted: flat(colour('var(--al-muted)'), paper),
      accent: flat(colour('var(--al-accent)'), paper),
      line: flat(colour('var(--al-line)'), paper),
      fontFamily,
      filled: getComputedStyle(panel).getPropertyValue('--al-fill').trim() !== '0',
    };
  } finally {
    probe.remove();
  }
}

/** A CSS colour over a ground, as #rrggbb. */
function flat(colour: string, ground: string): string {
  const context = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  if (!context) return ground;
  for (const layer of [ground, colour]) {
    context.fillStyle = layer;
    context.fillRect(0, 0, 1, 1);
  }
  const [r = 0, g = 0, b = 0] = context.getImageData(0, 0, 1, 1).data;
  return `#${[r, g, b].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

/** Measures in the font that the picture is drawn in. */
export function textMeasure(fontFamily: string): Measure {
  const context = new OffscreenCanvas(1, 1).getContext('2d');
  return (text, size, weight) => {
    if (!context) return text.length * size * 0.6;
    context.font = `${weight} ${size}px ${fontFamily}`;
    return context.measureText(text).width;
  };
}
