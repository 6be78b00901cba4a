import type { Boot } from './boot';

/** What the panel's HTML document is made from. All addresses are webview URIs. */
export interface PanelDocument {
  /** Fresh, random, one per document. */
  nonce: string;
  /** `webview.cspSource`: the origin that the extension's own files are served from. */
  cspSource: string;
  /** dist/panel.js. */
  script: string;
  boot: Boot;
}

/** Hash of nothing: the toolkit appends an empty style element and fills it through the CSSOM. */
const EMPTY_STYLE = 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';

/**
 * The panel's document. It runs exactly one script, starts workers from blobs alone (a webview allows no others), reads
 * nothing but the extension's own files, and needs neither inline styles nor `eval`.
 */
export function panelHtml({ nonce, cspSource, script, boot }: PanelDocument): string {
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}' 'wasm-unsafe-eval'`,
    `worker-src blob:`,
    `connect-src ${cspSource} blob:`,
    `style-src ${cspSource} '${EMPTY_STYLE}'`,
    `font-src ${cspSource}`,
    `img-src ${cspSource}`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${escapeHtml(boot.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Attention Lens</title>
<script type="application/json" id="boot" nonce="${nonce}">${escapeJson(boot)}</script>
<script type="module" nonce="${nonce}" src="${escapeHtml(script)}"></script>
</head>
<body></body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** JSON that cannot close the script element it stands in. */
function escapeJson(value: unknown): string {
  return JSON.stringify(value).replace(/</g, '\\u003c');
}
