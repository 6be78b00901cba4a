import { ProgressLocation, window, type CancellationToken, type Progress } from 'vscode';

/** Shorter work needs no notification: it would be gone before it is read. */
const PATIENCE_MS = 1_000;

export type OnProgress = (done: number, total: number) => void;

/** Does the work, and shows a notification with a Cancel button where it takes long. */
export async function withProgress<T>(
  title: string,
  abort: AbortController,
  work: (onProgress: OnProgress) => Promise<T>,
): Promise<T> {
  let share = 0;
  let notify: ((share: number) => void) | undefined;
  const working = work((done, total) => {
    share = total > 0 ? done / total : 0;
    notify?.(share);
  });
  const show = async (progress: Progress<{ increment?: number }>, token: CancellationToken): Promise<void> => {
    token.onCancellationRequested(() => abort.abort());
    let shown = 0;
    notify = (next) => {
      progress.report({ increment: (next - shown) * 100 });
      shown = next;
    };
    notify(share);
    await working.catch(() => undefined);
  };
  const options = { location: ProgressLocation.Notification, title, cancellable: true };
  const patience = setTimeout(() => void window.withProgress(options, show), PATIENCE_MS);
  try {
    return await working;
  } finally {
    clearTimeout(patience);
  }
}
