/** A line chart as an SVG of its own, legible on light and dark pages. */

export interface Series {
  name: string;
  points: readonly (readonly [x: number, y: number])[];
}

const SIZE = { width: 640, height: 300, left: 60, right: 130, top: 34, bottom: 44 };
/** Marks differ in form too, so that colour alone says nothing. */
const LOOKS = [
  { colour: '#2f7ed8', dash: '' },
  { colour: '#c2571a', dash: '6 3' },
  { colour: '#3f8f4f', dash: '2 3' },
];

export function plot(title: string, xName: string, yName: string, series: readonly Series[]): string {
  const { width, height, left, right, top, bottom } = SIZE;
  const all = series.flatMap(({ points }) => points);
  const xMost = Math.max(...all.map(([x]) => x));
  const yMost = Math.max(...all.map(([, y]) => y)) * 1.05;
  const x = (value: number) => left + (value / xMost) * (width - left - right);
  const y = (value: number) => height - bottom - (value / yMost) * (height - top - bottom);
  const round = (value: number) => value.toFixed(1);
  const text = (at: readonly [number, number], content: string, anchor = 'middle', extra = '') =>
    `<text x="${round(at[0])}" y="${round(at[1])}" text-anchor="${anchor}"${extra}>${content}</text>`;
  const ticks = [0, 0.25, 0.5, 0.75, 1];
  const short = (value: number) => (value >= 10 || value === 0 ? Math.round(value).toString() : value.toPrecision(2));
  const grid = ticks.map((share) => {
    const [at, value] = [y(yMost * share), yMost * share];
    return `<path d="M${left} ${round(at)}H${width - right}" stroke="#888" stroke-opacity=".3"/>${text([left - 6, at + 4], short(value), 'end')}`;
  });
  const xs = [...new Set(series.flatMap(({ points }) => points.map(([value]) => value)))];
  const spaced = xs.filter((value, i) => i === 0 || i === xs.length - 1 || x(value) - x(xs[i - 1]!) > 22);
  const lines = series.map(({ name, points }, i) => {
    const { colour, dash } = LOOKS[i % LOOKS.length]!;
    const path = points.map(([px, py], k) => `${k ? 'L' : 'M'}${round(x(px))} ${round(y(py))}`).join('');
    const dots = points.map(([px, py]) => `<circle cx="${round(x(px))}" cy="${round(y(py))}" r="3" fill="${colour}"/>`);
    const [, lastY] = points.at(-1)!;
    return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="2" stroke-dasharray="${dash}"/>${dots.join('')}${text([width - right + 8, y(lastY) + 4], name, 'start')}`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}" font-family="sans-serif" font-size="12" fill="#777">
<title>${title}</title>
${text([left, 18], title, 'start', ' font-weight="bold"')}
${grid.join('\n')}
${spaced.map((value) => text([x(value), height - bottom + 18], String(value))).join('')}
${text([(left + width - right) / 2, height - 8], xName)}
<text transform="translate(14 ${height / 2}) rotate(-90)" text-anchor="middle">${yName}</text>
${lines.join('\n')}
</svg>
`;
}
