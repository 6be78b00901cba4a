import { describe, expect, it } from 'vitest';
import type { StepRecord } from '../../src/shared/stepRecord';
import { weightsFrom } from '../../webview/scoring/attend';
import { PanelPage, type OpenOptions } from './browser';
import { comparing, models } from './fixtures/comparison';
import { greeting, states } from './fixtures/states';
import { stepRecord } from './fixtures/step';
import { usePanels } from './panels';

const panels = usePanels();
let panel: PanelPage;

/** What the page asked; the panel itself also says which words are marked. */
const asks = async () =>
  (await panel.posted()).flatMap((message) =>
    message.type === 'ask' && message.ask.kind === 'inspect' ? [message.ask] : [],
  );

/** Answers the question asked last. */
async function answer(outcome: unknown): Promise<void> {
  const ask = (await asks()).at(-1)!;
  await panel.send({ type: 'inspected', ask: ask.kind === 'inspect' ? ask.id : 0, outcome });
}

/** Opens the page and answers its first question. */
async function open(options: OpenOptions = {}, record: StepRecord = stepRecord(0)): Promise<void> {
  panel = await panels.open(options);
  await panel.show(comparing());
  await panel.page.getByRole('tab', { name: 'Scoring' }).click();
  await expect.poll(async () => (await asks()).length).toBe(1);
  await answer({ ok: record });
}

const row = (name: string) =>
  panel.page.locator('al-score-row').filter({ has: panel.page.getByRole('region', { name, exact: true }) });
const value = (name: string, part: number) => row(name).locator('.value').nth(part).textContent();
const button = (name: string) => panel.page.getByRole('button', { name, exact: true });
const slide = (name: string, to: string) =>
  panel.page.getByRole('slider', { name }).evaluate((input: HTMLInputElement, at) => {
    input.value = at;
    input.dispatchEvent(new Event('input', { bubbles: true }));
  }, to);
/** Weights of a score function, out of the table. */
const tableWeights = async (column: number): Promise<number[]> =>
  panel.page.locator('al-bench-table tbody tr').evaluateAll(
    (rows, at) =>
      rows.flatMap((each) => {
        const cell = each.querySelectorAll('td data')[at];
        return cell ? [Number(cell.getAttribute('value'))] : [];
      }),
    column,
  );

describe('the scoring page', () => {
  it('asks for the first step of the sentence shown, under the model that has score heads', async () => {
    await open();
    expect(await asks()).toEqual([
      { kind: 'inspect', id: 1, model: 'luong-dot', source: greeting.source, target: null, step: 0, bench: true },
    ]);
    await panel.page.getByText('Step 1 writes “Bonjour”').waitFor();
    for (const name of ['The model itself', 'additive', 'concat', 'dot', 'scaled-dot', 'general', 'cosine']) {
      await row(name).waitFor();
    }
    await row('additive').getByText('Parameters learned on these very states.').waitFor();
    await row('scaled-dot').getByText('No parameters: nothing to learn.').waitFor();
    await row('dot').getByText('What the model itself was trained with.').waitFor();
    expect(await value('dot', 2)).toBe('cosine with the model’s own 1.00');
  });

  it('says that it waits, what went wrong, and tries again', async () => {
    panel = await panels.open();
    await panel.show(comparing());
    await panel.page.getByRole('tab', { name: 'Scoring' }).click();
    await panel.page.getByText('The model is decoding the sentence…').waitFor();
    await answer({ fault: { code: 'contextLost' } });
    await panel.page.getByRole('alert').getByText('The graphics device was lost.').waitFor();
    await button('Try Again').click();
    expect((await asks()).map((ask) => (ask.kind === 'inspect' ? [ask.id, ask.step] : []))).toEqual([
      [1, 0],
      [2, 0],
    ]);
    await answer({ ok: stepRecord(0) });
    await row('dot').waitFor();
    expect(await panel.page.getByRole('alert').count()).toBe(0);
  });

  it('ignores a late answer and a malformed one', async () => {
    await open();
    await button('Next step').click();
    await expect.poll(async () => (await asks()).length).toBe(2);
    await panel.send({ type: 'inspected', ask: 1, outcome: { ok: stepRecord(5) } });
    await answer({ ok: { ...stepRecord(1), scores: [1] } });
    await panel.page.getByText('Step 1 writes “Bonjour”').waitFor();
    await answer({ ok: stepRecord(1) });
    await panel.page.getByText('Step 2 writes “,”').waitFor();
  });

  it('asks once for a step that the slider rests at, and for the piece that is clicked', async () => {
    await open();
    for (const step of ['1', '2', '3']) await slide('Piece of the translation', step);
    await expect.poll(async () => (await asks()).at(-1)).toMatchObject({ step: 3 });
    expect(await asks()).toHaveLength(2);
    await answer({ ok: stepRecord(3) });
    await panel.page.locator('.target .piece', { hasText: 'comment' }).click();
    await expect.poll(async () => (await asks()).at(-1)).toMatchObject({ step: 2 });
  });

  it('turns scores into weights as the switches say, and back', async () => {
    await open();
    await button('Table').click();
    const { scores } = stepRecord(0).bench![0]!;
    const close = (got: number[], expected: number[]): void => {
      expect(got).toHaveLength(expected.length);
      got.forEach((weight, index) => expect(weight).toBeCloseTo(expected[index]!, 6));
    };
    const plain = { temperature: 1, hard: false, window: null };
    close(await tableWeights(1), weightsFrom(scores, plain));

    await slide('Temperature', '0.5');
    await panel.settled();
    close(await tableWeights(1), weightsFrom(scores, { ...plain, temperature: 10 ** 0.5 }));

    await panel.page.getByRole('checkbox', { name: 'Hard: the best score alone' }).check();
    close(await tableWeights(1), weightsFrom(scores, { ...plain, hard: true }));
    expect(await panel.page.getByRole('slider', { name: 'Temperature' }).isDisabled()).toBe(true);

    await button('Reset Switches').click();
    await button('Step').click();
    await slide('Half width in pieces', '1');
    await panel.settled();
    close(await tableWeights(1), weightsFrom(scores, { ...plain, window: { centre: 0, halfWidth: 1 } }));

    await button('Peak').click();
    const own = stepRecord(0).weights;
    close(await tableWeights(0), own);
    await button('Reset Switches').click();
    close(await tableWeights(1), weightsFrom(scores, plain));
  });

  it('keeps the switches when the document is reloaded', async () => {
    await open();
    await panel.page.getByRole('checkbox', { name: 'Hard: the best score alone' }).check();
    await panel.page.reload();
    await panel.show(comparing());
    await expect.poll(async () => (await asks()).length).toBe(1);
    await answer({ ok: stepRecord(0) });
    expect(await panel.page.getByRole('checkbox', { name: 'Hard: the best score alone' }).isChecked()).toBe(true);
    expect(await value('dot', 1)).toBe('Hello 100%');
  });

  it('marks a source piece in all rows, by pointer and keyboard', async () => {
    await open();
    const piece = panel.page.getByRole('group', { name: /^Source pieces/ }).getByRole('button');
    await piece.nth(2).hover();
    expect(await value('additive', 1)).toMatch(/^how \d+%$/);
    expect(await panel.page.locator('al-piece-bars .column.active').count()).toBe(14);
    await panel.page.mouse.move(2, 2);
    await piece.first().focus();
    await panel.page.keyboard.press('End');
    await panel.settled();
    expect(await value('additive', 1)).toMatch(/^end \d+%$/);
  });

  it('lays open the step of another model, and says where it can be scored in no other way', async () => {
    await open();
    const { id, name } = models.find((model) => model.id === 'bahdanau-2015')!;
    await panel.page.getByRole('combobox', { name: 'Model' }).selectOption(name);
    await expect.poll(async () => (await asks()).at(-1)).toMatchObject({ kind: 'inspect', model: id, step: 0 });
    const { bench: _, ...record } = stepRecord(0, id);
    await answer({ ok: record });
    await panel.page.getByText('This model can be scored in no other way.').waitFor();
    expect(await panel.page.locator('al-score-row').count()).toBe(1);
  });

  it('asks anew for another sentence', async () => {
    await open();
    await panel.show({ ...states.several!, models });
    await expect
      .poll(async () => (await asks()).at(-1))
      .toMatchObject({ kind: 'inspect', source: 'The file was not found.', step: 0 });
  });

  it('says so where no model with attention is installed', async () => {
    panel = await panels.open();
    await panel.show({ ...comparing(), models: models.filter(({ id }) => id === 'cho-2014') });
    await panel.page.getByRole('tab', { name: 'Scoring' }).click();
    await panel.page.getByText('No model with attention is installed.').waitFor();
    expect(await asks()).toEqual([]);
  });
});
