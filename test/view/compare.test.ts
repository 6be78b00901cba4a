import { describe, expect, it } from 'vitest';
import type { SentenceResult } from '../../src/shared/result';
import { joinTranslation } from '../../src/shared/result';
import { PanelPage, type OpenOptions } from './browser';
import { compare, comparing, longComparison, models, runningAt } from './fixtures/comparison';
import { greeting, states } from './fixtures/states';
import { usePanels } from './panels';

const panels = usePanels();
let panel: PanelPage;

/** Opens the page of comparisons with this state. */
async function open(state = comparing(), options: OpenOptions = {}): Promise<void> {
  panel = await panels.open(options);
  await panel.show(state);
  await panel.page.getByRole('tab', { name: 'Compare' }).click();
  await panel.settled();
}

const sentenceOf = (model: string, sentence = 0): SentenceResult => {
  const run = compare.runs.find((each) => each.model === model)!;
  if (run.phase !== 'done') throw new Error('the fixture is of finished runs');
  return run.result.sentences[sentence]!;
};
const nameOf = (model: string): string => models.find(({ id }) => id === model)!.name;
const cards = () => panel.page.locator('al-compare-card');
const card = (model: string) =>
  cards().filter({ has: panel.page.getByRole('article', { name: nameOf(model), exact: true }) });
const button = (name: string | RegExp) => panel.page.getByRole('button', { name, exact: typeof name === 'string' });
/** What the page asked; the panel itself also says which words are marked. */
const asks = async () =>
  (await panel.posted()).flatMap((message) =>
    message.type === 'ask' && message.ask.kind !== 'mark' ? [message.ask] : [],
  );
const order = () => panel.page.locator('al-compare-card h3').allTextContents();
const WITH = 'bahdanau-2015';
const OTHER = 'luong-dot';
const WITHOUT = 'cho-2014';

describe('what is compared', () => {
  it('is the text that was asked for last: translated, or compared', async () => {
    const { request } = comparing();
    const of = (id: number, shortened?: boolean) =>
      comparing({ ...compare, id, text: 'A text of its own.', shortened });
    const source = () => panel.page.locator('al-compare-page .source').textContent();
    await open(of(request!.id - 1));
    expect(await source()).toBe(request!.text);
    await panel.page.getByText('Below, the comparison of: A text of its own.').waitFor();
    await panel.show(of(request!.id + 1));
    expect(await source()).toBe('A text of its own.');
    expect(await panel.page.getByText('Below, the comparison of').count()).toBe(0);
    expect(await panel.page.getByText('The beginning alone').count()).toBe(0);
    await panel.show(of(request!.id + 1, true));
    await panel.page.getByText('The beginning alone: a comparison takes at most 3 sentences').waitFor();
  });

  it('is the text shown, through the models that are ticked', async () => {
    await open(comparing(null));
    await panel.page.getByText('Every mechanism is a small model of its own').waitFor();
    await panel.page.locator('al-model-picker summary').click();
    await button('None').click();
    expect(await panel.page.locator('vscode-button', { hasText: 'Compare' }).getAttribute('disabled')).not.toBeNull();
    await panel.page.getByRole('checkbox', { name: nameOf(WITHOUT) }).check();
    await panel.page.getByRole('checkbox', { name: nameOf(WITH), exact: true }).check();
    await button('Compare 2 Models').click();
    expect(await asks()).toEqual([{ kind: 'compare', text: greeting.source, models: [WITHOUT, WITH] }]);
    await button('Attention only').click();
    expect(await panel.page.getByRole('checkbox', { name: nameOf(WITHOUT) }).isChecked()).toBe(false);
    expect(await panel.page.getByRole('checkbox', { name: nameOf(OTHER) }).isChecked()).toBe(true);
    await button('All').click();
    await panel.page.getByText(`Models (${models.length} of ${models.length})`).waitFor();
  });

  it('is remembered when the document is reloaded', async () => {
    await open(comparing(null));
    await panel.page.locator('al-model-picker summary').click();
    await button('None').click();
    await panel.page.getByRole('checkbox', { name: nameOf(WITH), exact: true }).check();
    await panel.page.reload();
    await panel.show(comparing(null));
    await panel.page.getByText(`Models (1 of ${models.length})`).waitFor();
    expect(await panel.page.getByRole('tab', { name: 'Compare' }).getAttribute('aria-selected')).toBe('true');
    await button('Run 1 Model').click();
    expect(await asks()).toEqual([{ kind: 'compare', text: greeting.source, models: [WITH] }]);
  });

  it('is the example before there is a text, and never names models that are not installed', async () => {
    await open({ ...states.idle!, models: models.slice(0, 2) });
    await panel.page.getByText('Example', { exact: true }).waitFor();
    await button('Compare 2 Models').click();
    const [ask] = await asks();
    expect(ask).toMatchObject({ kind: 'compare', models: models.slice(0, 2).map(({ id }) => id) });
  });
});

describe('a comparison under way', () => {
  it('shows how far each model is, and can be cancelled', async () => {
    await open(comparing(runningAt(1)));
    await panel.page.getByText(`1 of ${models.length} done`).waitFor();
    await card(compare.runs[1]!.model).getByText('Translating…').waitFor();
    await card(compare.runs[2]!.model).getByText('Loading the model').waitFor();
    await card(compare.runs[3]!.model).getByText('Waiting').waitFor();
    await button('Cancel').click();
    expect(await asks()).toEqual([{ kind: 'cancelCompare' }]);
    const ended = runningAt(1);
    ended.runs = ended.runs.map((run, index) =>
      index === 1
        ? { model: run.model, phase: 'failed', fault: { code: 'contextLost' } }
        : index > 1
          ? { model: run.model, phase: 'cancelled' }
          : run,
    );
    await panel.show(comparing(ended));
    await card(compare.runs[1]!.model).getByText('The graphics device was lost.').waitFor();
    await card(compare.runs[2]!.model).getByText('Cancelled').waitFor();
    await panel.page.getByText(`1 of ${models.length} done · 1 failed · ${models.length - 2} cancelled`).waitFor();
  });
});

describe('the cards', () => {
  it('tell the translation, what was measured, and what the model looked at', async () => {
    await open();
    expect(await cards().count()).toBe(models.length);
    const { target, alignment, sourceWords } = sentenceOf(WITH);
    expect(await card(WITH).locator('.target').textContent()).toBe(target);
    const figures = models.find(({ id }) => id === WITH)!.figures!;
    expect((await card(WITH).locator('dl').textContent())!.replace(/\s+/g, ' ')).toContain(
      `BLEU ${figures.bleu!.toFixed(1)} AER ${figures.aer!.toFixed(1)}`,
    );
    const peak = alignment[0]!.indexOf(Math.max(...alignment[0]!));
    expect(await card(WITH).locator('.strongest .text').textContent()).toBe(sourceWords[peak]!.text);
  });

  it('say of a model without attention that all passes through one vector', async () => {
    await open();
    await card(WITHOUT).getByText('one vector', { exact: true }).waitFor();
    await card(WITHOUT).getByText('No attention: the whole sentence passes through one vector').waitFor();
    expect(await card(WITHOUT).locator('al-mini-matrix').count()).toBe(0);
    expect(await card(WITHOUT).locator('.one-vector path').count()).toBe(
      sentenceOf(WITHOUT).sourceWords.length + sentenceOf(WITHOUT).targetWords.length,
    );
  });

  it('draw the matrix in the colours of the theme, and again when the theme changes', async () => {
    await open();
    /** Pixels that are clearly painted, and those of them that are red. */
    const painted = () =>
      card(WITH)
        .locator('al-mini-matrix canvas')
        .evaluate((canvas: HTMLCanvasElement) => {
          const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
          let [all, red] = [0, 0];
          for (let at = 0; at < data.length; at += 4) {
            if (data[at + 3]! < 60) continue;
            all++;
            if (data[at]! > 150 && data[at + 1]! < 60 && data[at + 2]! < 60) red++;
          }
          return { all, red };
        });
    const before = await painted();
    expect(before.all).toBeGreaterThan(100);
    expect(before.red).toBe(0);
    await panel.page.evaluate(() => document.documentElement.style.setProperty('--vscode-charts-blue', '#c80000'));
    await expect.poll(async () => (await painted()).red).toBeGreaterThan(100);
  });

  it('go through the sentences of a text', async () => {
    await open();
    await panel.page.getByText('Sentence 1 of 2').waitFor();
    await button('Next sentence').click();
    expect(await card(WITH).locator('.target').textContent()).toBe(sentenceOf(WITH, 1).target);
  });

  it('are sorted as the user likes, and stay so', async () => {
    await open();
    await panel.page.getByLabel('Sort by').selectOption('bleu');
    const bleu = (id: string): number => models.find((model) => model.id === id)?.figures?.bleu ?? -1;
    const byBleu = compare.runs.map(({ model }) => model).sort((a, b) => bleu(b) - bleu(a));
    expect(await order()).toEqual(byBleu.map(nameOf));
    await panel.page.reload();
    await panel.show(comparing());
    expect(await order()).toEqual(byBleu.map(nameOf));
    await panel.page.getByLabel('Sort by').selectOption('time');
    expect(await order()).not.toEqual(byBleu.map(nameOf));
  });
});

describe('the slider', () => {
  it('takes all cards to the same word, by keyboard, too', async () => {
    await open();
    const slider = panel.page.getByRole('slider', { name: 'Word of the translations' });
    await slider.focus();
    await panel.page.keyboard.press('ArrowRight');
    await button('Next step').click();
    await panel.settled();
    for (const model of [WITH, OTHER, WITHOUT]) {
      expect(await card(model).locator('.target .current').textContent()).toBe(sentenceOf(model).targetWords[2]!.text);
    }
    const { alignment, sourceWords } = sentenceOf(OTHER);
    const peak = alignment[2]!.indexOf(Math.max(...alignment[2]!));
    expect(await card(OTHER).locator('.strongest .text').textContent()).toBe(
      [...sourceWords, { text: 'end' }][peak]!.text,
    );
    expect(await slider.getAttribute('aria-valuetext')).toMatch(/^3 of \d+: .+/);
    await panel.page.keyboard.press('Shift+Tab');
    await button('Previous step').click();
    await panel.settled();
    expect(await card(WITH).locator('.target .current').textContent()).toBe(sentenceOf(WITH).targetWords[1]!.text);
  });

  it('follows a click on a word or a row', async () => {
    await open();
    await card(WITH).locator('.target .word').nth(3).click();
    await panel.settled();
    expect(await card(OTHER).locator('.target .current').textContent()).toBe(sentenceOf(OTHER).targetWords[3]!.text);
    await card(WITH)
      .locator('.cells')
      .click({ position: { x: 20, y: 4 } });
    await panel.settled();
    expect(await card(OTHER).locator('.target .current').textContent()).toBe(sentenceOf(OTHER).targetWords[0]!.text);
  });

  it('says which translations have ended', async () => {
    await open();
    const steps = Math.max(...compare.runs.map(({ model }) => sentenceOf(model).targetWords.length));
    await panel.page.getByRole('slider').focus();
    await panel.page.keyboard.press('End');
    const shorter = compare.runs.filter(({ model }) => sentenceOf(model).targetWords.length < steps).length;
    await expect.poll(() => panel.page.getByText('Ended before this step.').count()).toBe(shorter);
  });

  it('goes by itself until it is stopped or at the end', async () => {
    await open();
    await button('Play').click();
    await expect
      .poll(() => card(WITH).locator('.target .current').textContent(), { timeout: 10_000 })
      .toBe(sentenceOf(WITH).targetWords[2]!.text);
    await button('Pause').click();
    await button('Play').waitFor();
  });

  it('does not go by itself where motion is to be reduced', async () => {
    await open(comparing(), { reduceMotion: true });
    await button('Next step').waitFor();
    expect(await button('Play').count()).toBe(0);
  });
});

describe('two pinned models', () => {
  it('are set against each other: words, and attention at the step', async () => {
    await open();
    await button(`Pin ${nameOf(WITH)} to see how two differ`).click();
    expect(await panel.page.locator('al-compare-diff').count()).toBe(0);
    await button(`Pin ${nameOf(OTHER)} to see how two differ`).click();
    const difference = panel.page.locator('al-compare-diff');
    const only = await difference.locator('.translation').first().locator('.only').allTextContents();
    const others = sentenceOf(OTHER).targetWords.map(({ text }) => text);
    expect(only.length).toBeGreaterThan(0);
    expect(only).toContain(sentenceOf(WITH).targetWords.find(({ text }) => !others.includes(text))!.text);
    const [a, b] = [sentenceOf(WITH).alignment[0]!, sentenceOf(OTHER).alignment[0]!];
    const expected = a.map((weight, index) => Math.round((weight - b[index]!) * 100));
    const cells = await difference.locator('table td').allTextContents();
    cells.forEach((cell, index) => {
      expect(Math.abs(Number(cell.replace('−', '-').replace('%', '')) - expected[index]!)).toBeLessThanOrEqual(1);
    });
    expect(cells).toHaveLength(a.length);
    await button(`Unpin ${nameOf(OTHER)}`).click();
    await expect.poll(() => difference.count()).toBe(0);
    await button(`Pin ${nameOf(WITHOUT)} to see how two differ`).click();
    await difference.getByText('Attention can be compared only where both models have it.').waitFor();
    await button('Unpin both').click();
    await expect.poll(() => difference.count()).toBe(0);
  });
});

describe('the tables', () => {
  it('say what the cards show', async () => {
    await open();
    await button('Table').click();
    expect(await cards().count()).toBe(0);
    const results = panel.page.getByRole('table', { name: 'Translations and figures' });
    const run = compare.runs.find(({ model }) => model === WITH)!;
    if (run.phase !== 'done') throw new Error('the fixture is of finished runs');
    await results
      .getByRole('row', { name: nameOf(WITH), exact: false })
      .first()
      .waitFor();
    expect(await results.textContent()).toContain(joinTranslation(compare.text, run.result.sentences));
    await button('Next step').click();
    const attention = panel.page.getByRole('table', { name: 'Attention of word 2 of each translation on the source' });
    const row = attention.locator('tr', { has: panel.page.getByText(nameOf(WITH), { exact: true }) });
    const cells = await row
      .locator('td data')
      .evaluateAll((all) => all.map((cell) => Number(cell.getAttribute('value'))));
    expect(cells).toEqual(sentenceOf(WITH).alignment[1]);
    expect(await attention.getByText('no attention').count()).toBe(
      compare.runs.filter(({ model }) => sentenceOf(model).alignment.length === 0).length,
    );
  });

  it('are there for screen readers beside the cards', async () => {
    await open();
    expect(await panel.page.locator('al-compare-table table').count()).toBe(2);
  });
});

describe('a long sentence', () => {
  it.each([280, 300, 900])('fits at %i px, and shows the words attended to alone', async (width) => {
    await open(comparing(longComparison), { width });
    expect(await panel.overflow()).toBe(0);
    await panel.page.locator('al-compare-page').getByText('When the server').first().waitFor();
    const words = card(WITH).locator('.attended .word');
    const before = await words.count();
    expect(before).toBeLessThan(20);
    await panel.page.getByRole('slider').focus();
    await panel.page.keyboard.press('End');
    await panel.settled();
    expect(await words.allTextContents()).not.toContain('When');
  });
});
