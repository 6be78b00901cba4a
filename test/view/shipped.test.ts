/** What ships: which files, what they are made of, and that nothing in them can reach the network. */

import { listFiles, PackageManager } from '@vscode/vsce';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { panelHtml } from '../../webview/document';

const ROOT = path.join(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

const ENGINES = ['dist/thread.js', 'dist/worker.js'];
const BUNDLES = ['dist/extension.js', 'dist/panel.js', ...ENGINES];

/** Ways out of a browser or of Node, as names or as what a bundle would ask for. */
const WAYS_OUT =
  /\b(XMLHttpRequest|WebSocket|WebTransport|EventSource|sendBeacon|RTCPeerConnection|serviceWorker|node-fetch)\b/g;
/** A call of the global function; a method or a definition of that name is none. */
const FETCH = /(?<![.\w$])fetch\((?![^()]*\)\s*\{)[^)]*\)/g;
const REQUIRED = /\brequire\("([^"]+)"\)/g;

const matches = (file: string, pattern: RegExp): string[] =>
  [...read(file).matchAll(pattern)].map(([whole, group]) => group ?? whole);

describe('the bundles that ship', () => {
  it.each(BUNDLES)('%s holds no way to the network', (file) => {
    expect(matches(file, WAYS_OUT)).toEqual([]);
  });

  it.each(['dist/extension.js', ...ENGINES])('%s fetches nothing', (file) => {
    expect(matches(file, FETCH)).toEqual([]);
  });

  it('dist/panel.js fetches in two places: its own files, and texts in a way that is not used', () => {
    expect(matches('dist/panel.js', FETCH)).toHaveLength(2);
    const sources = readdirSync(path.join(ROOT, 'webview'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => path.join('webview', file));
    const fetching = sources.filter((file) => matches(file, FETCH).length > 0);
    expect(fetching).toEqual([path.join('webview', 'engine', 'surroundings.ts')]);
    // @vscode/l10n would fetch texts from a URI; it is given the texts themselves
    const configured = sources.flatMap((file) => matches(file, /\bconfig\(\{([^}]*)\}/g));
    expect(configured.filter((options) => /\buri\b|fsPath/.test(options))).toEqual([]);
  });

  it.each(['dist/extension.js', ...ENGINES])('%s asks Node for nothing that connects or starts programs', (file) => {
    const connects = /^(node:)?(http|https|http2|net|tls|dgram|dns|child_process|cluster|inspector)(\/|$)/;
    const required = matches(file, REQUIRED);
    expect(required.length).toBeGreaterThan(0);
    expect(required.filter((name) => connects.test(name))).toEqual([]);
  });
});

describe('the policy of the panel', () => {
  const html = panelHtml({
    nonce: 'THE-NONCE',
    cspSource: 'https://*.webview.example',
    script: 'https://file.webview.example/dist/panel.js',
    boot: { language: 'en', l10n: null, resources: { worker: '', wasm: { simd: '', plain: '' } } },
  });
  const [, content = ''] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html) ?? [];
  const policy = new Map(
    content.split('; ').map((directive) => {
      const [name, ...sources] = directive.split(' ');
      return [name!, sources];
    }),
  );

  it('allows nothing but what it names, and that is the extension itself', () => {
    expect(policy.get('default-src')).toEqual(["'none'"]);
    const allowed = new Set([
      "'none'",
      "'nonce-THE-NONCE'",
      "'wasm-unsafe-eval'",
      'blob:',
      'https://*.webview.example',
    ]);
    for (const [name, sources] of policy) {
      const others = sources.filter((source) => !allowed.has(source) && !source.startsWith("'sha256-"));
      expect(others, name).toEqual([]);
    }
    expect(policy.get('script-src')).toEqual(["'nonce-THE-NONCE'", "'wasm-unsafe-eval'"]);
    expect(content).not.toMatch(/unsafe-inline|unsafe-eval'(?<!'wasm-unsafe-eval')|\*(?!\.webview\.example)/);
  });

  it('gives every script its nonce, which is made anew for every document', () => {
    const scripts = [...html.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
    expect(scripts.length).toBeGreaterThan(0);
    for (const tag of scripts) expect(tag).toContain('nonce="THE-NONCE"');
    expect(read('src/host/view/panelDocument.ts')).toMatch(/nonce: randomBytes\(\d+\)/);
  });
});

describe('the package', () => {
  it('holds these files and no others', async () => {
    const models = readdirSync(path.join(ROOT, 'models')).filter((id) =>
      existsSync(path.join(ROOT, 'models', id, 'config.json')),
    );
    const ofModels = models.flatMap((id) =>
      ['config.json', 'MODEL_CARD.md', 'model.safetensors', 'tokenizer.json', 'scores.safetensors']
        .map((file) => `models/${id}/${file}`)
        .filter((file) => existsSync(path.join(ROOT, file))),
    );
    const expected = [
      'package.json',
      'package.nls.json',
      'package.nls.zh-cn.json',
      'README.md',
      'CHANGELOG.md',
      'LICENSE',
      'NOTICE.md',
      'dist/THIRD_PARTY_NOTICES.txt',
      'l10n/bundle.l10n.zh-cn.json',
      'sample/hello.md',
      'media/icon.png',
      'media/panel.svg',
      'models/default.json',
      'models/figures.json',
      ...['compare', 'explain', 'question', 'translate'].map((name) => `media/walkthrough/${name}.svg`),
      ...BUNDLES,
      'dist/tfjs-backend-wasm.wasm',
      'dist/tfjs-backend-wasm-simd.wasm',
      ...ofModels,
    ];
    const files = await listFiles({ cwd: ROOT, packageManager: PackageManager.None });
    expect(files.toSorted()).toEqual(expected.toSorted());
  });

  it('names the licence of everything that it holds a part of', () => {
    const notices = read('dist/THIRD_PARTY_NOTICES.txt');
    const sections = notices.split(`\n\n${'-'.repeat(80)}\n\n`).slice(1);
    for (const section of sections) expect(section.length, section).toBeGreaterThan(200);
    const named = sections.map((section) => section.split(' ')[0]!);
    const known = [
      '@tensorflow/tfjs-core',
      '@tensorflow/tfjs-backend-wasm',
      '@huggingface/tokenizers',
      'lit',
      'valibot',
    ];
    expect(named).toEqual(expect.arrayContaining(known));
    // only what is free to be passed on under MIT terms or milder
    const licences = sections.map((section) => section.split('\n')[1]!.split(';')[0]!);
    const free = /^\(?(MIT|ISC|0BSD|Apache-2\.0|BSD-[23]-Clause|CC-BY-4\.0|Unlicense|BlueOak-1\.0\.0)\b/;
    expect(licences.filter((licence) => !free.test(licence))).toEqual([]);
    // what is developed with, but does not ship, is not there
    expect(
      named.filter((name) => /onnxruntime|assemblyscript|vitest|webpack|typescript|node-fetch/.test(name)),
    ).toEqual([]);
  });
});
