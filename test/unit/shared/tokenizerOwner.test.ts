import { describe, expect, it } from 'vitest';
import { tokenizerOwner } from '../../../src/shared/tokenizerOwner';

describe('whose tokenizer a model reads', () => {
  it.each([
    ['{}', 'a'],
    ['{"tokenizer": "b-2015"}', 'b-2015'],
    ['{"tokenizer": "../outside"}', 'a'],
    ['{"tokenizer": "b/../../c"}', 'a'],
    ['{"tokenizer": ""}', 'a'],
    ['{"tokenizer": 3}', 'a'],
    ['null', 'a'],
    ['no JSON', 'a'],
  ])('%s', (config, owner) => {
    expect(tokenizerOwner('a', config)).toBe(owner);
  });
});
