import type { ModelConfig } from './config';

/** Whether a model attends at all: one with a fixed context does not, and its alignments are empty. */
export const attends = (config: ModelConfig): boolean =>
  config.architecture !== 'recurrent' || config.context.kind === 'attention';
