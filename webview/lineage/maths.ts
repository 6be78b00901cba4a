import { html, mathml, type TemplateResult } from 'lit';

/** Markup that stands inside a `<math>` element. */
export type Maths = TemplateResult;
/** A number, a name, a sign, or markup made of them. */
export type Part = string | number | Maths;

const NAME = /^[\p{L}\p{M}]+$/u;
const NUMBER = /^[\d.,\u202f\u00a0]+$/;

/** A string becomes what it looks like: a number `<mn>`, a name `<mi>`, or else a sign `<mo>`. */
function token(part: Part): Maths {
  if (typeof part === 'object') return part;
  const text = String(part);
  if (NUMBER.test(text)) return mathml`<mn>${text}</mn>`;
  if (NAME.test(text)) return mathml`<mi>${text}</mi>`;
  // brackets grow by themselves, too much so where no font for formulas is installed: they grow where asked to alone
  return mathml`<mo stretchy="false">${text}</mo>`;
}

/** Markup that still knows what it was made of, so that a long formula can be broken where there is no room for it. */
interface Row extends Maths {
  parts: readonly Part[];
}

export const row = (...parts: Part[]): Row => Object.assign(mathml`<mrow>${parts.map(token)}</mrow>`, { parts });

export const sub = (base: Part, ...index: Part[]): Maths => mathml`<msub>${token(base)}${row(...index)}</msub>`;

export const sup = (base: Part, ...index: Part[]): Maths => mathml`<msup>${token(base)}${row(...index)}</msup>`;

export const frac = (above: Part, below: Part): Maths => mathml`<mfrac>${token(above)}${token(below)}</mfrac>`;

export const root = (...parts: Part[]): Maths => mathml`<msqrt>${row(...parts)}</msqrt>`;

/** An accent or an arrow over a name. */
export const over = (base: Part, mark: string): Maths =>
  mathml`<mover accent="true">${token(base)}<mo stretchy="false">${mark}</mo></mover>`;

/** sum over what stands below the sign; `above` may be left out. */
export const sum = (below: Part, above?: Part): Maths =>
  above === undefined
    ? mathml`<munder><mo movablelimits="false">∑</mo>${token(below)}</munder>`
    : mathml`<munderover><mo movablelimits="false">∑</mo>${token(below)}${token(above)}</munderover>`;

/** f(a, b): the name, an invisible application, and brackets. */
export const call = (name: Part, ...args: Part[]): Maths =>
  row(token(name), mathml`<mo>&#x2061;</mo>`, '(', ...list(args, ','), ')');

/** [a; b]: vectors joined. */
export const joined = (...vectors: Part[]): Maths => row('[', ...list(vectors, ';'), ']');

/** ‖x‖ */
export const norm = (...parts: Part[]): Maths => row('‖', ...parts, '‖');

/** f(a) around a fraction. */
export const tallCall = (name: Part, ...args: Part[]): Maths =>
  row(token(name), mathml`<mo>&#x2061;</mo>`, mathml`<mo>(</mo>`, ...list(args, ','), mathml`<mo>)</mo>`);

/** Between two formulas on one line. */
export const GAP = '\u2003';

/** A name with a prime. */
export const prime = (name: string): Maths => sup(name, '′');

/** Words in a formula. */
export const words = (text: string): Maths => mathml`<mtext>${text}</mtext>`;

const list = (parts: Part[], between: string): Part[] =>
  parts.flatMap((part, index) => (index ? [between, part] : [part]));

/** Before each "=" of a row, and at its gaps, a line may be broken. */
function segments(maths: Maths): { segment: Maths; apart: boolean }[] {
  const parts = 'parts' in maths ? (maths as Row).parts : [maths];
  const out: { parts: Part[]; apart: boolean }[] = [{ parts: [], apart: false }];
  for (const part of parts) {
    if (part === GAP) out.push({ parts: [], apart: true });
    else if (part === '=' && out.at(-1)!.parts.length) out.push({ parts: [part], apart: false });
    else out.at(-1)!.parts.push(part);
  }
  return out.map((each) => ({ segment: row(...each.parts), apart: each.apart }));
}

/** A formula on a line of its own; on several, where it is too long. */
export const display = (maths: Maths): TemplateResult =>
  html`<div class="formula">
    ${segments(maths).map(({ segment, apart }) => html`<math displaystyle="true" class=${apart ? 'apart' : ''}>${segment}</math>`)}
  </div>`;

/** A formula within a line. */
export const inline = (maths: Maths): TemplateResult => html`<math>${maths}</math>`;

const SYMBOL = /(√?)([A-Za-zαβ])_(?:\{([^}]+)\}|([A-Za-z0-9]))/g;

/** Punctuation that must not begin a line; beside a formula a browser would break even there. */
const CLOSING = /^[,.;:)，。、；：）”]+/;

/** A text whose symbols (s_t, h_{j−1}) are set as formulas. */
export function prose(text: string): (string | TemplateResult)[] {
  const out: (string | TemplateResult)[] = [];
  let at = 0;
  for (const match of text.matchAll(SYMBOL)) {
    const [all, radical, letter, long, short] = match;
    const symbol = sub(letter!, ...(long ?? short!).split(/([−+])/));
    const formula = inline(radical ? root(symbol) : symbol);
    const end = match.index + all.length;
    const [closing = ''] = CLOSING.exec(text.slice(end)) ?? [];
    out.push(text.slice(at, match.index), closing ? html`<span class="together">${formula}${closing}</span>` : formula);
    at = end + closing.length;
  }
  out.push(text.slice(at));
  return out;
}
