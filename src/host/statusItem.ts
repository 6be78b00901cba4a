import { l10n, StatusBarAlignment, ThemeColor, window, type Disposable } from 'vscode';
import { commands } from './contributions';
import type { PanelStore } from './panelStore';
import { inWords } from './report';

/** Says in the status bar that a model is being loaded or could not be; at any other time it is not there. */
export function registerStatusItem(store: PanelStore): Disposable {
  const item = window.createStatusBarItem('engine', StatusBarAlignment.Right);
  item.name = 'Attention Lens';
  const show = (): void => {
    const { engine, model, models } = store.state;
    if (engine.phase === 'loading') {
      const name = [model, ...models].find((each) => each?.id === engine.model)?.name ?? engine.model;
      const share = engine.progress === null ? '' : ` ${Math.round(engine.progress * 100)}%`;
      item.text = `$(loading~spin) Attention Lens${share}`;
      item.tooltip = l10n.t('Loading {0}', name);
      item.backgroundColor = undefined;
      item.command = commands.openPanel;
    } else if (engine.phase === 'failed') {
      item.text = '$(warning) Attention Lens';
      item.tooltip = inWords(engine.fault);
      item.backgroundColor = new ThemeColor('statusBarItem.warningBackground');
      item.command = commands.showLog;
    } else return item.hide();
    item.accessibilityInformation = { label: `Attention Lens: ${item.tooltip}`, role: 'status' };
    item.show();
  };
  const subscription = store.onChange(show);
  show();
  return { dispose: () => (subscription.dispose(), item.dispose()) };
}
