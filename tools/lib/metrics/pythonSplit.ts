import { WHITE_SPACE } from '../../../src/model/tokenizer/normalise';

const RUN = new RegExp(`[${WHITE_SPACE}]+`, 'u');

/** Python's str.split(): the parts between runs of Unicode white space. */
export const pythonSplit = (text: string): string[] => text.split(RUN).filter((part) => part !== '');
