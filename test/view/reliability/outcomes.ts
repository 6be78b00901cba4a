/** docs/reliability.md: what came of every fault that the tests inject. */

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export const PAGE = join(import.meta.dirname, '../../../docs/reliability.md');

/** Every fault that is injected, as the page names it. */
export const FAULTS = {
  killed: 'The worker is killed in the middle of a translation',
  garbage: 'The worker says something of a wrong form',
  truncated: 'model.safetensors is cut off in the middle',
  empty: 'model.safetensors is empty',
  flipped: 'model.safetensors has bits flipped in its header',
  missing: 'model.safetensors cannot be read',
  thousand: '1,000 requests at once',
  cancelled: 'Requests are cancelled at any moment',
  contextLost: 'The WebGL context is lost in the middle of a translation',
} as const;
export type FaultName = keyof typeof FAULTS;

/** Writes the page where `npm run -s reliability` asks for it, and all of it was injected. */
export async function keepOutcomes(outcomes: ReadonlyMap<FaultName, string>): Promise<void> {
  if (!process.env['KEEP_RELIABILITY']) return;
  const names = Object.keys(FAULTS) as FaultName[];
  const missing = names.filter((name) => !outcomes.has(name));
  if (missing.length > 0) throw new Error(`no outcome of ${missing.join(', ')}`);
  const rows = names.map((name) => `| ${FAULTS[name]} | ${outcomes.get(name)} |`);
  const text = `# Faults, and what comes of them

Written by \`npm run -s reliability\`: test/view/faults.test.ts injects each of these into the engine as it ships, in a
browser. After each, every request has ended in exactly one answer, and the next request succeeds.

| fault | outcome |
| --- | --- |
${rows.join('\n')}
`;
  await writeFile(PAGE, text);
}
