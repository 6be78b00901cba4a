// THIRD_PARTY_NOTICES.txt: the licence of every package that a bundle holds a part of, or that is copied beside it.
const fs = require('node:fs');
const path = require('node:path');

/** Licences of what lies inside packages as compiled code, which no module of theirs names. */
const INSIDE = {
  '@tensorflow/tfjs-backend-wasm':
    'Its WebAssembly holds XNNPACK (BSD-3-Clause, Copyright (c) Facebook, Inc. and its affiliates; Copyright 2019 Google LLC) and Emscripten run-time code (MIT, Copyright (c) 2010-2014 Emscripten authors).',
};

/** Licences that a package.json leaves out, and where the package says them. */
const LEFT_OUT = { format: 'MIT' /* its Readme.md */ };

/** The folder of the package that a module belongs to: the nearest package.json above it that has a name and version. */
function packageOf(resource) {
  const at = resource.lastIndexOf(`${path.sep}node_modules${path.sep}`);
  if (at < 0) return null;
  for (let folder = path.dirname(resource); folder.length > at + 13; folder = path.dirname(folder)) {
    const file = path.join(folder, 'package.json');
    if (!fs.existsSync(file)) continue;
    const { name, version } = JSON.parse(fs.readFileSync(file, 'utf8'));
    if (name && version) return folder;
  }
  return null;
}

function licenceText(folder) {
  const file = fs.readdirSync(folder).find((name) => /^(licen[cs]e|copying)(\.|-|$)/i.test(name));
  return file ? fs.readFileSync(path.join(folder, file), 'utf8').trim() : null;
}

/** The standard text, from a package that brings it along: many packages name a licence and leave its text out. */
function notice(folder, texts) {
  const described = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const { name, version, author, repository, license = LEFT_OUT[name] } = described;
  const by = typeof author === 'string' ? author : (author?.name ?? '');
  const from = typeof repository === 'string' ? repository : (repository?.url ?? '');
  const own = licenceText(folder);
  if (own) texts.set(license, texts.get(license) ?? own);
  return { name, head: `${name} ${version}\n${[license, by, from].filter(Boolean).join('; ')}`, license, own };
}

/** Notes the packages of several compilations, and writes the file anew after each. */
class Notices {
  folders = new Set();

  /** @param {string} file where to write */
  constructor(file) {
    this.file = file;
  }

  /** @param {...string} copied packages that files are copied from */
  plugin(...copied) {
    return {
      apply: (compiler) => {
        compiler.hooks.afterEmit.tap('Notices', ({ modules }) => {
          for (const module of modules) this.note(module);
          for (const name of copied) this.folders.add(path.dirname(require.resolve(`${name}/package.json`)));
          this.write();
        });
      },
    };
  }

  note(module) {
    // a module made of several knows them as its own modules
    for (const part of module.modules ?? []) this.note(part);
    const folder = module.resource && packageOf(module.resource);
    if (folder) this.folders.add(folder);
  }

  write() {
    const texts = new Map();
    const all = [...this.folders].map((folder) => notice(folder, texts));
    all.sort((a, b) => (a.name < b.name ? -1 : 1));
    const parts = all.map(({ name, head, license, own }) => {
      const inside = INSIDE[name] ? `\n${INSIDE[name]}` : '';
      return `${head}${inside}\n\n${own ?? texts.get(license) ?? `Licensed under ${license}.`}`;
    });
    const line = `\n\n${'-'.repeat(80)}\n\n`;
    const title = 'Attention Lens holds parts of the following packages, under their own licences.';
    fs.writeFileSync(this.file, `${[title, ...parts].join(line)}\n`);
  }
}

module.exports = { Notices };
