import type { SentenceResult, TranslationResult, Word } from '../shared/result';
import { hasAlignment } from '../../webview/alignment/links';
import { escapeXml } from './escape';
import { SCRIPT, STYLE } from './htmlParts';
import type { Labels } from './scene';

/** SHA-256 of the two, in base64: what the page's policy lets in, and nothing else. */
export const STYLE_HASH = 'B4DQ2jMxmQ6mvIvkGKAOEppneCEczvFPs+38cCgplVA=';
export const SCRIPT_HASH = '6eRYVQ/RHJdp2CplvnJm9YDwETqzSo64TmnwXtoozRo=';

const POLICY = [
  `default-src 'none'`,
  `style-src 'sha256-${STYLE_HASH}'`,
  `script-src 'sha256-${SCRIPT_HASH}'`,
  `base-uri 'none'`,
  `form-action 'none'`,
].join('; ');

/**
 * A page of its own: it reads nothing from anywhere, and its policy would not let it.
 * @param language BCP 47 tag of the labels
 */
export function toHtml(result: TranslationResult, labels: Labels, language: string): string {
  return `<!DOCTYPE html>
<html lang="${escapeXml(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeXml(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeXml(labels.title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escapeXml(labels.title)}</h1>
<p class="model">${escapeXml(labels.model)}</p>
${result.sentences.map((sentence) => section(sentence, labels)).join('\n')}
</main>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

function section(sentence: SentenceResult, labels: Labels): string {
  const { sourceWords, targetWords, alignment } = sentence;
  const end = hasAlignment(sentence)
    ? ` <button type="button" class="word end" data-s="${sourceWords.length}">${escapeXml(labels.end)}</button>`
    : '';
  const source = line(sentence.source, sourceWords, (index) => `data-s="${index}"`) + end;
  const weights = (index: number): string => (alignment[index] ?? []).join(' ');
  const target = line(sentence.target, targetWords, (index) => `data-t="${index}" data-w="${weights(index)}"`);
  return `<section>
<div class="pair">
<p class="line source" dir="auto" role="group" aria-label="${escapeXml(labels.source)}">${source}</p>
<p class="line target" dir="auto" role="group" aria-label="${escapeXml(labels.translation)}">${target}</p>
<p class="readout" role="status">${hasAlignment(sentence) ? escapeXml(labels.hint) : ''}</p>
</div>
${hasAlignment(sentence) ? table(sentence, labels) : ''}
</section>`;
}

/** The text with each word a button; what stands between the words stays. */
function line(text: string, words: readonly Word[], attributes: (index: number) => string): string {
  let at = 0;
  const parts = words.map(({ start, end, text: word }, index) => {
    const before = escapeXml(text.slice(at, start));
    at = end;
    return `${before}<button type="button" class="word" ${attributes(index)}>${escapeXml(word)}</button>`;
  });
  return parts.join('') + escapeXml(text.slice(at));
}

function table({ sourceWords, targetWords, alignment }: SentenceResult, labels: Labels): string {
  const heads = [...sourceWords.map(({ text }) => text), labels.end];
  const rows = targetWords.map(({ text }, t) => {
    const row = alignment[t]!;
    const most = Math.max(...row);
    const cells = row.map((weight) => {
      const shade = weight >= 0.05 ? [`w${Math.min(10, Math.ceil(weight * 10))}`] : [];
      const classes = [...shade, ...(weight === most ? ['peak'] : [])].join(' ');
      return `<td${classes ? ` class="${classes}"` : ''}>${(100 * weight).toFixed(1)}%</td>`;
    });
    return `<tr><th scope="row">${escapeXml(text)}</th>${cells.join('')}</tr>`;
  });
  return `<details>
<summary>${escapeXml(labels.attention)}</summary>
<div class="scroll" role="region" tabindex="0" aria-label="${escapeXml(labels.attention)}">
<table>
<thead><tr><th scope="col">${escapeXml(labels.axes)}</th>${heads.map((text) => `<th scope="col">${escapeXml(text)}</th>`).join('')}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
</div>
</details>`;
}
