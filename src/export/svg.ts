import { escapeXml } from './escape';
import type { Paint, Scene, Shape, Text } from './scene';

/** An SVG file that needs nothing besides itself; its text stays text. */
export function sceneToSvg({ width, height, paper, fontFamily, title, description, shapes }: Scene): string {
  const size = `width="${round(width)}" height="${round(height)}" viewBox="0 0 ${round(width)} ${round(height)}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" aria-labelledby="title" aria-describedby="description"` +
      ` font-family="${escapeXml(fontFamily)}">`,
    `<title id="title">${escapeXml(title)}</title>`,
    `<desc id="description">${escapeXml(description)}</desc>`,
    `<rect width="100%" height="100%" fill="${escapeXml(paper)}"/>`,
    ...shapes.map(shapeToSvg),
    '</svg>',
    '',
  ].join('\n');
}

function shapeToSvg(shape: Shape): string {
  switch (shape.kind) {
    case 'rect': {
      const { x, y, width, height, radius, paint } = shape;
      return `<rect ${attributes({ x, y, width, height, rx: radius })}${painted(paint)}/>`;
    }
    case 'path':
      return `<path d="${escapeXml(shape.d)}"${painted(shape.paint)}/>`;
    case 'text':
      return textToSvg(shape);
  }
}

function textToSvg({ text, x, y, size, fill, anchor, weight, width, rotate }: Text): string {
  const turned = rotate ? ` transform="rotate(${round(rotate)} ${round(x)} ${round(y)})"` : '';
  const fitted = width ? ` textLength="${round(width)}" lengthAdjust="spacingAndGlyphs"` : '';
  const bold = weight && weight !== 400 ? ` font-weight="${weight}"` : '';
  const anchored = anchor === 'start' ? '' : ` text-anchor="${anchor}"`;
  return `<text ${attributes({ x, y, 'font-size': size })} fill="${escapeXml(fill)}"${anchored}${bold}${fitted}${turned}>${escapeXml(text)}</text>`;
}

function painted({ fill, fillOpacity, stroke, strokeOpacity, strokeWidth, dash }: Paint): string {
  const colours = ` fill="${escapeXml(fill ?? 'none')}"${stroke ? ` stroke="${escapeXml(stroke)}"` : ''}`;
  const rest = attributes({
    'fill-opacity': fillOpacity,
    'stroke-opacity': strokeOpacity,
    'stroke-width': strokeWidth,
    'stroke-dasharray': dash?.join(' '),
  });
  return colours + (rest ? ` ${rest}` : '');
}

const attributes = (all: Record<string, number | string | undefined>): string =>
  Object.entries(all)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}="${typeof value === 'number' ? round(value) : value}"`)
    .join(' ');

/** Three decimals are finer than any screen. */
const round = (value: number): string => String(Number(value.toFixed(3)));
