import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { PanelState } from '../../src/shared/panelProtocol';
import type { StepRecord } from '../../src/shared/stepRecord';
import { STAGES } from '../../webview/choices';
import { stagesOf } from '../../webview/steps/record';
import { SOURCE, TARGET, tinyRecords } from '../unit/model/tinyRecords';
import { PanelPage, type OpenOptions } from './browser';
import { comparing, models } from './fixtures/comparison';
import { done, greeting, states, text } from './fixtures/states';
import { stepRecord } from './fixtures/step';
import { THEMES } from './fixtures/themes';
import { expectAccessible, usePanels } from './panels';

const panels = usePanels();
let panel: PanelPage;
/** Steps of tiny models, as the engine lays them open. */
let additive: StepRecord;
let transformer: StepRecord;
let localP: StepRecord;
let fixed: StepRecord;

beforeAll(async () => {
  await tf.setBackend('cpu');
  const step = async (...args: Parameters<typeof tinyRecords>) => (await tinyRecords(...args))[0]!;
  additive = await step('bahdanau-2015', [1]);
  transformer = await step('transformer', [1], { layer: 0, head: 1 });
  localP = await step('luong-local-p', [1]);
  fixed = await step('cho-2014', [1]);
});

const asks = async () =>
  (await panel.posted()).flatMap((message) =>
    message.type === 'ask' && message.ask.kind === 'inspect' ? [message.ask] : [],
  );

/** Answers the question asked last. */
async function answer(outcome: unknown): Promise<void> {
  await panel.send({ type: 'inspected', ask: (await asks()).at(-1)!.id, outcome });
}

const shown = (): PanelState => ({ ...done(text([SOURCE, TARGET])), models });

/** Opens the page and answers its first question. */
async function open(record: StepRecord, options: OpenOptions = {}, state: PanelState = shown()): Promise<void> {
  panel = await panels.open(options);
  await panel.show(state);
  await panel.send({ type: 'show', tab: 'steps' });
  await expect.poll(async () => (await asks()).length).toBe(1);
  await answer({ ok: record });
}

const button = (name: string | RegExp) => panel.page.getByRole('button', { name, exact: typeof name === 'string' });
const head = (name: string) => panel.page.locator('al-steps-page h2 button', { hasText: name });
const turnTo = async (name: string): Promise<void> => {
  await head(name).click();
  await panel.settled();
};
const stageSlider = () => panel.page.getByRole('slider', { name: 'Stage of the step' });
const pieceSlider = () => panel.page.getByRole('slider', { name: 'Piece of the translation' });
/** The exact numbers of a column of the source pieces. */
const column = (at: number): Promise<number[]> =>
  panel.page
    .locator('al-piece-rows tbody tr')
    .evaluateAll((rows, index) => rows.map((row) => Number(row.querySelectorAll('data')[index]!.value)), at);
/** The numbers of the strips, out of their table. */
const tableNumbers = async (): Promise<number[][]> => {
  await panel.page.locator('al-number-table summary').click();
  await panel.page.locator('al-number-table tbody tr').first().waitFor();
  return panel.page
    .locator('al-number-table tbody tr')
    .evaluateAll((rows) => rows.map((row) => [...row.querySelectorAll('data')].map(({ value }) => Number(value))));
};
const openStage = () => panel.page.locator('al-steps-page section.open .name').innerText();

function expectClose(ours: readonly number[], theirs: readonly number[]): void {
  expect(ours).toHaveLength(theirs.length);
  for (const [i, value] of theirs.entries()) expect(ours[i]).toBeCloseTo(value, 4);
}

describe('the page of steps', () => {
  it('asks for the first step of the very translation shown, under the model in use', async () => {
    const state = comparing();
    await open(stepRecord(0), {}, { ...state, model: models.find(({ id }) => id === 'luong-dot')! });
    expect(await asks()).toEqual([
      {
        kind: 'inspect',
        id: 1,
        model: 'luong-dot',
        source: greeting.source,
        target: greeting.target,
        step: 0,
        bench: false,
      },
    ]);
  });

  it('says that it waits, what went wrong, and tries again', async () => {
    panel = await panels.open();
    await panel.show(shown());
    await panel.send({ type: 'show', tab: 'steps' });
    await panel.page.getByText('The model is decoding the sentence…').waitFor();
    await answer({ fault: { code: 'contextLost' } });
    await panel.page.getByRole('alert').getByText('The graphics device was lost.').waitFor();
    await button('Try Again').click();
    await answer({ ok: additive });
    await head('Query').waitFor();
    expect((await asks()).length).toBe(2);
  });

  it('shows one stage at a time with a formula in numbers, and goes through them by buttons and slider', async () => {
    await open(additive);
    const names = ['Query', 'Scores', 'Mask', 'Softmax', 'Weighted sum', 'Context vector', 'The next piece'];
    expect(await panel.page.locator('al-steps-page h2 .name').allInnerTexts()).toEqual(names);
    for (const [at, name] of names.entries()) {
      expect(await openStage()).toBe(name);
      expect(await panel.page.locator('al-step-stage').count()).toBe(1);
      expect(await panel.page.locator('al-step-stage .equation:not(.live) math').count()).toBeGreaterThan(0);
      expect(await panel.page.locator('al-step-stage .live mn').count()).toBeGreaterThan(0);
      expect(await stageSlider().getAttribute('aria-valuetext')).toBe(`${at + 1} of 7: ${name}`);
      if (at < names.length - 1) await button('Next step').nth(1).click();
    }
    await button('Previous step').nth(1).click();
    expect(await openStage()).toBe('Context vector');
  });

  it('asks for another piece: by slider, by buttons, and by the piece itself; and for one alone where it is drawn along', async () => {
    await open(additive);
    await button('Next step').first().click();
    await expect.poll(async () => (await asks()).at(-1)).toMatchObject({ step: 1, target: TARGET });
    const many = additive.targetPieces.text.length;
    await pieceSlider().evaluate((input: HTMLInputElement) => {
      for (const at of ['2', '3']) {
        input.value = at;
        input.dispatchEvent(new Event('input', { bubbles: true }));
      }
    });
    await expect.poll(async () => (await asks()).at(-1)).toMatchObject({ step: Math.min(3, many - 1) });
    expect((await asks()).length).toBe(3);
    await panel.page.locator('al-target-pieces .piece').first().click();
    await expect.poll(async () => (await asks()).at(-1)).toMatchObject({ step: 0 });
    await panel.page.keyboard.press('End');
    await expect.poll(async () => (await asks()).at(-1)).toMatchObject({ step: many - 1 });
    expect(await panel.page.locator('al-target-pieces .piece.current').innerText()).toBe('end');
  });

  it('begins another sentence at its first step', async () => {
    await open(additive);
    await button('Next step').first().click();
    await expect.poll(async () => (await asks()).length).toBe(2);
    await panel.show({ ...states.several!, models });
    await expect
      .poll(async () => (await asks()).at(-1))
      .toMatchObject({ source: 'The file was not found.', target: "Le fichier n'a pas été trouvé.", step: 0 });
  });
});

describe('the numbers on screen', () => {
  it.each(['additive', 'transformer', 'localP'] as const)('hang together: %s', async (which) => {
    const record = { additive, transformer, localP }[which];
    await open(record, { width: 900 });
    await turnTo('Scores');
    expectClose(await column(0), record.scores);
    const terms = await tableNumbers();
    const piece = record.weights.indexOf(Math.max(...record.weights));
    const scale = which === 'transformer' ? Math.sqrt(record.query.length) : 1;
    expect(terms.reduce((all, [, , added]) => all + added!, 0) / scale).toBeCloseTo(record.scores[piece]!, 4);

    await turnTo('Softmax');
    const [masked, weights] = [await column(0), await column(1)];
    const powers = masked.map((score) => Math.exp(score));
    const all = powers.reduce((a, b) => a + b, 0);
    expectClose(
      weights,
      powers.map((power) => power / all),
    );
    expect(weights.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
    expect(Number(await panel.page.locator('al-piece-rows .sum').getAttribute('value'))).toBeCloseTo(1, 5);

    await turnTo('Weighted sum');
    expect((await column(1)).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 4);

    await turnTo('Context vector');
    const context = (await tableNumbers()).map(([value]) => value!);
    expectClose(
      context,
      record.states[0]!.map((_, i) => weights.reduce((sum, weight, j) => sum + weight * record.states[j]![i]!, 0)),
    );
    await panel.page.getByText('Summed up again here from weights and states: the same vector.').waitFor();
  });

  it('are not said to be the same where they are not', async () => {
    await open({ ...additive, context: additive.context.map((value) => value + 0.01) });
    await turnTo('Context vector');
    await panel.page.getByText('Summed up again here, it differs by up to 1.0e-2.').waitFor();
  });

  it('of what a window leaves out are minus infinity and 0', async () => {
    const scores = localP.scores.map((_, j) => j);
    const cut = { ...localP, scores, figures: { centre: 0, window: 1 } };
    await open(cut);
    await turnTo('Mask');
    const mask = await column(1);
    expect(mask.filter((value) => value === Number.NEGATIVE_INFINITY)).toHaveLength(scores.length - 2);
    await head(`2 of ${scores.length} take part`).waitFor();
  });

  it('mark what was written among the ten likeliest, or below them', async () => {
    await open(additive);
    await turnTo('The next piece');
    const rows = panel.page.locator('al-next-rows tbody').first().locator('tr');
    expect(await rows.count()).toBe(10);
    const came = { piece: 'zebra', probability: 0.0001 };
    const { text: pieces } = additive.targetPieces;
    await button('Next step').first().click();
    await expect.poll(async () => (await asks()).length).toBe(2);
    const written = additive.next[3]!.piece;
    await answer({
      ok: { ...additive, targetPieces: { ...additive.targetPieces, text: pieces.map(() => written) } },
    });
    await expect.poll(() => rows.nth(3).innerText()).toContain('written');
    expect(await panel.page.locator('al-next-rows tr.came').count()).toBe(1);
    await button('Next step').first().click();
    await expect.poll(async () => (await asks()).length).toBe(3);
    await answer({
      ok: {
        ...additive,
        probability: came.probability,
        targetPieces: { ...additive.targetPieces, text: pieces.map(() => came.piece) },
      },
    });
    await expect.poll(() => panel.page.locator('al-next-rows tr.came').innerText()).toContain('zebra');
    expect(await rows.count()).toBe(10);
    expect(await panel.page.locator('al-next-rows tbody').nth(1).locator('tr.came').count()).toBe(1);
  });
});

describe('looking into a stage', () => {
  it('follows the source piece that is chosen, by pointer and by keyboard', async () => {
    await open(additive);
    await turnTo('Scores');
    const live = panel.page.locator('al-step-stage .live math').first();
    await panel.page.locator('al-piece-rows tbody th button').nth(1).click();
    await expect.poll(() => live.textContent()).toMatch(/^e2,2/);
    expect(await panel.page.locator('al-piece-rows tr.chosen th button').getAttribute('aria-pressed')).toBe('true');
    await panel.page.keyboard.press('ArrowDown');
    await expect.poll(() => live.textContent()).toMatch(/^e2,3/);
    await panel.page.keyboard.press('Home');
    await expect.poll(() => live.textContent()).toMatch(/^e2,1/);
    // and so it stays in the next stage
    await turnTo('Softmax');
    await expect.poll(() => live.textContent()).toMatch(/^α2,1/);
  });

  it('follows the number that is chosen, and reads it out', async () => {
    await open(additive);
    await turnTo('Context vector');
    const strip = panel.page.getByRole('slider', { name: 'Context vector' });
    await strip.focus();
    await panel.page.keyboard.press('Home');
    await panel.page.keyboard.press('ArrowRight');
    const count = additive.context.length;
    const value = (at: number) => additive.context[at]!.toFixed(3).replace('-', '−');
    await expect.poll(() => strip.getAttribute('aria-valuetext')).toBe(`2 of ${count}: ${value(1)}`);
    expect(await panel.page.locator('al-vector-strip data').innerText()).toBe(`2 of ${count}: ${value(1)}`);
    expect(await panel.page.locator('al-step-stage .live').textContent()).toContain('c2,2');
    await panel.page.keyboard.press('End');
    await expect.poll(() => strip.getAttribute('aria-valuenow')).toBe(String(count));
    await strip.hover({ position: { x: 2, y: 10 } });
    await expect.poll(() => strip.getAttribute('aria-valuenow')).toBe('1');
  });

  it('moves between the stages by the arrow keys, and opens one by Enter', async () => {
    await open(additive);
    await head('Query').focus();
    await panel.page.keyboard.press('ArrowDown');
    await panel.page.keyboard.press('ArrowDown');
    await panel.page.keyboard.press('Enter');
    await expect.poll(openStage).toBe('Mask');
    expect(await head('Mask').getAttribute('aria-expanded')).toBe('true');
    await panel.page.keyboard.press('End');
    await panel.page.keyboard.press('Enter');
    await expect.poll(openStage).toBe('The next piece');
  });

  it('keeps step and stage when the document is reloaded', async () => {
    await open(additive);
    await turnTo('Softmax');
    await button('Next step').first().click();
    await expect.poll(async () => (await asks()).length).toBe(2);
    await panel.page.reload();
    await panel.show(shown());
    await expect.poll(async () => (await asks()).at(-1)).toMatchObject({ step: 1 });
    await answer({ ok: additive });
    expect(await openStage()).toBe('Softmax');
  });
});

describe('playing', () => {
  it.each([false, true])('goes on by itself, and pauses; with reduced motion: %s', async (reduceMotion) => {
    await open(additive, { reduceMotion });
    await button('Play').click();
    await expect.poll(openStage, { timeout: 20_000 }).toBe('Scores');
    await button('Pause').click();
    await button('Play').waitFor();
    const motion = await panel.page
      .locator('al-step-stage al-piece-rows i')
      .first()
      .evaluate((bar) => getComputedStyle(bar).transitionDuration);
    expect(motion).toBe(reduceMotion ? '0s' : '0.14s');
  });

  it('goes from the last stage on to the next piece, and ends with the last', async () => {
    await open(additive);
    await turnTo('The next piece');
    await button('Play').click();
    await expect.poll(async () => (await asks()).at(-1), { timeout: 20_000 }).toMatchObject({ step: 1 });
    await answer({ ok: additive });
    await expect.poll(openStage).toBe('Query');
    await button('Pause').click();
    await panel.page.locator('al-target-pieces .piece').last().click();
    await expect.poll(async () => (await asks()).length).toBe(3);
    await answer({ ok: { ...additive, step: additive.targetPieces.text.length - 1 } });
    await turnTo('Context vector');
    await button('Play').click();
    await expect.poll(openStage, { timeout: 20_000 }).toBe('The next piece');
    await button('Play').waitFor();
  });
});

describe('copies', () => {
  const clipboard = () => panel.page.evaluate(() => navigator.clipboard.readText());
  const allow = () => panel.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);

  it('hold the numbers as JSON, and lines of TensorFlow.js that compute them again', async () => {
    await open(additive);
    await allow();
    await turnTo('Softmax');
    await button('Copy as JSON').click();
    await panel.page.getByText(/^Copied: \d+ lines$/).waitFor();
    const told = JSON.parse(await clipboard()) as { stage: string; weights: number[] };
    expect(told.stage).toBe('softmax');
    expectClose(told.weights, await column(1));

    await turnTo('Context vector');
    await button('Copy as lines of TensorFlow.js that compute it again').click();
    await panel.page.getByText(/^Copied: \d+ lines$/).waitFor();
    const lines = (await clipboard()).replace('context.print();', 'return context;');
    // eslint-disable-next-line no-new-func
    const context = new Function('tf', lines)(tf) as tf.Tensor1D;
    expectClose([...context.dataSync()], additive.context);
  });

  it('that were refused say so', async () => {
    await open(additive);
    await panel.page.evaluate(() => {
      navigator.clipboard.writeText = () => Promise.reject(new Error('Document is not focused.'));
    });
    await button('Copy as JSON').click();
    await panel.page.getByText('Not copied: Document is not focused.').waitFor();
  });
});

describe('models of other kinds', () => {
  it('with heads: layer and head are chosen, with the measured rates beside them', async () => {
    const headAer = [0, 1].map((layer) => [0, 1].map((at) => ({ emitting: 30 + 10 * layer + at, reading: 20 })));
    const figures = { ...models[0]!.figures!, headAer };
    const own = { ...models.find(({ id }) => id === 'transformer')!, figures };
    await open(transformer, {}, { ...shown(), model: own, models: [own] });
    const select = (name: string) => panel.page.getByRole('combobox', { name, exact: true });
    const heads = await select('Head').locator('option').allInnerTexts();
    expect(heads.map((name) => name.trim())).toEqual(['1 of 2 · AER 30.0', '2 of 2 · AER 31.0']);
    expect(await select('Head').inputValue()).toBe('1');
    expect(await select('Layer').inputValue()).toBe('0');
    expect(await panel.page.locator('al-step-stage .live').textContent()).toContain('dk');
    await select('Layer').selectOption('1');
    await expect.poll(async () => (await asks()).at(-1)).toMatchObject({ layer: 1, head: 1, step: 0 });
    await answer({ ok: { ...transformer, head: { ...transformer.head!, layer: 1 } } });
    await select('Head').selectOption('0');
    await expect.poll(async () => (await asks()).at(-1)).toMatchObject({ layer: 1, head: 0 });
    await turnTo('Scores');
    await panel.page.getByText('Vaswani et al. 2017, (1)').waitFor();
  });

  it('with a fixed context: C and the next piece, and no scores', async () => {
    await open(fixed);
    await panel.page.getByText('No query, no scores and no weights').waitFor();
    expect(await panel.page.locator('al-steps-page h2 .name').allInnerTexts()).toEqual([
      'Fixed context C',
      'The next piece',
    ]);
    expectClose(
      (await tableNumbers()).map(([value]) => value!),
      fixed.context,
    );
    expect(await panel.page.locator('al-piece-rows').count()).toBe(0);
  });

  it('where no model is installed, says so and asks nothing', async () => {
    panel = await panels.open();
    await panel.show({ ...shown(), model: null, models: [] });
    await panel.send({ type: 'show', tab: 'steps' });
    await panel.page.getByText('No model is installed.').waitFor();
    expect(await asks()).toEqual([]);
  });
});

describe('texts that nobody checked', () => {
  it('stay text in pieces, rows and likeliest pieces', async () => {
    const evil = ' <img src=x onerror="window.hacked=1">';
    const all = (list: string[]): string[] => list.map(() => evil);
    const record: StepRecord = {
      ...additive,
      sourcePieces: { ...additive.sourcePieces, text: all(additive.sourcePieces.text) },
      targetPieces: { ...additive.targetPieces, text: all(additive.targetPieces.text) },
      next: additive.next.map((each) => ({ ...each, piece: evil })),
    };
    await open(record);
    for (const at of STAGES.keys()) {
      if (at) await button('Next step').nth(1).click();
      await panel.settled();
      expect(await panel.page.locator('al-steps-page img').count()).toBe(0);
    }
    expect(await panel.page.locator('al-target-pieces .target').innerText()).toContain('<img src=x');
    expect(await panel.page.evaluate(() => 'hacked' in window)).toBe(false);
  });
});

/** A long sentence, as a model of two hundred numbers a vector would lay it open. */
function longRecord(): StepRecord {
  const base = stepRecord(2);
  const pieces = Array.from({ length: 60 }, (_, j) => (j === 59 ? '</s>' : ` word${j}`));
  const scores = pieces.map((_, j) => 3 * Math.cos(j));
  const powers = scores.map(Math.exp);
  const all = powers.reduce((a, b) => a + b, 0);
  const weights = powers.map((power) => power / all);
  const states = pieces.map((_, j) => base.query.map((value, i) => value * Math.sin(i + j)));
  const { bench: _, ...rest } = base;
  return {
    ...rest,
    sourcePieces: { text: pieces, word: pieces.map((__, j) => (j === 59 ? -1 : j)), words: pieces.slice(0, 59).map((piece) => ({ text: piece.trim(), start: 0, end: 1 })) }, // prettier-ignore
    targetPieces: { text: pieces, word: pieces.map(() => -1), words: [] },
    scores,
    weights,
    states,
    context: base.query.map((__, i) => weights.reduce((sum, weight, j) => sum + weight * states[j]![i]!, 0)),
  };
}

describe('a long sentence', () => {
  it('lists the pieces that weigh most, and all where they are wanted', async () => {
    const record = longRecord();
    await open(record);
    await turnTo('Softmax');
    const listed = await column(1);
    expect(listed).toHaveLength(12);
    const largest = [...record.weights].sort((a, b) => b - a).slice(0, 12);
    expect([...listed].sort((a, b) => b - a)).toEqual(largest);
    await button('Show All 60 Pieces').click();
    expect(await column(1)).toHaveLength(60);
    await button('Show the Strongest Alone').click();
    expect(await column(1)).toHaveLength(12);
  });

  it('keeps the pieces of a word on one line, so that none begins with a comma', async () => {
    const pieces = [...Array.from({ length: 20 }, (_, i) => [' mot', `s${i}`, ',']).flat(), '</s>'];
    await open({ ...longRecord(), targetPieces: { text: pieces, word: pieces.map(() => -1), words: [] } });
    for (const width of [280, 290, 300, 310, 320, 330]) {
      await panel.setWidth(width);
      const lines = await panel.page
        .locator('al-target-pieces .piece')
        .evaluateAll((all) => all.map((piece) => piece.getBoundingClientRect().top));
      expect(new Set(lines).size).toBeGreaterThan(1);
      for (const [at, piece] of pieces.slice(0, -1).entries())
        if (!piece.startsWith(' ')) expect(lines[at], `${width} px, piece ${at}`).toBe(lines[at - 1]);
    }
  });

  it('keeps the stage that is opened in sight below the bar', async () => {
    await open(longRecord(), { height: 600 });
    for (const name of ['The next piece', 'Weighted sum', 'Query', 'Softmax']) {
      await turnTo(name);
      await expect
        .poll(() =>
          panel.page.evaluate(() => {
            const root = document.querySelector('attention-lens-panel')!.shadowRoot!.querySelector('al-steps-page')!.shadowRoot!; // prettier-ignore
            const bar = root.querySelector('.bar')!.getBoundingClientRect();
            const at = root.querySelector('section.open h2')!.getBoundingClientRect();
            return at.top >= Math.max(0, bar.bottom) - 1 && at.bottom <= innerHeight;
          }),
        )
        .toBe(true);
    }
  });
});

const PATIENCE = 240_000;

it.each([
  ['a long sentence', 300, () => longRecord(), THEMES],
  ['heads', 900, () => transformer, ['dark', 'hc-dark']],
  ['a window', 900, () => localP, ['light', 'hc-light']],
] as const)(
  'no stage has a serious fault of accessibility: %s at %i px',
  async (_, width, recordOf, themes) => {
    const record = recordOf();
    await open(record, { width, height: 1000, reduceMotion: true });
    for (const [at, stage] of stagesOf(record).entries()) {
      if (at) await button('Next step').nth(1).click();
      await expectAccessible(panel, { name: `steps-${stage}`, widths: [width], themes });
    }
  },
  PATIENCE,
);

it.each(['en', 'zh-cn'])(
  'no stage scrolls sideways at any width, in %s',
  async (language) => {
    const records = [longRecord(), transformer, ...(language === 'en' ? [additive, localP, fixed] : [])];
    await open(records[0]!, { language });
    for (const record of records) {
      await answer({ ok: record });
      for (const stage of stagesOf(record)) {
        await panel.page.locator(`al-steps-page #head-${stage}`).click();
        await panel.settled();
        expect(await panel.tooWideAt([280, 300, 480, 1200]), stage).toEqual([]);
      }
    }
  },
  PATIENCE,
);
