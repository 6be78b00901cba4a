import { beforeEach, expect, it, vi } from 'vitest';
import { PanelStore } from '../../../src/host/panelStore';
import { registerStatusItem } from '../../../src/host/statusItem';
import * as mock from './vscodeMock';

vi.mock('vscode', () => import('./vscodeMock'));

const item = {
  text: '',
  tooltip: '',
  command: '',
  visible: false,
  show: () => (item.visible = true),
  hide: () => (item.visible = false),
  dispose: vi.fn(),
};

beforeEach(() => {
  mock.window.createStatusBarItem = (() => item) as never;
});

it('stands in the status bar only while a model is loading or has failed', () => {
  const store = new PanelStore();
  const registered = registerStatusItem(store);
  expect(item.visible).toBe(false);
  store.setModel({ id: 'm', name: 'The Model', source: 'en', target: 'fr' });
  store.setEngine({ phase: 'loading', model: 'm', progress: 0.25 });
  expect(item).toMatchObject({
    visible: true,
    text: '$(loading~spin) Attention Lens 25%',
    tooltip: 'Loading The Model',
  });
  store.setEngine({ phase: 'ready', model: 'm', backend: 'wasm' });
  expect(item.visible).toBe(false);
  store.setEngine({
    phase: 'failed',
    fault: { code: 'modelFile', model: 'm', file: 'config.json', problem: 'broken' },
  });
  expect(item).toMatchObject({ visible: true, command: 'attentionLens.showLog' });
  expect(item.tooltip).toContain('config.json');
  registered.dispose();
  expect(item.dispose).toHaveBeenCalled();
});
