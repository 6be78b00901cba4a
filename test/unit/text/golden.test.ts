import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { segmentsOf } from '../../../src/text/index';
import { describeSegments, fixtures } from './fixtures';

/** UPDATE_GOLDEN=1 writes the golden segments anew: to be read before they are committed. */
const UPDATE = process.env['UPDATE_GOLDEN'] === '1';

describe('segments of the fixtures', () => {
  it('has many of them', () => {
    expect(fixtures.length).toBeGreaterThanOrEqual(60);
    expect(new Set(fixtures.map(({ languageId }) => languageId)).size).toBeGreaterThanOrEqual(25);
  });

  it.each(fixtures)('$name', ({ text, languageId, golden }) => {
    const described = describeSegments(segmentsOf({ text, languageId }));
    if (UPDATE) writeFileSync(golden, described);
    expect(existsSync(golden), `${golden} is missing: UPDATE_GOLDEN=1 writes it`).toBe(true);
    expect(described).toBe(readFileSync(golden, 'utf8'));
  });
});
