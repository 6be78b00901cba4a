import { env, l10n, window } from 'vscode';

const SHOWN_MS = 3_000;

/** Puts what the panel made onto the clipboard. */
export async function copyText(text: string): Promise<void> {
  await env.clipboard.writeText(text);
  window.setStatusBarMessage(l10n.t('Copied.'), SHOWN_MS);
}
