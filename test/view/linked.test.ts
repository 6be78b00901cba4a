import { describe, expect, it } from 'vitest';
import { PanelPage, type OpenOptions } from './browser';
import { states } from './fixtures/states';
import { expectAccessible, usePanels } from './panels';

const panels = usePanels();

const withPanel = async (options: OpenOptions, work: (panel: PanelPage) => Promise<void>): Promise<void> =>
  work(await panels.open(options));

/** What the panel had marked in the document, in order. */
async function marks(panel: PanelPage): Promise<unknown[]> {
  return (await panel.posted()).flatMap((message) =>
    message.type === 'ask' && message.ask.kind === 'mark' ? [message.ask] : [],
  );
}

const word = (panel: PanelPage, text: string) =>
  panel.page.locator('al-ribbon .source .word').filter({ hasText: text });
const active = (panel: PanelPage) => panel.page.locator('al-ribbon .source .word.active');

describe('the editor', () => {
  it('is told which word of the source is active, of which request, and when none is any more', () =>
    withPanel({}, async (panel) => {
      // the example is of no document
      await word(panel, 'garden').hover();
      await panel.page.mouse.move(0, 0);
      await panel.settled();
      expect(await marks(panel)).toEqual([]);
      await panel.show(states['done']!);
      await word(panel, 'how').hover();
      await panel.settled();
      expect(await marks(panel)).toEqual([{ kind: 'mark', request: 1, word: { sentence: 0, word: 2 } }]);
      await panel.page.mouse.move(0, 0);
      await panel.settled();
      expect((await marks(panel)).at(-1)).toEqual({ kind: 'mark', request: 1, word: null });
    }));

  it('tells which word the cursor stands in, of the request that is shown alone', () =>
    withPanel({}, async (panel) => {
      await panel.show(states['done']!);
      const cursor = (request: number, ref: unknown) => panel.send({ type: 'cursor', request, word: ref });
      await cursor(1, { sentence: 0, word: 4 });
      expect((await active(panel).innerText()).trim()).toBe('you');
      await cursor(1, null);
      expect(await active(panel).count()).toBe(0);
      await cursor(2, { sentence: 0, word: 4 });
      expect(await active(panel).count()).toBe(0);
      // there is no such word
      await cursor(1, { sentence: 3, word: 99 });
      expect(await active(panel).count()).toBe(0);
    }));
});

describe('a translation that is of no selection', () => {
  it('is the user’s: what surprised the model stands first, and there is nothing to replace', () =>
    withPanel({}, async (panel) => {
      await panel.show(states['own']!);
      const translation = panel.page.locator('al-translation');
      await translation.getByText('Your translation', { exact: true }).waitFor();
      const rows = translation.locator('al-surprises tbody tr');
      expect((await rows.allInnerTexts()).map((row) => row.split(/\s+/).join(' ').trim())).toEqual([
        'vas-tu 11.7 (end of the sentence) 31%',
        'comment 3.4 allez 62%',
      ]);
      expect(await translation.locator('.actions vscode-button').allInnerTexts()).toEqual(['Copy', 'Export']);
    }));

  it('is of the history: it says so, and can be copied', () =>
    withPanel({}, async (panel) => {
      await panel.show(states['history']!);
      const translation = panel.page.locator('al-translation');
      expect(await translation.locator('.tag').innerText()).toMatch(/^From the history, Jan 2, 2026/);
      expect(await translation.locator('.actions vscode-button').allInnerTexts()).toEqual(['Copy', 'Export']);
    }));
});

it('a translation of the user’s has no serious fault of accessibility, in any theme', () =>
  withPanel({ height: 900 }, async (panel) => {
    await panel.show(states['own']!);
    await expectAccessible(panel, { name: 'own', widths: [280, 900] });
  }));
