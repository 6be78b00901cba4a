import { createServer, type Server } from 'node:http';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { panelHtml } from '../../webview/document';
import { bodyClasses, themes, type ThemeName } from './fixtures/themes';

const ROOT = join(import.meta.dirname, '../..');
const TYPES: Record<string, string> = {
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
};
const PAGE_SCRIPT = '/page.js';
const NONCE = 'bm9uY2Utb2YtdGhlLXZpZXctdGVzdHM=';

/** Stands in for what VS Code puts into a webview; what the panel posts lands in `posted`. */
const STUB = `
  window.posted = [];
  window.violations = [];
  addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sourceFile + ':' + event.lineNumber));
  window.acquireVsCodeApi = () => ({
    postMessage: (message) => posted.push(message),
    getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined,
    setState: (state) => sessionStorage.setItem('state', JSON.stringify(state)),
  });
`;

export interface PanelServer {
  url: string;
  /** Address of the panel's document. */
  page(options?: { theme?: ThemeName; language?: string; reduceMotion?: boolean }): string;
  close(): Promise<void>;
}

/**
 * Serves the built panel under the policy that the extension gives it, with dist/ and models/ beside it.
 * @param script what the document runs in the place of dist/panel.js: a page of the panel alone
 */
export async function startPanelServer(script?: string): Promise<PanelServer> {
  const server: Server = createServer((request, response) => {
    const url = new URL(request.url!, 'http://127.0.0.1');
    const made = url.pathname === '/' ? '' : url.pathname === PAGE_SCRIPT ? script : undefined;
    const answer = made === undefined ? file(url.pathname) : Promise.resolve(Buffer.from(made));
    answer.then(
      async (bytes) => {
        if (url.pathname === '/') {
          const run = script === undefined ? '/dist/panel.js' : PAGE_SCRIPT;
          bytes = Buffer.from(await documentOf(url, `http://${request.headers.host}`, run));
        }
        const type = url.pathname === '/' ? 'text/html' : (TYPES[extname(url.pathname)] ?? 'application/octet-stream');
        response.writeHead(200, { 'content-type': type, 'content-length': bytes.length }).end(bytes);
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    page: ({ theme = 'dark', language = 'en', reduceMotion = false } = {}) =>
      `${url}/?theme=${theme}&language=${language}${reduceMotion ? '&reduceMotion=1' : ''}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function file(path: string): Promise<Buffer> {
  const inside = normalize(path);
  if (inside === '/favicon.ico') return Buffer.from('');
  if (!/^\/(dist|models)\//.test(inside)) throw new Error('not served');
  return readFile(join(ROOT, inside));
}

/** What VS Code sets in a webview for a theme. */
export function themeStyle(theme: ThemeName): string {
  const variables = Object.entries(themes[theme]).map(([name, value]) => `--vscode-${name}: ${value};`);
  return `html { background: var(--vscode-sideBar-background); ${variables.join(' ')} } body { padding: 0 20px; }`;
}

async function documentOf({ searchParams }: URL, origin: string, script: string): Promise<string> {
  const theme = searchParams.get('theme') as ThemeName;
  const language = searchParams.get('language')!;
  const html = panelHtml({
    nonce: NONCE,
    cspSource: origin,
    script: `${origin}${script}`,
    boot: {
      language,
      l10n:
        language === 'en' ? null : JSON.parse(await readFile(join(ROOT, `l10n/bundle.l10n.${language}.json`), 'utf8')),
      resources: {
        worker: `${origin}/dist/worker.js`,
        wasm: {
          simd: `${origin}/dist/tfjs-backend-wasm-simd.wasm`,
          plain: `${origin}/dist/tfjs-backend-wasm.wasm`,
        },
      },
    },
  });
  const motion = searchParams.has('reduceMotion') ? ' vscode-reduce-motion' : '';
  return (
    html
      // VS Code sets its variables through the CSSOM; here a style element does, which the policy must let through.
      .replace('style-src ', `style-src 'nonce-${NONCE}' `)
      .replace(
        '</title>',
        `</title><style nonce="${NONCE}">${themeStyle(theme)}</style><script nonce="${NONCE}">${STUB}</script>`,
      )
      .replace('<body>', `<body class="${bodyClasses[theme]}${motion}">`)
  );
}
