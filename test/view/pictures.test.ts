import { describe, expect, it } from 'vitest';
import type { PanelState } from '../../src/shared/panelProtocol';
import type { SentenceResult } from '../../src/shared/result';
import type { TraceRecord } from '../../src/shared/trace';
import { rowsOf } from '../../webview/alignment/drawn';
import { formatPercent } from '../../webview/l10n';
import { PanelPage, type OpenOptions } from './browser';
import { done, greeting, LONG_SOURCE, LONG_TARGET, model, result, sentence, states, text } from './fixtures/states';
import { traceOf } from './fixtures/trace';
import { expectAccessible, usePanels } from './panels';

const PATIENCE = 180_000;

const panels = usePanels();
let panel: PanelPage;

async function open(state: PanelState, options: OpenOptions = {}): Promise<void> {
  panel = await panels.open(options);
  await panel.show(state);
}

const headAer = Array.from({ length: 2 }, (_, layer) =>
  Array.from({ length: 8 }, (__, head) => ({ emitting: 70 - head, reading: 31 + 4 * head + 20 * layer })),
);
const figures = {
  parameters: 1,
  bytes: 1,
  trainedPieces: 1,
  trainedMinutes: 1,
  bleu: 40,
  chrf: 60,
  aer: 31,
  bleuByLength: {},
  headAer,
};
/** A state whose model is a Transformer of which the heads were measured. */
const measured = (state: PanelState): PanelState => ({
  ...state,
  models: [{ ...model, figures, alignmentRow: 'reading' }],
});

const tab = (name: string) => panel.page.getByRole('tab', { name, exact: true });
const button = (name: string | RegExp) => panel.page.locator('al-attention').getByRole('button', { name });
const word = (side: 'source' | 'target', index: number) => panel.page.locator(`[data-key="${side}-${index}"]`);
const tile = (key: string) => panel.page.locator(`[data-head="${key}"]`);
const readout = () => panel.page.locator('.readout');
const arcs = () => panel.page.locator('al-arcs path.arc');

/** Answers what the panel asked last, as a Transformer does. */
async function answer(count = 1, kind: 'transformer' | 'recurrent' = 'transformer'): Promise<TraceRecord> {
  const { id, source, target, maps } = (await panel.asked('trace', count)).at(-1)!;
  expect(maps).toBe(true);
  const record = traceOf({ source, target, kind });
  await panel.send({ type: 'answered', ask: id, outcome: { ok: { kind: 'trace', record } } });
  return record;
}

const weightsShown = () =>
  panel.page
    .locator('al-weights-table tbody tr')
    .evaluateAll((rows) => rows.map((row) => [...row.querySelectorAll('data')].map((data) => Number(data.value))));

function expectClose(shown: number[][], expected: ArrayLike<number>[]): void {
  expect(shown).toHaveLength(expected.length);
  for (const [index, row] of shown.entries()) {
    expect(row).toHaveLength(expected[index]!.length);
    for (const [column, weight] of row.entries()) expect(weight).toBeCloseTo(expected[index]![column]!, 5);
  }
}

describe('the arcs', () => {
  it('are those of one word, strongest first, and never all at once', async () => {
    await open(states.done!);
    await tab('Arcs').click();
    await word('target', 2).hover();
    expect(await readout().textContent()).toMatch(/comment\s+←\s+how 71%/);
    await expect.poll(() => arcs().count()).toBe(4);
    const widths = await arcs().evaluateAll((all) =>
      all.map((arc) => Number.parseFloat(getComputedStyle(arc).strokeWidth)),
    );
    expect(widths).toEqual([...widths].sort((a, b) => a - b));
    expect(await word('source', 2).locator('.percent').textContent()).toBe('71%');
    expect(await word('source', 2).getAttribute('class')).toContain('strongest');
    // left alone, it keeps to the links of the word that Tab reaches
    await panel.page.mouse.move(5, 5);
    await panel.settled();
    expect(await arcs().count()).toBeLessThanOrEqual(5);
    expect(await readout().textContent()).toContain('Point at a word');
  });

  it('are worked by the keyboard alone', async () => {
    await open(states.done!);
    await tab('Arcs').click();
    const { keyboard } = panel.page;
    const focused = () =>
      panel.page.evaluate(() => {
        let active = document.activeElement;
        while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
        return (active as HTMLElement | null)?.dataset.key;
      });
    await word('target', 0).focus();
    for (const [key, at] of [
      ['ArrowDown', 'target-1'],
      ['ArrowDown', 'target-2'],
      ['ArrowRight', 'target-2'],
      ['ArrowLeft', 'source-2'],
      ['ArrowRight', 'target-2'],
      ['End', 'target-4'],
      ['Home', 'target-0'],
      ['ArrowUp', 'target-0'],
    ] as const) {
      await keyboard.press(key);
      await panel.settled();
      expect(await focused(), key).toBe(at);
    }
    await keyboard.press('Enter');
    expect(await word('target', 0).getAttribute('aria-pressed')).toBe('true');
    await keyboard.press('Escape');
    expect(await word('target', 0).getAttribute('aria-pressed')).toBe('false');
    expect(await panel.page.locator('al-arcs .word[tabindex="0"]').count()).toBe(1);
  });
});

describe('the heads', () => {
  it('are asked for once, and come as a map for each', async () => {
    await open(measured(states.done!));
    await tab('Heads').click();
    await panel.page.getByText('Asking the model for its attention…').waitFor();
    const [ask] = await panel.asked('trace');
    expect(ask).toMatchObject({ model: model.id, source: greeting.source, target: greeting.target, maps: true });
    await answer();
    // the mean and eight heads of 6 layers of the encoder, and of 2 of the decoder, twice
    await expect.poll(() => panel.page.locator('al-head-maps .tile').count()).toBe(9 * (6 + 2 + 2));
    const sizes = await panel.page.locator('al-head-maps .tile').evaluateAll((tiles) =>
      tiles.map((each) => {
        const canvas = each.querySelector('canvas')!;
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
        return { size: each.clientWidth, ink: data.some((byte, at) => at % 4 === 3 && byte > 0) };
      }),
    );
    for (const { size, ink } of sizes) {
      expect(size).toBeGreaterThanOrEqual(28);
      expect(size).toBeLessThanOrEqual(32);
      expect(ink).toBe(true);
    }
    for (const picture of ['Ribbon', 'Heat Map', 'Heads']) await tab(picture).click();
    await panel.settled();
    expect(await panel.asked('trace')).toHaveLength(1);
  });

  it('are ranked by what was measured, at the step that aligns', async () => {
    await open(measured(states.done!));
    await tab('Heads').click();
    await answer();
    const best = panel.page.locator('.ranking button');
    await best.first().waitFor();
    expect(await best.allTextContents()).toEqual([
      expect.stringMatching(/1\.1\s+31\.0 %/),
      expect.stringMatching(/1\.2\s+35\.0 %/),
      expect.stringMatching(/1\.3\s+39\.0 %/),
      expect.stringMatching(/1\.4\s+43\.0 %/),
      expect.stringMatching(/1\.5\s+47\.0 %/),
    ]);
    await best.nth(2).click();
    await panel.page.getByText('39.0 % · rank 3 of 16').waitFor();
    expect(await tile('cross-0-2').getAttribute('aria-pressed')).toBe('true');
  });

  it('say so where nothing was measured', async () => {
    await open(states.done!);
    await tab('Heads').click();
    await answer();
    await panel.page.getByText('heads was not measured, so they are not ranked').waitFor();
    expect(await panel.page.locator('al-head-card dl').innerText()).toContain('not measured');
  });

  it('are shown large where they are chosen, and drawn in all pictures on demand', async () => {
    await open(measured(states.done!));
    await tab('Heads').click();
    const record = await answer();
    await tile('cross-1-3').click();
    await panel.page.getByRole('heading', { name: 'Cross-attention, layer 2, head 4' }).waitFor();
    const head = { part: 'cross', layer: 1, head: 3 } as const;
    await button('Draw it in all pictures').click();
    await button('Pieces').click();
    for (const picture of ['Ribbon', 'Arcs', 'Heat Map', 'Table']) {
      await tab(picture).click();
      await panel.page.locator('.drawn').getByText('Cross-attention, layer 2, head 4').waitFor();
      // its numbers, of the step that reads each piece
      expectClose(await weightsShown(), rowsOf(record.maps!.cross!, head).slice(1));
    }
    await button('Back to the model’s alignment').click();
    await expect.poll(() => panel.page.locator('.drawn').count()).toBe(0);
    await button('Words').click();
    await panel.settled();
    expect(await weightsShown()).toEqual(greeting.alignment);
  });

  it('of self-attention are drawn over the text that attends to itself', async () => {
    await open(states.done!);
    await tab('Heads').click();
    const record = await answer();
    await tile('decoder-1-2').click();
    await panel.page.getByRole('heading', { name: 'Decoder self-attention, layer 2, head 3' }).waitFor();
    await button('Draw it in all pictures').click();
    await tab('Ribbon').click();
    await button('Pieces').click();
    expect(await word('source', 0).getAttribute('aria-label')).toBe('start');
    expectClose(await weightsShown(), rowsOf(record.maps!.decoder!, { part: 'decoder', layer: 1, head: 2 }));
    await panel.page.getByText('sums to 100% over the start and what was written up to it').waitFor();
    // the source word under the cursor has no place here, and nothing breaks over it
    await tab('Heads').click();
    await tile('encoder-5-7').click();
    await button('Draw it in all pictures').click();
    await tab('Arcs').click();
    await word('target', 2).hover();
    expect(await readout().textContent()).toMatch(/how\s+←/);
  });

  it('are worked by the keyboard: along the layers and through the parts', async () => {
    await open(states.done!);
    await tab('Heads').click();
    await answer();
    const { keyboard } = panel.page;
    const focused = () =>
      panel.page.evaluate(() => {
        let active = document.activeElement;
        while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
        return (active as HTMLElement | null)?.dataset.head;
      });
    await expect.poll(() => panel.page.locator('.tile[tabindex="0"]').count()).toBe(1);
    await tile('cross-0-0').focus();
    for (const [key, at] of [
      ['ArrowLeft', 'cross-0-mean'],
      ['End', 'cross-0-7'],
      ['ArrowDown', 'cross-1-7'],
      ['ArrowDown', 'encoder-0-7'],
      ['Home', 'encoder-0-mean'],
      ['ArrowUp', 'cross-1-mean'],
    ] as const) {
      await keyboard.press(key);
      expect(await focused(), key).toBe(at);
    }
    await keyboard.press('Enter');
    await panel.page.getByRole('heading', { name: 'Cross-attention, layer 2, mean of its heads' }).waitFor();
    expect(await panel.page.locator('.tile[tabindex="0"]').count()).toBe(1);
  });

  it('have a table as their twin', async () => {
    await open(measured(states.done!));
    await tab('Heads').click();
    await answer();
    await panel.page.getByText('All heads as a table').click();
    const rows = panel.page.locator('al-head-table tbody tr');
    await expect.poll(() => rows.count()).toBe(9 * 10); // it is made when it is opened
    const cells = await rows.nth(1).locator('th, td').allTextContents();
    expect(cells.slice(0, 4)).toEqual(['Cross-attention', '1', '1', '31.0 %']);
    expect(cells[4]).toMatch(/^\d\.\d\d bits$/);
  });

  it('of a recurrent model are one', async () => {
    await open(states.done!);
    await tab('Heads').click();
    await answer(1, 'recurrent');
    await expect.poll(() => panel.page.locator('al-head-maps .tile').count()).toBe(1);
    await panel.page.getByRole('heading', { name: 'Cross-attention, layer 1, head 1' }).waitFor();
  });

  it('are asked for again after a fault, which is told in a sentence', async () => {
    await open(states.done!);
    await tab('Heads').click();
    const [ask] = await panel.asked('trace');
    await panel.send({ type: 'answered', ask: ask!.id, outcome: { fault: { code: 'deadline', seconds: 45 } } });
    await panel.page.locator('al-attention').getByRole('alert').getByText('within 45 seconds').waitFor();
    expect(await panel.asked('trace')).toHaveLength(1);
    await button('Try Again').click();
    await answer(2);
    await tile('cross-0-0').waitFor();
  });

  it('of another sentence take the place of these', async () => {
    await open(states.several!);
    await tab('Heads').click();
    await answer();
    await tile('cross-1-5').click();
    await panel.page.getByRole('button', { name: 'Next sentence' }).click();
    const record = await answer(2);
    expect(record.sentence.source).toBe('Check the path and try again.');
    // the head that was chosen stays chosen
    await expect.poll(() => tile('cross-1-5').getAttribute('aria-pressed')).toBe('true');
  });
});

describe('what is drawn', () => {
  it('are pieces on demand, and a locked word stays the same word', async () => {
    await open(states.done!);
    await word('target', 3).click();
    await button('Pieces').click();
    await panel.page.getByText('Asking the model for its attention…').waitFor();
    const record = await answer();
    await expect.poll(() => panel.page.locator('al-ribbon .target .word').count()).toBe(7);
    expectClose(await weightsShown(), record.weights.slice(0, -1));
    expect(await word('target', 3).getAttribute('aria-pressed')).toBe('true');
    expect(await word('target', 3).getAttribute('aria-label')).toBe('vas');
    await word('target', 3).click();
    await word('target', 6).click();
    await button('Words').click();
    await panel.settled();
    expect(await word('target', 4).getAttribute('aria-pressed')).toBe('true');
    // the choice outlives a reload
    await button('Pieces').click();
    await panel.page.reload();
    await panel.page.locator('al-picture-options').waitFor();
    expect(await button('Pieces').getAttribute('aria-pressed')).toBe('true');
  });

  it('sums to 100% by row or by column, and says which', async () => {
    await open(measured(states.done!));
    await tab('Heat Map').click();
    await panel.page.getByText('Each row, a word of the translation, sums to 100%').waitFor();
    await panel.page.getByText('the step after, which reads the word').waitFor();
    await button('By column').click();
    await panel.page.getByText('Each column is divided by its sum').waitFor();
    const shown = await weightsShown();
    for (const column of shown[0]!.keys()) {
      expect(shown.reduce((sum, row) => sum + row[column]!, 0)).toBeCloseTo(1, 6);
    }
    await button('By row').click();
    await panel.settled();
    expect(await weightsShown()).toEqual(greeting.alignment);
  });
});

describe('the sentences of a long text', () => {
  const many = (): PanelState =>
    done(
      text(
        ...Array.from({ length: 12 }, (_, at): [string, string] => [
          `The file ${at} was not found.`,
          `Le fichier ${at} manque.`,
        ]),
      ),
    );

  it('are listed with their beginnings and mean confidence, and chosen by pointer and keyboard', async () => {
    await open(many());
    const options = panel.page.getByRole('listbox', { name: 'Sentences' }).getByRole('option');
    expect(await options.count()).toBe(12);
    const { targetWords } = sentence('', 'Le fichier 3 manque.');
    const mean = targetWords.reduce((sum, { confidence }) => sum + confidence, 0) / targetWords.length;
    expect(await options.nth(3).innerText()).toContain('The file 3 was not found.');
    expect(await options.nth(3).innerText()).toContain(formatPercent(mean));
    await options.nth(3).click();
    await panel.page.getByText('Sentence 4 of 12').waitFor();
    expect(await options.nth(3).getAttribute('aria-selected')).toBe('true');
    expect(await word('source', 2).getAttribute('aria-label')).toBe('3');
    await panel.page.keyboard.press('End');
    await panel.page.getByText('Sentence 12 of 12').waitFor();
    const at = await options.last().evaluate((option) => {
      const list = option.parentElement!.getBoundingClientRect();
      const { top, bottom } = option.getBoundingClientRect();
      return top >= list.top && bottom <= list.bottom;
    });
    expect(at).toBe(true);
    expect(await panel.page.locator('[role="option"][tabindex="0"]').count()).toBe(1);
  });
});

describe('all pictures', () => {
  it('share the word that is active, and tell which source word it is', async () => {
    await open(measured(states.done!), { width: 480 });
    await panel.page.evaluate(() => {
      const told: unknown[] = [];
      Object.assign(window, { told });
      document.addEventListener('source-word-active', (event) => told.push((event as CustomEvent).detail));
    });
    const told = () => panel.page.evaluate(() => (window as unknown as { told: unknown[] }).told);
    await word('source', 2).hover();
    await word('target', 4).click();
    await tab('Arcs').click();
    expect(await word('target', 4).getAttribute('aria-pressed')).toBe('true');
    await tab('Heat Map').click();
    expect(await panel.page.locator('al-heat-map .name.current').textContent()).toBe('?');
    await tab('Heads').click();
    await answer();
    expect(await panel.page.locator('al-heat-map .name.current').textContent()).toBe('?');
    await expect.poll(() => panel.page.locator('.tiles.marked').count()).toBe(2);
    // the encoder knows no word of the translation, and yet it stays locked
    await tile('encoder-0-0').click();
    await expect.poll(() => panel.page.locator('al-heat-map .name.current').count()).toBe(0);
    await tile('cross-0-0').click();
    await expect.poll(() => panel.page.locator('al-heat-map .name.current').textContent()).toBe('?');
    await panel.page.keyboard.press('Escape');
    await tab('Ribbon').focus();
    await panel.page.mouse.move(2, 2);
    await panel.settled();
    expect(await told()).toEqual([
      { sentence: 0, word: 2 },
      { sentence: 0, word: 5 },
      { sentence: 0, word: null },
      { sentence: 0, word: 5 },
      { sentence: 0, word: null },
    ]);
  });

  it('light up the word under the cursor of the editor, and follow it into its sentence', async () => {
    await open(states.several!);
    await panel.send({ type: 'cursor', request: 1, word: { sentence: 0, word: 1 } });
    expect(await readout().textContent()).toMatch(/file\s+→\s+fichier/);
    await panel.send({ type: 'cursor', request: 1, word: { sentence: 1, word: 0 } });
    await panel.page.getByText('Sentence 2 of 3').waitFor();
    await tab('Arcs').click();
    expect(await readout().textContent()).toMatch(/Check\s+→\s+Vérifiez/);
    // a locked word is not taken away
    await word('target', 2).click();
    await panel.send({ type: 'cursor', request: 1, word: { sentence: 2, word: 0 } });
    await panel.page.getByText('Sentence 2 of 3').waitFor();
    await panel.page.keyboard.press('Escape');
    await panel.send({ type: 'cursor', request: 1, word: null });
    await panel.page.mouse.move(2, 2);
    await tab('Arcs').focus();
    await panel.settled();
    expect(await readout().textContent()).toContain('Point at a word');
  });

  it(
    'stay usable at 70 words: top columns, a minimap, no scrolling sideways',
    async () => {
      const long = sentence(LONG_SOURCE, LONG_TARGET);
      expect(long.sourceWords.length).toBeGreaterThan(60);
      await open(done({ text: long.source, result: result(long) }), { width: 300 });
      await tab('Heads').click();
      await answer();
      await tile('encoder-5-7').click();
      await panel.page.getByRole('heading', { name: 'Encoder self-attention, layer 6, head 8' }).waitFor();
      await panel.page.locator('al-mini-map svg').waitFor();
      expect(await panel.page.locator('al-heat-map .head').count()).toBeLessThanOrEqual(13);
      await button('Draw it in all pictures').click();
      for (const picture of ['Ribbon', 'Arcs', 'Heat Map', 'Heads', 'Table']) {
        await tab(picture).click();
        await button('Pieces').click();
        await panel.settled();
        expect(await panel.overflow(), picture).toBe(0);
      }
    },
    PATIENCE,
  );

  it(
    'leave nothing behind after 200 selections',
    async () => {
      await open(states.done!, { reduceMotion: true });
      const session = await panel.page.context().newCDPSession(panel.page);
      await session.send('Performance.enable');
      const pictures = ['Ribbon', 'Arcs', 'Heat Map', 'Heads', 'Table'];
      const select = async (id: number) => {
        const made: SentenceResult = { ...greeting, alternatives: [] };
        await panel.page.evaluate(
          (state) => window.postMessage({ type: 'state', state }, '*'),
          done({ text: made.source, result: result(made) }, id),
        );
        await tab(pictures[id % pictures.length]!).click();
        await panel.settled();
        if (pictures[id % pictures.length] !== 'Heads')
          await panel.page.locator('al-weights-table').hover({ force: true });
      };
      const held = async () => {
        await session.send('HeapProfiler.collectGarbage');
        const { metrics } = await session.send('Performance.getMetrics');
        const of = (name: string) => metrics.find((metric) => metric.name === name)!.value;
        const canvases = await panel.page.evaluate(() => {
          const count = (root: Document | ShadowRoot): number =>
            root.querySelectorAll('canvas').length +
            [...root.querySelectorAll('*')].reduce(
              (sum, { shadowRoot }) => sum + (shadowRoot ? count(shadowRoot) : 0),
              0,
            );
          return count(document);
        });
        return { listeners: of('JSEventListeners'), nodes: of('Nodes'), canvases };
      };
      await tab('Heads').click();
      await answer();
      for (let id = 2; id < 22; id++) await select(id);
      const before = await held();
      for (let id = 22; id < 222; id++) await select(id);
      const after = await held();
      expect(after.canvases).toBe(before.canvases);
      expect(after.listeners - before.listeners).toBeLessThanOrEqual(5);
      expect(after.nodes - before.nodes).toBeLessThanOrEqual(50);
      expect(await panel.asked('trace')).toHaveLength(1);
    },
    PATIENCE,
  );
});

it(
  'no picture has a serious fault of accessibility, in any theme',
  async () => {
    await open(measured(states.several!), { height: 1000, reduceMotion: true });
    await tab('Heads').click();
    await answer();
    for (const picture of ['Heads', 'Ribbon', 'Arcs', 'Heat Map', 'Table']) {
      await tab(picture).click();
      if (picture === 'Heads') await panel.page.getByText('All heads as a table').click();
      if (picture === 'Ribbon' || picture === 'Arcs') await word('target', 2).click();
      await expectAccessible(panel, { name: `pictures-${picture.replace(' ', '')}` });
      if (picture === 'Heads') await panel.page.getByText('All heads as a table').click();
    }
  },
  PATIENCE,
);
