import { describe, expect, it } from 'vitest';
import { faithRow, meanCorrelation } from '../../webview/whatIf/faithful';
import { stepsOf, writingRow } from '../../webview/whatIf/rows';
import { PanelPage, type OpenOptions } from './browser';
import { answerTraces, questions } from './fixtures/answerTraces';
import { greeting, model, states } from './fixtures/states';
import { idOf, occlusionOf, traceOf, type FakeTraceOptions } from './fixtures/trace';
import { usePanels } from './panels';

const panels = usePanels();
let panel: PanelPage;

const SOURCE = greeting.source;
const question = { kind: 'trace', model: model.id, source: SOURCE, target: null, maps: true } as const;

/** Opens the page and has its first question answered. */
async function open(options: OpenOptions = {}, kind: FakeTraceOptions['kind'] = 'recurrent'): Promise<void> {
  panel = await panels.open(options);
  await panel.show(states.done!);
  await panel.page.getByRole('tab', { name: 'What If' }).click();
  await answerTraces(panel, { kind });
  await panel.page.getByRole('region', { name: 'Before' }).waitFor();
}

const lastAsk = async () => (await questions(panel)).at(-1)!;
const button = (name: string) => panel.page.getByRole('button', { name, exact: true });
const source = (word: string) =>
  panel.page.locator('al-what-if-source al-word-buttons').getByRole('button', { name: word, exact: true });
const side = (name: 'Before' | 'After') => panel.page.getByRole('region', { name });
const text = async (name: 'Before' | 'After') =>
  (await side(name).locator('.text').innerText()).replace(/\s+/g, ' ').trim();
const chips = () => panel.page.getByRole('list', { name: 'Changes' }).getByRole('button', { name: /^Take back/ });
const chipTexts = async () => (await chips().allInnerTexts()).map((chip) => chip.trim());
/** A column of a table of bars, as the numbers that it holds. */
const column = (of: string, at: number): Promise<number[]> =>
  panel.page
    .locator(`${of} al-paired-bars tbody tr`)
    .evaluateAll(
      (rows, index) =>
        rows.map((row) => Number(row.querySelectorAll('td')[index]!.querySelector('data')!.getAttribute('value'))),
      at,
    );
const attention = (at: 0 | 1) => column('al-what-if-focus', at);
const close = (got: number[], expected: readonly number[]): void => {
  expect(got).toHaveLength(expected.length);
  got.forEach((value, index) => expect(value).toBeCloseTo(expected[index]!, 6));
};
/** Draws a slider along: it is at all of these in one go. */
const slide = (name: string, ...along: string[]) =>
  panel.page.getByRole('slider', { name }).evaluate((input: HTMLInputElement, all) => {
    for (const at of all) {
      input.value = at;
      input.dispatchEvent(new Event('input', { bubbles: true }));
    }
  }, along);

/** The text of what has the focus, however deep. */
const focused = (): Promise<string | undefined> =>
  panel.page.evaluate(() => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return at?.textContent?.trim();
  });

describe('the page What If', () => {
  it('asks for the sentence as it is decoded unchanged, and shows what each word attended to', async () => {
    await open();
    expect(await questions(panel)).toEqual([expect.objectContaining(question)]);
    const plain = traceOf({ source: SOURCE });
    expect(await text('Before')).toBe(`${plain.sentence.target} end`);
    expect(await side('After').count()).toBe(0);
    close(await attention(0), writingRow(plain, [0])!);
    await side('Before').getByRole('button', { name: 'vas-tu' }).click();
    await panel.page.getByText('The word in focus: “vas-tu”').waitFor();
    // Three pieces write it, one after the other.
    for (const [at, step] of [3, 4, 5].entries()) {
      await panel.page.getByRole('group', { name: 'Piece of the word' }).getByRole('button').nth(at).click();
      close(await attention(0), writingRow(plain, [step])!);
    }
  });

  it('masks a word: its weight is exactly 0, before and after stand side by side with scores of the engine', async () => {
    await open({ width: 900 });
    await source('how').click();
    await button('Mask').click();
    await answerTraces(panel);
    expect(await lastAsk()).toMatchObject({ ...question, edit: { mask: [2] } });
    const after = traceOf({ source: SOURCE, edit: { mask: [2] } });
    const words = after.sentence.targetWords.length;
    for (let word = 0; word <= words; word++) {
      await side('After').locator('al-word-buttons button').nth(word).click();
      const row = await attention(1);
      expect(row[2]).toBe(0);
      close(row, writingRow(after, stepsOf(after, word).slice(0, 1))!);
    }
    expect(await text('After')).toBe('Salut, comment vas-tu ? end');
    for (const name of ['Before', 'After'] as const) {
      const { sentence } = name === 'Before' ? traceOf({ source: SOURCE }) : after;
      await side(name).getByText(sentence.score.toFixed(2).replace('-', '−')).waitFor();
      await side(name)
        .getByText(`${(100 * Math.exp(sentence.score)).toFixed(1)}%`)
        .waitFor();
    }
    const [left, right] = await Promise.all([side('Before').boundingBox(), side('After').boundingBox()]);
    expect(left!.y).toBe(right!.y);
    await panel.page.getByText('But the encoder has read it').waitFor();
    await panel.page.setViewportSize({ width: 300, height: 800 });
    await panel.settled();
    expect((await side('After').boundingBox())!.y).toBeGreaterThan((await side('Before').boundingBox())!.y);
  });

  it('marks what only one of the translations wrote, by more than colour', async () => {
    await open();
    await source('how').click();
    await button('Mask').click();
    await answerTraces(panel);
    const only = side('After').getByRole('button', { name: 'Salut: only in this translation' });
    expect(await only.evaluate((word) => getComputedStyle(word).textDecorationLine)).toBe('underline');
    expect(await side('Before').getByRole('button', { name: 'Bonjour: only in this translation' }).count()).toBe(1);
    expect(await side('After').getByRole('button', { name: 'comment', exact: true }).count()).toBe(1);
    // The first word that differs is in focus.
    await panel.page.getByText('The word in focus: “Bonjour” → “Salut”').waitFor();
  });

  it('swaps a word: another source is read, and its attention stands in the place of the old word', async () => {
    await open();
    await source('are').click();
    await panel.page.getByRole('textbox', { name: 'Replace “are” with' }).fill('  were ');
    await button('Replace').click();
    await answerTraces(panel);
    const swapped = 'Hello, how were you?';
    const ask = await lastAsk();
    expect(ask).toMatchObject({ ...question, source: swapped });
    expect(ask).not.toHaveProperty('edit');
    expect(await text('After')).toBe('Bonjour, comment étais-tu ? end');
    const after = traceOf({ source: swapped });
    close(await attention(1), writingRow(after, [3])!);
    await panel.page.getByRole('button', { name: 'were: instead of “are”' }).waitFor();
  });

  it('asks for the pieces of a changed source before it masks and forces in them', async () => {
    await open();
    await source('Hello').click();
    await panel.page.getByRole('textbox').fill('Good day');
    await button('Replace').click();
    await source('how').click();
    await button('Mask').click();
    await panel.settled();
    await answerTraces(panel);
    const [, ...asked] = await questions(panel);
    const changed = 'Good day, how are you?';
    // "how" is the fourth word by now
    expect(asked.at(-1)).toMatchObject({ ...question, source: changed, edit: { mask: [3] } });
    expect(asked.some((ask) => ask.kind === 'trace' && ask.source === changed && !ask.edit && !ask.maps)).toBe(true);
    expect((await attention(1))[2]).toBe(0);
    expect(await chipTexts()).toEqual(['“how” masked', '“Hello” → “Good day”']);
  });

  it('leaves a word out', async () => {
    await open();
    await source('you').click();
    await button('Leave Out').click();
    await answerTraces(panel);
    expect(await lastAsk()).toMatchObject({ source: 'Hello, how are ?' });
    expect(await panel.page.locator('al-what-if-focus').getByText('left out').count()).toBe(1);
    await panel.page.getByRole('button', { name: 'As it was: “you”' }).click();
    expect(await side('After').count()).toBe(0);
  });

  it('forces the attention of a step onto chosen words: that is what the step used', async () => {
    await open();
    await side('Before').getByRole('button', { name: 'comment' }).click();
    await button('Force its attention…').click();
    const onto = panel.page.getByRole('group', { name: 'Source words to attend to' });
    await onto.getByRole('button', { name: 'Hello' }).click();
    await onto.getByRole('button', { name: 'you' }).click();
    await button('Force').click();
    await answerTraces(panel);
    const weights = [0.5, 0, 0, 0, 0.5, 0, 0];
    expect(await lastAsk()).toMatchObject({ ...question, edit: { force: [{ step: 2, weights }] } });
    await side('After').getByRole('button', { name: 'comment' }).click();
    expect(await attention(1)).toEqual(weights);
    expect(await chipTexts()).toEqual(['step 3 attends to “Hello you”']);
    await button('Let the step attend by itself again').click();
    expect(await chips().count()).toBe(0);
  });

  it('drops heads of a Transformer, chosen by the keyboard too', async () => {
    await open({}, 'transformer');
    await panel.page.getByText('Drop heads').click();
    const encoder = panel.page.getByRole('group', { name: 'Encoder, on the source' });
    expect(await encoder.getByRole('button').count()).toBe(48);
    await encoder.getByRole('button', { name: 'Layer 1, head 1' }).focus();
    for (const key of ['ArrowDown', 'ArrowRight', 'Enter']) await panel.page.keyboard.press(key);
    await panel.page
      .getByRole('group', { name: 'Decoder, on the source' })
      .getByRole('button', { name: 'Layer 2, head 8' })
      .click();
    await answerTraces(panel, { kind: 'transformer' });
    const drop = [
      { part: 'encoder', layer: 1, head: 1 },
      { part: 'cross', layer: 1, head: 7 },
    ] as const;
    expect(await lastAsk()).toMatchObject({ ...question, edit: { drop } });
    expect(await chipTexts()).toEqual(['without encoder head 2.2', 'without cross-attention head 2.8']);
    const after = traceOf({ source: SOURCE, kind: 'transformer', edit: { drop: [...drop] } });
    await panel.page.getByText('the mean of all layers and heads').waitFor();
    close(await attention(1), writingRow(after, [2])!);
    await chips().first().click();
    await answerTraces(panel, { kind: 'transformer' });
    expect(await lastAsk()).toMatchObject({ edit: { drop: [drop[1]] } });
  });

  it('asks once for a temperature that the slider rests at', async () => {
    await open();
    await slide('Temperature of the attention', '0.2', '0.4', '0.5');
    await answerTraces(panel);
    expect(await questions(panel)).toHaveLength(2);
    const temperature = 10 ** 0.5;
    const ask = await lastAsk();
    expect(ask.kind === 'trace' && ask.edit?.temperature).toBeCloseTo(temperature, 12);
    const after = traceOf({ source: SOURCE, edit: { temperature } });
    close(await attention(1), writingRow(after, [0])!);
    expect(await chipTexts()).toEqual(['temperature 3.16']);
  });

  it('picks another piece at a step, and lets decoding go on', async () => {
    await open();
    await side('Before').getByRole('button', { name: 'comment' }).click();
    const plain = traceOf({ source: SOURCE });
    const list = panel.page.getByRole('list', { name: 'Likeliest pieces at step 3' });
    expect(await list.getByRole('listitem').count()).toBe(10);
    const numbers = (await list.locator('.number').allInnerTexts()).map((number) => number.trim());
    expect(numbers).toEqual(plain.steps[2]!.next.map(({ probability }) => `${(100 * probability).toFixed(1)}%`));
    await list.getByRole('button', { name: 'quel' }).click();
    await answerTraces(panel);
    const prefix = [...plain.targetIds.slice(0, 2), idOf(' quel')];
    expect(await lastAsk()).toMatchObject({ ...question, prefix });
    expect(await text('After')).toBe(`${traceOf({ source: SOURCE, prefix }).sentence.target} end`);
    expect(await chipTexts()).toEqual(['step 3: “quel” instead of “comment”']);
  });

  it('combines changes, takes each back, and resets all', async () => {
    await open();
    await source('how').click();
    await button('Mask').click();
    await slide('Temperature of the attention', '-0.5');
    await source('are').click();
    await panel.page.getByRole('textbox').fill('were');
    await button('Replace').click();
    await answerTraces(panel);
    const ask = await lastAsk();
    expect(ask).toMatchObject({ source: 'Hello, how were you?', edit: { mask: [2] } });
    expect(await chips().count()).toBe(3);
    await panel.page.getByRole('button', { name: 'Take back: “how” masked' }).click();
    expect(await chips().count()).toBe(2);
    await button('Reset').click();
    expect(await chips().count()).toBe(0);
    expect(await side('After').count()).toBe(0);
    await panel.page.getByText('Nothing is changed yet').waitFor();
  });

  it('keeps what was shown when a question fails, says what to do, and tries again', async () => {
    await open();
    await source('how').click();
    await button('Mask').click();
    await answerTraces(panel);
    const shown = await text('After');
    await button('Leave Out').click();
    await expect.poll(async () => (await questions(panel)).length).toBe(3);
    expect(await side('After').getAttribute('aria-busy')).toBe('true');
    const { id, ...asked } = await lastAsk();
    await panel.send({ type: 'answered', ask: id, outcome: { fault: { code: 'contextLost' } } });
    await panel.page.getByRole('alert').getByText('The graphics device was lost. Try again').waitFor();
    expect(await text('After')).toBe(shown);
    await button('Try Again').click();
    expect(await lastAsk()).toMatchObject({ ...asked });
    await answerTraces(panel);
    expect(await panel.page.getByRole('alert').count()).toBe(0);
    expect(await side('After').getAttribute('aria-busy')).toBe('false');
  });

  it('keeps the changes when the page is turned and the document reloaded; another sentence has none', async () => {
    await open();
    await source('how').click();
    await button('Mask').click();
    await answerTraces(panel);
    await panel.page.getByRole('tab', { name: 'Lineage' }).click();
    await panel.page.getByRole('tab', { name: 'What If' }).click();
    expect(await text('After')).toBe('Salut, comment vas-tu ? end');
    const before = (await questions(panel)).length;
    await panel.page.waitForTimeout(300);
    expect(await questions(panel)).toHaveLength(before);
    await panel.page.reload();
    await panel.show(states.done!);
    await expect.poll(async () => (await questions(panel)).length).toBe(1);
    expect(await lastAsk()).toMatchObject(question);
    await panel.show({ ...states.several!, request: { ...states.several!.request!, id: 9 } });
    await expect.poll(async () => (await lastAsk()).source).toBe('The file was not found.');
    expect(await chips().count()).toBe(0);
    await panel.page.getByText('Sentence 1 of 3').waitFor();
  });

  it('of a model without attention, offers what there is to change', async () => {
    panel = await panels.open();
    await panel.show(states.done!);
    await panel.page.getByRole('tab', { name: 'What If' }).click();
    await expect.poll(async () => (await questions(panel)).length).toBe(1);
    const { maps: _, ...record } = traceOf({ source: SOURCE });
    const fixed = { ...record, weights: [], sentence: { ...record.sentence, alignment: [] } };
    await panel.send({
      type: 'answered',
      ask: (await lastAsk()).id,
      outcome: { ok: { kind: 'trace', record: fixed } },
    });
    await source('how').click();
    expect(await button('Mask').isDisabled()).toBe(true);
    expect(await panel.page.getByRole('slider').count()).toBe(0);
    await panel.page.getByText('it reads the source into one vector').waitFor();
    expect(await panel.page.getByRole('list', { name: 'Likeliest pieces at step 1' }).count()).toBe(1);
  });

  it('is worked by the keyboard', async () => {
    await open();
    await source('Hello').focus();
    for (const key of ['ArrowRight', 'ArrowRight', 'Enter']) await panel.page.keyboard.press(key);
    expect(await panel.page.getByRole('group', { name: 'What becomes of “how”' }).count()).toBe(1);
    await panel.page.keyboard.press('Tab');
    await panel.page.keyboard.press('Enter');
    await answerTraces(panel);
    expect(await lastAsk()).toMatchObject({ edit: { mask: [2] } });
    await panel.page.keyboard.press('Escape');
    await panel.settled();
    expect(await panel.page.getByRole('group', { name: 'What becomes of “how”' }).count()).toBe(0);
    expect(await focused()).toBe('how');
  });
});

describe('whether attention is faithful', () => {
  const record = occlusionOf(SOURCE, greeting.target);

  it('is measured when it is asked for: both rows, and their rank correlation', async () => {
    await open();
    await button('Measure').click();
    await panel.page.getByText('The model reads the sentence once without each word…').waitFor();
    expect(await lastAsk()).toMatchObject({
      kind: 'occlude',
      model: model.id,
      source: SOURCE,
      target: greeting.target,
    });
    await answerTraces(panel);
    const all = faithRow(record, null);
    close(await column('al-faithfulness', 0), all.attention);
    close(await column('al-faithfulness', 1), all.loss);
    const verdict = panel.page.locator('al-faithfulness .verdict');
    const { mean, words } = meanCorrelation(record);
    const signed = (value: number) => value.toFixed(2).replace('-', '−');
    expect(await verdict.textContent()).toContain(`for the translation as a whole: ${signed(all.correlation!)}.`);
    expect(await verdict.textContent()).toContain(`Its mean over ${words} words: ${signed(mean!)}.`);

    await button('One word').click();
    await panel.page.getByRole('group', { name: 'Translation: choose a word' }).getByText('comment').click();
    const row = faithRow(record, 2);
    close(await column('al-faithfulness', 0), row.attention);
    close(await column('al-faithfulness', 1), row.loss);
    expect(await verdict.textContent()).toContain(`for this word: ${signed(row.correlation!)}.`);
  });

  it('says what went wrong, and measures again', async () => {
    await open();
    await button('Measure').click();
    await expect.poll(async () => (await lastAsk()).kind).toBe('occlude');
    const { id } = await lastAsk();
    await panel.send({ type: 'answered', ask: id, outcome: { fault: { code: 'deadline', seconds: 45 } } });
    await panel.page.getByRole('alert').waitFor();
    await button('Try Again').click();
    await answerTraces(panel);
    await panel.page.getByText('Spearman’s rank correlation').waitFor();
  });

  it('shows the losses alone where there is no attention', async () => {
    await open();
    await button('Measure').click();
    await expect.poll(async () => (await lastAsk()).kind).toBe('occlude');
    await panel.send({
      type: 'answered',
      ask: (await lastAsk()).id,
      outcome: { ok: { kind: 'occlude', record: occlusionOf(SOURCE, greeting.target, false) } },
    });
    await panel.page.getByText('This model has no attention to hold against it').waitFor();
    close(await column('al-faithfulness', 1), faithRow(record, null).loss);
  });
});
