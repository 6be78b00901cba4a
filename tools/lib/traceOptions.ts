/** What is done to the attention, as it is said on the command line. */

import type { AttentionPart, HeadRef } from '../../src/shared/trace';
import { UsageError } from './commandLine';

const PARTS: readonly AttentionPart[] = ['encoder', 'decoder', 'cross'];

/** "0,3" → [0, 3]. @throws UsageError */
export function parseWords(list: string): number[] {
  return list.split(',').map((item) => {
    if (!/^\d+$/.test(item.trim()))
      throw new UsageError(`--mask lists words by number from 0, such as 0,3: "${item}".`);
    return Number(item);
  });
}

/** "cross:0:1,encoder:1:3" → heads. @throws UsageError */
export function parseHeads(list: string): HeadRef[] {
  return list.split(',').map((item) => {
    const [part, layer, head, ...more] = item.trim().split(':');
    const known = PARTS.find((name) => name === part);
    if (!known || !/^\d+$/.test(layer ?? '') || !/^\d+$/.test(head ?? '') || more.length > 0) {
      throw new UsageError(`--drop lists heads as PART:LAYER:HEAD, the part one of ${PARTS.join(', ')}: "${item}".`);
    }
    return { part: known, layer: Number(layer), head: Number(head) };
  });
}
