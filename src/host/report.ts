import { commands as vscodeCommands, l10n, window, type LogOutputChannel } from 'vscode';
import { describeFault, toFault, type EngineFault } from '../shared/faults';
import { commands } from './contributions';
import { Refusal } from './refusal';

/** A fault in the user's language. */
export const inWords = (fault: EngineFault): string =>
  describeFault(fault, (message, ...args) => l10n.t(message, ...args));

/** Faults whose cause only the log tells in full. */
const NEEDS_LOG: ReadonlySet<EngineFault['code']> = new Set(['modelFile', 'backend', 'workerDied', 'internal']);

/** Says in one notification what went wrong. A cancelled request is no news to whoever cancelled it. */
export function report(thrown: unknown, log: LogOutputChannel): void {
  if (thrown instanceof Refusal) return void window.showWarningMessage(thrown.message);
  const fault = toFault(thrown);
  if (fault.code === 'cancelled') return;
  if (fault.code === 'emptyText' || fault.code === 'textTooLong') return void window.showWarningMessage(inWords(fault));
  log.error(`The request failed: ${JSON.stringify(fault)}`);
  if (fault.code === 'internal' && thrown instanceof Error && thrown.stack) log.debug(thrown.stack);
  void offerLog(inWords(fault), NEEDS_LOG.has(fault.code));
}

async function offerLog(message: string, useful: boolean): Promise<void> {
  const showLog = l10n.t('Show Log');
  const chosen = await window.showErrorMessage(message, ...(useful ? [showLog] : []));
  if (chosen === showLog) await vscodeCommands.executeCommand(commands.showLog);
}
