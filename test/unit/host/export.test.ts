import { beforeEach, describe, expect, it, vi } from 'vitest';
import { exportTranslation } from '../../../src/host/commands/exportTranslation';
import type { Services } from '../../../src/host/commands/services';
import { copyText } from '../../../src/host/view/copyText';
import { panelMessageSchema } from '../../../src/host/view/panelMessages';
import { saveFile } from '../../../src/host/view/saveFile';
import type { SavedFile } from '../../../src/shared/panelProtocol';
import * as v from 'valibot';

const mock = vi.hoisted(() => {
  const uri = (path: string) => ({ path, toString: () => `file://${path}` });
  return {
    uri,
    showSaveDialog: vi.fn<(options: { defaultUri: { path: string }; filters: object }) => Promise<unknown>>(),
    showInformationMessage: vi.fn<(message: string, item: string) => Promise<string | undefined>>(),
    showQuickPick: vi.fn<(items: { label: string; format: string }[]) => Promise<unknown>>(),
    setStatusBarMessage: vi.fn(),
    writeFile: vi.fn<(uri: unknown, bytes: Uint8Array) => Promise<void>>(),
    writeText: vi.fn(async () => undefined),
    executeCommand: vi.fn(async () => undefined),
  };
});

vi.mock('vscode', () => ({
  commands: { executeCommand: mock.executeCommand },
  env: { clipboard: { writeText: mock.writeText } },
  l10n: { t: (message: string, ...args: unknown[]) => message.replace(/\{(\d)\}/g, (_, n) => String(args[Number(n)])) },
  Uri: {
    file: mock.uri,
    joinPath: ({ path }: { path: string }, part: string) =>
      mock.uri(part === '..' ? path.slice(0, path.lastIndexOf('/')) : `${path}/${part}`),
  },
  window: mock,
  workspace: { workspaceFolders: [{ uri: mock.uri('/work space') }], fs: { writeFile: mock.writeFile } },
}));

const csv: SavedFile = { name: 'a.attention.csv', mime: 'text/csv', content: { text: 'é,1\r\n' } };

beforeEach(() => {
  vi.clearAllMocks();
  mock.showInformationMessage.mockResolvedValue(undefined);
});

describe('saving a file', () => {
  it('writes the text where the user says, and offers to open it', async () => {
    const chosen = mock.uri('/else/b.csv');
    mock.showSaveDialog.mockResolvedValue(chosen);
    mock.showInformationMessage.mockResolvedValue('Open');
    await saveFile(csv);
    const [{ defaultUri, filters }] = mock.showSaveDialog.mock.calls[0]!;
    expect([defaultUri.path, filters]).toEqual(['/work space/a.attention.csv', { CSV: ['csv'] }]);
    expect(mock.writeFile).toHaveBeenCalledWith(chosen, new TextEncoder().encode('é,1\r\n'));
    await vi.waitFor(() => expect(mock.executeCommand).toHaveBeenCalledWith('vscode.open', chosen));
    expect(mock.showInformationMessage).toHaveBeenCalledWith('b.csv was saved.', 'Open');
    // The next file is kept beside it.
    await saveFile(csv);
    expect(mock.showSaveDialog.mock.calls[1]![0].defaultUri.path).toBe('/else/a.attention.csv');
  });

  it('writes bytes as they are', async () => {
    mock.showSaveDialog.mockResolvedValue(mock.uri('/else/b.png'));
    await saveFile({ name: 'b.png', mime: 'image/png', content: { base64: 'iVBORwD/' } });
    expect([...mock.writeFile.mock.calls[0]![1]]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x00, 0xff]);
  });

  it('takes no place for no wish', async () => {
    mock.showSaveDialog.mockResolvedValue(undefined);
    await saveFile(csv);
    expect(mock.writeFile).not.toHaveBeenCalled();
    expect(mock.showInformationMessage).not.toHaveBeenCalled();
  });

  it('says in one sentence why a file cannot be written', async () => {
    mock.showSaveDialog.mockResolvedValue(mock.uri('/else/b.csv'));
    mock.writeFile.mockRejectedValueOnce(new Error('EACCES: permission denied'));
    await expect(saveFile(csv)).rejects.toThrow('b.csv could not be written: EACCES: permission denied');
  });

  it('is asked for with a bare name and well-formed bytes, or not at all', () => {
    const read = (ask: object): boolean =>
      v.is(panelMessageSchema, { type: 'ask', ask: { kind: 'save', ...csv, ...ask } });
    expect(read({})).toBe(true);
    expect(read({ name: 'ein-größeres-文.attention.svg' })).toBe(true);
    for (const name of ['../a.csv', 'a/b.csv', 'a\\b.csv', '.bashrc', '', 'a b', 'C:x'])
      expect(read({ name }), name).toBe(false);
    expect(read({ content: { base64: 'not base64!' } })).toBe(false);
    expect(read({ content: {} })).toBe(false);
  });
});

it('copies, and says so', async () => {
  await copyText('| a |');
  expect(mock.writeText).toHaveBeenCalledWith('| a |');
  expect(mock.setStatusBarMessage).toHaveBeenCalledOnce();
});

describe('the command', () => {
  const panel = { show: vi.fn(async () => undefined), export: vi.fn() };
  const services = (alignment: number[][] | null) =>
    ({
      panel,
      store: {
        state: {
          request: alignment ? { outcome: { phase: 'done', result: { sentences: [{ alignment }] } } } : null,
        },
      },
    }) as unknown as Services;

  it('has the panel export in the format that is chosen', async () => {
    mock.showQuickPick.mockImplementation(async (items) => items.find(({ format }) => format === 'png'));
    await exportTranslation(services([[1]]));
    expect(panel.show).toHaveBeenCalledWith('translation');
    expect(panel.export).toHaveBeenCalledWith('png');
  });

  it('offers no matrix of a model without attention, and takes no choice for none', async () => {
    mock.showQuickPick.mockResolvedValue(undefined);
    await exportTranslation(services([]));
    expect(mock.showQuickPick.mock.calls[0]![0].map(({ format }) => format)).toEqual(['html', 'json', 'markdown']);
    expect(panel.export).not.toHaveBeenCalled();
  });

  it('says where there is nothing to export', async () => {
    await expect(exportTranslation(services(null))).rejects.toThrow('There is no translation to export yet');
  });
});
