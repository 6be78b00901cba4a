import { describe, expect, it } from 'vitest';
import { claimsOf } from '../../src/explain/explain';
import type { PanelState } from '../../src/shared/panelProtocol';
import { PanelPage, type OpenOptions } from './browser';
import { explained, explaining } from './fixtures/explained';
import { done, greeting, result, sentence, states } from './fixtures/states';
import { expectAccessible, usePanels } from './panels';

const panels = usePanels();
let panel: PanelPage;

const traces = async () =>
  (await panel.posted()).flatMap((message) =>
    message.type === 'ask' && message.ask.kind === 'trace' ? [message.ask] : [],
  );

async function answer(outcome: unknown): Promise<void> {
  await panel.send({ type: 'answered', ask: (await traces()).at(-1)!.id, outcome });
}

/** Opens the page on a translation, and waits for its question. */
async function open(state: PanelState = explaining, options: OpenOptions = {}, name = 'Explain'): Promise<void> {
  panel = await panels.open(options);
  await panel.show(state);
  await panel.page.getByRole('tab', { name }).click();
  await expect.poll(async () => (await traces()).length).toBe(1);
}

const record = { ok: { kind: 'trace', record: explained } };
const claims = () => panel.page.locator('al-claim');
const claim = (text: string | RegExp) => claims().filter({ hasText: text }).first();
const figures = (text: string | RegExp): Promise<number[]> =>
  claim(text)
    .locator('td data')
    .evaluateAll((all) => all.map((each) => Number(each.getAttribute('value'))));

describe('the page Explain', () => {
  it('asks for a trace of the translation that is shown, and says what it can until it is there', async () => {
    await open();
    const { source, target } = explained.sentence;
    expect(await traces()).toEqual([
      { kind: 'trace', key: 'explain', id: expect.any(Number), model: explaining.model!.id, source, target },
    ]);
    await panel.page.getByText('Asking the model what else it held likely…').waitFor();
    await panel.page.getByRole('heading', { name: 'Worth checking' }).waitFor();
    await claim('The model was unsure of “a”: 41%.').waitFor();
    await answer(record);
    await claim(/The model was unsure of “a” \(41%\)\. It also thought of: “donn…” 37%/).waitFor();
    expect(await panel.page.getByText('Asking the model').count()).toBe(0);
    // Turning away and back asks nothing anew.
    await panel.page.getByRole('tab', { name: 'Translation' }).click();
    await panel.page.getByRole('tab', { name: 'Explain' }).click();
    await panel.settled();
    expect(await traces()).toHaveLength(1);
  });

  it('shows of every claim the figures that it stands on, and lights its words', async () => {
    await open();
    await answer(record);
    for (const more of await panel.page.locator('al-explain-page .more').all()) await more.click();
    for (const more of await panel.page.locator('al-explain-page .more').all()) await more.click();
    const expected = claimsOf(explained.sentence, explained);
    await expect.poll(() => claims().count()).toBe(expected.length);
    const { sourceWords, targetWords } = explained.sentence;
    for (const [index, each] of expected.entries()) {
      await claims().nth(index).locator('.claim').click();
      const shown = panel.page.locator('al-claim[open]');
      expect(await shown.count()).toBe(1);
      const values = await shown
        .locator('td data')
        .evaluateAll((all) => all.map((cell) => Number(cell.getAttribute('value'))));
      expect(values).toHaveLength(each.figures.length);
      each.figures.forEach(({ value }, at) => expect(values[at]).toBeCloseTo(value, 9));
      expect(await shown.locator('.line').nth(0).locator('mark').allTextContents()).toEqual(
        each.source.map((word) => sourceWords[word]?.text ?? 'end of sentence'),
      );
      expect(await shown.locator('.line').nth(1).locator('mark').allTextContents()).toEqual(
        each.target.map((word) => targetWords[word]!.text),
      );
      if (each.limit) expect((await shown.locator('.limit').textContent())?.trim()).not.toBe('');
    }
  });

  it('is worked by the keyboard', async () => {
    await open();
    await answer(record);
    const first = claims().first().locator('.claim');
    await first.focus();
    await panel.page.keyboard.press('Enter');
    expect(await first.getAttribute('aria-expanded')).toBe('true');
    await panel.page.keyboard.press('Tab');
    await panel.page.keyboard.press('Tab');
    await panel.page.keyboard.press('Space');
    expect(await first.getAttribute('aria-expanded')).toBe('false');
    expect(await claims().nth(1).locator('.claim').getAttribute('aria-expanded')).toBe('true');
    await panel.page.keyboard.press('Space');
    expect(await panel.page.locator('al-claim[open]').count()).toBe(0);
  });

  it('names a number that the translation invented', async () => {
    await open();
    await answer(record);
    await claim('“300” is a number that the source does not have in digits.').locator('.claim').click();
    expect(await figures('“300” is a number')).toEqual([0]);
    await panel.page.getByText('0 of 2').waitFor();
  });

  it('has every word with what it attended to most', async () => {
    await open();
    await answer(record);
    await panel.page.getByText('Every word (').click();
    const rows = panel.page.locator('.every tbody tr');
    const { targetWords, sourceWords, alignment } = explained.sentence;
    expect(await rows.locator('th').allTextContents()).toEqual(targetWords.map(({ text }) => text));
    const best = alignment.map((row) => row.indexOf(Math.max(...row)));
    expect(await rows.locator('.peak').allTextContents()).toEqual(
      best.map((index) => sourceWords[index]?.text ?? 'end of sentence'),
    );
    expect(
      await rows.locator('data').evaluateAll((all) => all.map((cell) => Number(cell.getAttribute('value')))),
    ).toEqual(targetWords.map(({ confidence }) => confidence));
  });

  it('says what went wrong, keeps what it knows, and tries again', async () => {
    await open();
    await answer({ fault: { code: 'contextLost' } });
    await panel.page.getByRole('alert').getByText('The graphics device was lost.').waitFor();
    expect(await claims().count()).toBeGreaterThan(3);
    await panel.page.getByRole('button', { name: 'Try Again' }).click();
    expect(await traces()).toHaveLength(2);
    await answer(record);
    expect(await panel.page.getByRole('alert').count()).toBe(0);
  });

  it('takes an answer for what it is of: another sentence asks anew', async () => {
    await open();
    await answer(record);
    await panel.show(done({ text: greeting.source, result: result(greeting) }, 2));
    await expect.poll(async () => (await traces()).length).toBe(2);
    expect((await traces()).at(-1)).toMatchObject({ source: greeting.source, target: greeting.target });
    expect(await panel.page.locator('.pair .target').textContent()).toBe(greeting.target);
    expect(await claim('300').count()).toBe(0);
  });

  it('explains the sentence that is chosen', async () => {
    await open(states.several);
    await panel.page.getByRole('option').nth(1).click();
    await expect.poll(async () => (await traces()).length).toBe(2);
    expect((await traces()).at(-1)).toMatchObject({ source: 'Check the path and try again.' });
    expect(await panel.page.locator('.pair .source').textContent()).toBe('Check the path and try again.');
  });

  it('says nothing of attention where there is none', async () => {
    await open(done({ text: greeting.source, result: result({ ...greeting, alignment: [] }) }));
    await panel.page.getByText('pays no attention, so nothing can be said of where its words came from').waitFor();
    expect(await panel.page.getByRole('heading', { name: 'Where the words came from' }).count()).toBe(0);
    expect(await claims().count()).toBeGreaterThan(0);
    for (const each of await claims().all()) {
      await each.locator('.claim').click();
      expect(await panel.page.locator('al-claim[open] th').allTextContents()).not.toContain('Attention');
    }
    await panel.page.getByText('Every word (').click();
    expect(await panel.page.locator('.every thead th').count()).toBe(2);
  });

  it('has nothing to say of an empty translation, and asks nothing', async () => {
    panel = await panels.open();
    await panel.show(states.emptyTranslation!);
    await panel.page.getByRole('tab', { name: 'Explain' }).click();
    await panel.page.getByText('There is nothing to explain').waitFor();
    expect(await traces()).toEqual([]);
  });

  it('leaves text text', async () => {
    const evil = '<img src=x onerror=alert(1)> `code` [a](command:b) {0}';
    await open(done({ text: evil, result: result(sentence(evil, evil)) }));
    await panel.page.getByText('Every word (').click();
    for (const each of await claims().all()) await each.locator('.claim').click();
    expect(await panel.page.locator('.pair .target').textContent()).toBe(evil);
    expect(await panel.page.locator('al-explain-page img, al-claim img').count()).toBe(0);
  });

  it('has no serious fault of accessibility with figures open, in any theme', async () => {
    await open(explaining, { height: 1200, reduceMotion: true });
    await answer(record);
    await claim('The model was unsure of “a”').locator('.claim').click();
    await panel.page.getByText('Every word (').click();
    await expectAccessible(panel, { name: 'explain' });
  });

  it('speaks Chinese', async () => {
    await open(explaining, { language: 'zh-cn' }, '解释');
    await answer(record);
    await panel.page.getByRole('heading', { name: '值得检查' }).waitFor();
    await claim('“300”这个数字，原文中没有以数字写出。').locator('.claim').click();
    await panel.page.getByText('2 个中有 0 个').waitFor();
  });
});
