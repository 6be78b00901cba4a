// Three bundles from one file: the extension host's, the panel document's, and the worker's in its two carriers.
const path = require('node:path');
const webpack = require('webpack');
const CopyPlugin = require('copy-webpack-plugin');
const { Notices } = require('./tools/webpack/notices');

const root = __dirname;
const wasm = path.join(root, 'node_modules/@tensorflow/tfjs-backend-wasm/dist');

/** What all bundles share. @param {string} tsTarget */
const common = (mode, tsTarget) => ({
  mode,
  devtool: mode === 'production' ? false : 'source-map',
  output: { path: path.join(root, 'dist'), filename: '[name].js' },
  resolve: { extensions: ['.ts', '.js', '.json'], conditionNames: ['import', 'module', 'default'] },
  module: {
    rules: [
      {
        test: /\.ts$/,
        loader: 'esbuild-loader',
        options: { target: tsTarget, tsconfig: path.join(root, 'tsconfig.json') },
      },
    ],
  },
  performance: { hints: false },
  stats: 'errors-warnings',
});

/** A worker starts from one blob, so it is one chunk. */
const oneChunk = () => new webpack.optimize.LimitChunkCountPlugin({ maxChunks: 1 });

/** Leaves out of an engine's bundle what the library would reach the network with: nothing is loaded that way. */
const withoutNetwork = () => {
  const inPlace = (library, own) =>
    new webpack.NormalModuleReplacementPlugin(library, path.join(root, 'src/worker/withoutNetwork', own));
  return [
    inPlace(/[\\/]platforms[\\/]platform_node$/, 'platformNode.ts'),
    inPlace(/^\.\/http$/, 'http.ts'),
    new webpack.DefinePlugin({ fetch: 'undefined', XMLHttpRequest: 'undefined' }),
  ];
};

module.exports = (_env, argv) => {
  const mode = argv.mode ?? 'development';
  const notices = new Notices(path.join(root, 'dist/THIRD_PARTY_NOTICES.txt'));
  return [
    {
      ...common(mode, 'node20'),
      name: 'host',
      target: 'node',
      entry: { extension: './src/extension.ts' },
      output: { ...common(mode).output, library: { type: 'commonjs2' } },
      externals: { vscode: 'commonjs vscode' },
      plugins: [
        oneChunk(),
        new CopyPlugin({
          patterns: ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm'].map((file) => ({
            from: path.join(wasm, file),
            to: file,
          })),
        }),
        notices.plugin('@tensorflow/tfjs-backend-wasm'),
      ],
    },
    {
      ...common(mode, 'node20'),
      name: 'thread',
      target: 'node',
      entry: { thread: './src/worker/thread.ts' },
      plugins: [oneChunk(), ...withoutNetwork(), notices.plugin()],
    },
    {
      ...common(mode, 'es2022'),
      name: 'worker',
      target: 'webworker',
      entry: { worker: './src/worker/webWorker.ts' },
      // webpack's own stand-in for `global` would need eval, which the panel's policy forbids
      node: { global: false },
      plugins: [oneChunk(), new webpack.DefinePlugin({ global: 'globalThis' }), ...withoutNetwork(), notices.plugin()],
    },
    {
      ...common(mode, 'es2022'),
      name: 'panel',
      target: 'web',
      entry: { panel: './webview/main.ts' },
      module: { rules: [...common(mode, 'es2022').module.rules, { test: /\.svg$/, type: 'asset/source' }] },
      plugins: [oneChunk(), notices.plugin()],
    },
  ];
};
