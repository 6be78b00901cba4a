/** The style and the script of the exported page. Its policy names them by their hashes, so a change of one needs a new hash. */

export const STYLE = `
:root { color-scheme: light dark; --paper: #ffffff; --ink: #1f2328; --muted: #59636e; --line: #d1d9e0; --accent: #0969da; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #14171a; --ink: #e6edf3; --muted: #9198a1; --line: #3d444d; --accent: #4493f8; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.6 system-ui, sans-serif; }
main { max-width: 860px; margin: 0 auto; padding: 32px 20px 48px; }
h1 { margin: 0; font-size: 20px; line-height: 1.3; }
.model, .hint, figcaption { margin: 4px 0 0; color: var(--muted); font-size: 13px; }
section { margin-top: 24px; padding-top: 20px; border-top: 1px solid var(--line); }
.line { margin: 0; overflow-wrap: anywhere; white-space: pre-wrap; }
.source { color: var(--muted); }
.target { margin-top: 10px; font-size: 20px; }
.word { margin: 0 -2px; padding: 1px 2px; border: 0; border-radius: 4px; background: color-mix(in srgb, var(--accent) calc(var(--w, 0) * 60%), transparent); color: inherit; font: inherit; cursor: pointer; }
.word.linked { color: var(--ink); box-shadow: inset 0 -2px 0 var(--accent); }
.word.active { outline: 2px solid var(--accent); }
.word:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
.end { border: 1px dashed var(--line); font-size: 11px; }
.readout { min-height: 1.6em; margin: 10px 0 0; color: var(--muted); font-size: 14px; overflow-wrap: anywhere; }
summary { width: fit-content; margin-top: 8px; color: var(--muted); font-size: 14px; cursor: pointer; }
.scroll { margin-top: 8px; overflow: auto; border: 1px solid var(--line); border-radius: 6px; }
table { border-collapse: collapse; font-size: 13px; font-variant-numeric: tabular-nums; }
th, td { padding: 3px 10px; font-weight: 400; text-align: right; white-space: nowrap; }
thead th { border-bottom: 1px solid var(--line); color: var(--muted); }
tbody th { position: sticky; left: 0; background: var(--paper); text-align: left; }
td.peak { font-weight: 700; text-decoration: underline; }
${Array.from({ length: 10 }, (_, index) => `.w${index + 1} { background: color-mix(in srgb, var(--accent) ${(index + 1) * 5}%, transparent); }`).join('\n')}
`;

/** A word that is pointed at or focused tints the words of the other side by their weights. Nothing is fetched. */
export const SCRIPT = `
for (const pair of document.querySelectorAll('.pair')) {
  const words = { s: [...pair.querySelectorAll('[data-s]')], t: [...pair.querySelectorAll('[data-t]')] };
  const rows = words.t.map((word) => (word.dataset.w ? word.dataset.w.split(' ').map(Number) : []));
  const readout = pair.querySelector('.readout');
  const hint = readout.textContent;
  const clear = () => {
    for (const word of [...words.s, ...words.t]) {
      word.classList.remove('active', 'linked');
      word.style.removeProperty('--w');
    }
    readout.textContent = hint;
  };
  const show = (side, index) => {
    clear();
    const others = side === 't' ? words.s : words.t;
    const weights = side === 't' ? rows[index] : rows.map((row) => row[index] || 0);
    words[side][index].classList.add('active');
    const links = [];
    weights.forEach((weight, at) => {
      if (!others[at] || weight < 0.05) return;
      others[at].style.setProperty('--w', String(Math.min(1, weight)));
      others[at].classList.add('linked');
      links.push([weight, others[at].textContent]);
    });
    links.sort((a, b) => b[0] - a[0]);
    const told = links.slice(0, 5).map(([weight, text]) => text + ' ' + Math.round(100 * weight) + '%').join(' · ');
    readout.textContent = words[side][index].textContent + (side === 't' ? ' ← ' : ' → ') + told;
  };
  for (const side of ['s', 't']) {
    words[side].forEach((word, index) => {
      word.addEventListener('pointerenter', () => show(side, index));
      word.addEventListener('focus', () => show(side, index));
    });
  }
  pair.addEventListener('pointerleave', clear);
  pair.addEventListener('focusout', clear);
  pair.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') clear();
  });
}
`;
