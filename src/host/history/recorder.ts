import type { Disposable } from 'vscode';
import type { PanelState } from '../../shared/panelProtocol';
import type { TranslationResult } from '../../shared/result';
import type { PanelStore } from '../panelStore';
import type { History } from './history';

/**
 * Has the history keep every translation that a command asked for, and what is adopted in its place.
 * @param now milliseconds since 1970
 */
export function recordHistory(
  store: Pick<PanelStore, 'onChange'>,
  history: Pick<History, 'remember'>,
  onError: (thrown: unknown) => void,
  now = Date.now,
): Disposable {
  let last: { id: number; time: number; result: TranslationResult } | null = null;
  return store.onChange(({ request }: PanelState) => {
    // What comes out of the history is in it, and what the user wrote is no translation of ours.
    if (!request || request.from || request.outcome.phase !== 'done') return;
    const { id, text } = request;
    const { result } = request.outcome;
    if (last?.result === result) return;
    const time = last?.id === id ? last.time : Math.max(now(), (last?.time ?? 0) + 1);
    last = { id, time, result };
    history.remember({ time, text, result }).catch(onError);
  });
}
