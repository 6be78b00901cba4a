/**
 * Everything that can go wrong, as data: code and facts, so that it crosses boundaries and is put into words, in the
 * user's language, by whoever shows it.
 */
export type EngineFault =
  | { code: 'cancelled' }
  | { code: 'emptyText' }
  | { code: 'textTooLong'; characters: number; limit: number }
  | { code: 'modelFile'; model: string; file: string; problem: string }
  | { code: 'modelNotLoaded'; model: string }
  /** Something was to be done to the attention of a model that has none. */
  | { code: 'noAttention'; model: string }
  /** Something was to be done that does not fit the model or the text. */
  | { code: 'edit'; model: string; problem: string }
  | { code: 'backend'; backend: string; problem: string }
  | { code: 'contextLost' }
  /** Of the worker, which is of no use afterwards. */
  | { code: 'outOfMemory' }
  | { code: 'workerDied'; problem: string }
  | { code: 'deadline'; seconds: number }
  | { code: 'internal'; problem: string };

/** Translates a message with {0}-style arguments: vscode.l10n.t or @vscode/l10n's t. */
export type Localise = (message: string, ...args: (string | number)[]) => string;

/** One sentence that says what happened and what to do. */
export function describeFault(fault: EngineFault, t: Localise): string {
  switch (fault.code) {
    case 'cancelled':
      return t('The translation was cancelled.');
    case 'emptyText':
      return t('There is no text to translate: select some words first.');
    case 'textTooLong':
      return t('The selection has {0} characters; select at most {1}.', fault.characters, fault.limit);
    case 'modelFile':
      return t(
        'The model "{0}" cannot be used: {1}: {2}. Reinstall the extension or choose another model.',
        fault.model,
        fault.file,
        fileProblem(fault.problem, t),
      );
    case 'modelNotLoaded':
      return t('The model "{0}" is not loaded. Try again.', fault.model);
    case 'noAttention':
      return t('The model "{0}" has no attention that could be changed.', fault.model);
    case 'edit':
      return t('The model "{0}" cannot be changed like this: {1}.', fault.model, fault.problem);
    case 'backend':
      return t(
        'The backend "{0}" cannot be used: {1}. Set "attentionLens.backend" to "auto".',
        fault.backend,
        fault.problem,
      );
    case 'contextLost':
      return t('The graphics device was lost. Try again; the next request starts afresh.');
    case 'outOfMemory':
      return t(
        'There is not enough memory for this. Select less text, close other programs or choose a smaller model, then try again.',
      );
    case 'workerDied':
      return t('The translation engine stopped: {0}. Try again; it starts afresh.', fault.problem);
    case 'deadline':
      return t('No translation came within {0} seconds. Select less text or try again.', fault.seconds);
    case 'internal':
      return t('Something went wrong in the translation engine: {0}. See the log.', fault.problem);
  }
}

/** What is wrong with a file: the common problems in the user's language, others as they were thrown. */
function fileProblem(problem: string, t: Localise): string {
  switch (problem) {
    case 'the file is missing':
      return t('the file is missing');
    case 'the file is missing or cannot be read':
      return t('the file is missing or cannot be read');
    default:
      return problem;
  }
}

/** An EngineFault as an exception. */
export class EngineError extends Error {
  constructor(readonly fault: EngineFault) {
    super(
      describeFault(fault, (message, ...args) =>
        message.replace(/\{(\d)\}/g, (_, n: string) => String(args[Number(n)])),
      ),
    );
    this.name = 'EngineError';
  }
}

/** Turns whatever was thrown into a fault. */
export function toFault(thrown: unknown): EngineFault {
  if (thrown instanceof EngineError) return thrown.fault;
  if (isAllocationFailure(thrown)) return { code: 'outOfMemory' };
  return { code: 'internal', problem: thrown instanceof Error ? thrown.message : String(thrown) };
}

/** What engines of JavaScript throw where a buffer, or memory of WebAssembly, cannot be had. */
const isAllocationFailure = (thrown: unknown): boolean =>
  thrown instanceof RangeError && /allocat|out of memory|unable to grow|maximum memory/i.test(thrown.message);
