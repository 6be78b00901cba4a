import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { FAULTS, PAGE } from '../../faults/outcomes';

it('docs/reliability.md tells of every fault that the tests inject', () => {
  const text = readFileSync(PAGE, 'utf8');
  for (const layer of Object.values(FAULTS)) {
    for (const fault of Object.values(layer)) expect(text).toContain(`| ${fault} |`);
  }
});
