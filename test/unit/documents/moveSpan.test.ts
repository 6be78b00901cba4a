import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { moveSpan, moveSpanBy } from '../../../src/documents/moveSpan';

const span = { start: 5, end: 9 };

describe('moveSpan', () => {
  it('moves with what is edited before it', () => {
    expect(moveSpan(span, { offset: 0, length: 2, text: 'xyz' })).toEqual({ start: 6, end: 10 });
    expect(moveSpan(span, { offset: 3, length: 2, text: '' })).toEqual({ start: 3, end: 7 });
  });

  it('stays for what is edited after it', () => {
    expect(moveSpan(span, { offset: 9, length: 4, text: 'x' })).toEqual(span);
  });

  it('does not take in what is inserted at its edges', () => {
    expect(moveSpan(span, { offset: 5, length: 0, text: 'x' })).toEqual({ start: 6, end: 10 });
    expect(moveSpan(span, { offset: 9, length: 0, text: 'x' })).toEqual(span);
  });

  it('is lost where anything of it is changed', () => {
    expect(moveSpan(span, { offset: 6, length: 0, text: 'x' })).toBeNull();
    expect(moveSpan(span, { offset: 4, length: 2, text: '' })).toBeNull();
    expect(moveSpan(span, { offset: 8, length: 5, text: '' })).toBeNull();
    expect(moveSpan(span, { offset: 0, length: 20, text: '' })).toBeNull();
  });

  it('holds the same text after any changes, or is lost', () => {
    const change = fc.record({ offset: fc.nat(40), length: fc.nat(6), text: fc.string({ maxLength: 6 }) });
    const property = fc.property(
      fc.string({ minLength: 20, maxLength: 40 }),
      fc.nat(19),
      fc.nat(19),
      fc.array(change, { maxLength: 6 }),
      (text, a, b, wanted) => {
        const before = { start: Math.min(a, b), end: Math.max(a, b) };
        let now = text;
        const changes = wanted.map(({ offset, length, text: inserted }) => {
          const start = Math.min(offset, now.length);
          const real = { offset: start, length: Math.min(length, now.length - start), text: inserted };
          now = now.slice(0, start) + inserted + now.slice(start + real.length);
          return real;
        });
        const after = moveSpanBy(before, changes);
        if (after) expect(now.slice(after.start, after.end)).toBe(text.slice(before.start, before.end));
      },
    );
    fc.assert(property);
  });
});
