import { beforeEach, describe, expect, it, vi } from 'vitest';
import { clearHistory, showHistory } from '../../../src/host/commands/history';
import type { Services } from '../../../src/host/commands/services';
import type { HistoryEntry } from '../../../src/host/history/entry';
import { resultOf } from './fakeCarrier';
import * as mock from './vscodeMock';

vi.mock('vscode', () => import('./vscodeMock'));

interface Row {
  entry: HistoryEntry;
  label: string;
  description: string;
  detail: string;
  buttons: unknown[];
}

/** The list that VS Code would show. */
class FakeQuickPick {
  items: Row[] = [];
  activeItems: Row[] = [];
  readonly accepted = new mock.EventEmitter<void>();
  readonly pressed = new mock.EventEmitter<{ item: Row; button: unknown }>();
  readonly hidden = new mock.EventEmitter<void>();
  readonly onDidAccept = this.accepted.event;
  readonly onDidTriggerItemButton = this.pressed.event;
  readonly onDidHide = this.hidden.event;
  show = vi.fn();
  dispose = vi.fn();
  hide(): void {
    this.hidden.fire();
  }
}

const HOSTILE = '<img src=x onerror=alert(1)>\n[a](command:evil) $(trash)';
const entries: HistoryEntry[] = [
  { time: 2, text: HOSTILE, result: resultOf(HOSTILE) },
  { time: 1, text: 'one', result: resultOf('one') },
];
const history = { entries: vi.fn(async () => entries), forget: vi.fn(async () => undefined), clear: vi.fn() };
const showAgain = vi.fn();
const services = {
  history,
  models: { list: async () => ({ models: [{ id: 'm', name: 'The model' }] }) },
  translator: { showAgain },
  panel: { show: async () => undefined },
} as unknown as Services;

let list: FakeQuickPick;

beforeEach(() => {
  vi.clearAllMocks();
  list = new FakeQuickPick();
  mock.window.createQuickPick.mockReturnValue(list);
});

/** Lets the list come. */
const shown = () => vi.waitFor(() => expect(list.show).toHaveBeenCalled());

describe('showHistory', () => {
  it('shows the translation that was chosen, and nothing where none was', async () => {
    const command = showHistory(services);
    await shown();
    expect(list.items.map(({ detail }) => detail)[1]).toBe('ONE');
    expect(list.items[1]!.description).toMatch(/1970.* · The model$/);
    list.activeItems = [list.items[1]!];
    list.accepted.fire();
    await command;
    expect(showAgain).toHaveBeenCalledWith(entries[1]);

    showAgain.mockClear();
    list = new FakeQuickPick();
    mock.window.createQuickPick.mockReturnValue(list);
    const given = showHistory(services);
    await shown();
    list.hide();
    await given;
    expect(showAgain).not.toHaveBeenCalled();
  });

  it('shows what was translated as text: on one line, with no icon made of it', async () => {
    void showHistory(services);
    await shown();
    const [{ label }] = list.items as [Row];
    expect(label).toBe('<img src=x onerror=alert(1)> [a](command:evil) $\u200B(trash)');
  });

  it('copies and removes one', async () => {
    void showHistory(services);
    await shown();
    const [first] = list.items;
    const [copy, remove] = first!.buttons;
    list.pressed.fire({ item: first!, button: copy });
    await vi.waitFor(async () => expect(await mock.env.clipboard.readText()).toBe(HOSTILE.toUpperCase()));
    list.pressed.fire({ item: first!, button: remove });
    expect(list.items.map(({ entry }) => entry.time)).toEqual([1]);
    expect(history.forget).toHaveBeenCalledWith(2);
  });

  it('says that there is nothing yet', async () => {
    history.entries.mockResolvedValueOnce([]);
    await showHistory(services);
    expect(mock.window.showInformationMessage.mock.lastCall![0]).toContain('no translations');
  });
});

describe('clearHistory', () => {
  it('clears when the user is sure, and only then', async () => {
    await clearHistory(services);
    expect(mock.window.showWarningMessage.mock.lastCall![0]).toContain('(2)');
    expect(history.clear).not.toHaveBeenCalled();
    mock.window.showWarningMessage.mockResolvedValueOnce('Clear');
    await clearHistory(services);
    expect(history.clear).toHaveBeenCalledOnce();
  });
});
