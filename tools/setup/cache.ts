import { homedir } from 'node:os';
import * as path from 'node:path';

/** code-server 4.139.1 is VS Code 1.139.1 in a browser. */
export const CODE_SERVER_VERSION = '4.139.1';
/** The Node that this code-server needs. */
export const NODE_MAJOR = '24';

/** Where downloads lie that outlive a checkout. ATTENTION_LENS_CACHE names another place. */
export const cacheRoot =
  process.env['ATTENTION_LENS_CACHE'] ??
  path.join(process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache'), 'attention-lens');

export const nodeFolder = path.join(cacheRoot, `node-${NODE_MAJOR}`);
export const nodeBinary = path.join(nodeFolder, 'node_modules', 'node', 'bin', 'node');

export const codeServerFolder = path.join(cacheRoot, `code-server-${CODE_SERVER_VERSION}`);
export const codeServerEntry = path.join(codeServerFolder, 'node_modules', 'code-server', 'out', 'node', 'entry.js');

/** The root of the repository. */
export const repositoryRoot = path.resolve(import.meta.dirname, '..', '..');
