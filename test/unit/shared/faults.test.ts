import { describe, expect, it } from 'vitest';
import { describeFault, EngineError, toFault } from '../../../src/shared/faults';

const faultOf = (work: () => unknown) => {
  try {
    work();
  } catch (thrown) {
    return toFault(thrown);
  }
  return expect.fail('it should have failed');
};

describe('whatever is thrown', () => {
  it.each<[string, () => unknown]>([
    ['a buffer', () => new ArrayBuffer(2 ** 52)],
    ['memory of WebAssembly', () => new WebAssembly.Memory({ initial: 1 }).grow(65_536)],
    ['limited memory of WebAssembly', () => new WebAssembly.Memory({ initial: 1, maximum: 2 }).grow(9)],
  ])('is a want of memory, where %s cannot be had', (_, allocate) => {
    expect(faultOf(allocate)).toEqual({ code: 'outOfMemory' });
  });

  it('is a mistake of ours, where it is a number out of a range', () => {
    const [digits, length] = [1000, -1];
    expect(faultOf(() => (1).toFixed(digits))).toMatchObject({ code: 'internal' });
    expect(faultOf(() => 'a'.repeat(length))).toMatchObject({ code: 'internal' });
  });

  it('stays the fault that it is', () => {
    const fault = { code: 'deadline', seconds: 3 } as const;
    expect(toFault(new EngineError(fault))).toBe(fault);
  });
});

it('a want of memory is told in one sentence that says what to do', () => {
  expect(describeFault({ code: 'outOfMemory' }, (message) => message)).toMatch(
    /^There is not enough memory .*, then try again\.$/,
  );
});
