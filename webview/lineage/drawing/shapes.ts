import { svg, type TemplateResult } from 'lit';

export type Shape = TemplateResult<2>;

/** A point of the drawing, in its own units: the width is always `WIDTH`. */
export interface Point {
  x: number;
  y: number;
}

export const at = (x: number, y: number): Point => ({ x, y });

export interface Drawing {
  height: number;
  shapes: Shape[];
}

export const WIDTH = 300;

const SCRIPT = /([_^])(\{[^}]*\}|.)/g;

/** A label with `_{…}` and `^{…}` for what stands lower and higher. */
function spans(label: string): TemplateResult[] {
  const out: TemplateResult[] = [];
  let at = 0;
  let level = 0;
  const push = (text: string, to: number): void => {
    if (!text) return;
    const dy = (level - to) * 3.4;
    out.push(to === 0 ? svg`<tspan dy=${dy}>${text}</tspan>` : svg`<tspan dy=${dy} class="script">${text}</tspan>`);
    level = to;
  };
  for (const match of label.matchAll(SCRIPT)) {
    push(label.slice(at, match.index), 0);
    push(match[2]!.replace(/^\{|\}$/g, ''), match[1] === '^' ? 1 : -1);
    at = match.index + match[0].length;
  }
  push(label.slice(at), 0);
  return out;
}

export const text = (at: Point, label: string, kind: 'symbol' | 'caption' | 'formula', anchor = 'middle'): Shape =>
  svg`<text class=${kind} x=${at.x} y=${at.y} text-anchor=${anchor}>${spans(label)}</text>`;

/** A rectangle around `centre` with a symbol in it. */
export const box = (
  centre: Point,
  size: { width: number; height: number },
  label: string,
  kind: 'state' | 'band' | 'strong' | 'ghost' = 'state',
): Shape =>
  svg`<g class=${kind}>
    <rect x=${centre.x - size.width / 2} y=${centre.y - size.height / 2} width=${size.width} height=${size.height} rx="5"></rect>
    ${text(at(centre.x, centre.y + 4), label, kind === 'band' ? 'formula' : 'symbol')}
  </g>`;

export const circle = (centre: Point, radius: number, label: string): Shape =>
  svg`<g class="strong">
    <circle cx=${centre.x} cy=${centre.y} r=${radius}></circle>
    ${text(at(centre.x, centre.y + 4.5), label, 'symbol')}
  </g>`;

type Flow = 'flow' | 'query' | 'feed' | 'value';

/** A line through these points; an arrow head at its end, drawn as a shape, since markers need ids. */
export function arrow(points: Point[], kind: Flow = 'flow', head = true): Shape {
  const [from, to] = points.slice(-2) as [Point, Point];
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const [ux, uy] = [(to.x - from.x) / length, (to.y - from.y) / length];
  const base = { x: to.x - 6 * ux, y: to.y - 6 * uy };
  const line = head ? [...points.slice(0, -1), { x: to.x - 3 * ux, y: to.y - 3 * uy }] : points;
  const path = line.map(({ x, y }, index) => `${index ? 'L' : 'M'}${x} ${y}`).join('');
  const tip = `M${to.x} ${to.y}L${base.x - 3 * uy} ${base.y + 3 * ux}L${base.x + 3 * uy} ${base.y - 3 * ux}Z`;
  return svg`<g class=${kind}><path class="line" d=${path}></path>${head ? svg`<path class="head" d=${tip}></path>` : null}</g>`;
}

/** A bar that stands on `foot`; its height is a share of `height`. */
export const bar = (foot: Point, width: number, height: number, share: number): Shape =>
  svg`<rect class=${share > 0 ? 'weight' : 'weight none'} x=${foot.x - width / 2} y=${foot.y - Math.max(1, height * share)} width=${width} height=${Math.max(1, height * share)} rx="1"></rect>`;

export const curve = (d: string, kind: string): Shape => svg`<path class=${kind} d=${d}></path>`;
