import { describe, expect, it } from 'vitest';
import { PanelPage, type OpenOptions } from './browser';
import { comparing, runningAt } from './fixtures/comparison';
import { greeting, states } from './fixtures/states';
import { stepRecord } from './fixtures/step';
import { answerTraces } from './fixtures/answerTraces';
import { expectAccessible, usePanels } from './panels';

const PAGES = ['Translation', 'Explain', 'Steps', 'What If', 'Compare', 'Scoring', 'Lineage'];

/** axe looks at every element of a page; on a busy machine that takes its time. */
const PATIENCE = 180_000;
const panels = usePanels();

const withPanel = async (options: OpenOptions, work: (panel: PanelPage) => Promise<void>): Promise<void> =>
  work(await panels.open(options));

/** The tabs of the pages; those of the pictures of the attention are others. */
const tabs = (panel: PanelPage) => panel.page.getByRole('tablist', { name: 'Pages' }).getByRole('tab');
const selected = (panel: PanelPage) =>
  panel.page.getByRole('tablist', { name: 'Pages' }).getByRole('tab', { selected: true }).innerText();

/** Turns to a page, and answers what it asks. */
async function turnTo(panel: PanelPage, page: string): Promise<void> {
  await tabs(panel).filter({ hasText: page }).click();
  await panel.settled();
  const asked = (await panel.posted()).flatMap((message) =>
    message.type === 'ask' && message.ask.kind === 'inspect' ? [message.ask.id] : [],
  );
  if (page === 'What If') await answerTraces(panel, { kind: 'transformer' });
  if (page === 'Scoring' || page === 'Steps')
    await panel.send({ type: 'inspected', ask: asked.at(-1), outcome: { ok: stepRecord(2) } });
}

describe('the tabs of the pages', () => {
  it('are worked by the keyboard, and stand on one line at 280 px', () =>
    withPanel({ width: 280 }, async (panel) => {
      await panel.show(comparing());
      expect((await tabs(panel).allInnerTexts()).map((name) => name.trim())).toEqual(PAGES);
      const tops = await tabs(panel).evaluateAll((all) => all.map((tab) => tab.getBoundingClientRect().top));
      expect(new Set(tops).size).toBe(1);
      await tabs(panel).first().focus();
      for (const [key, name] of [
        ['ArrowRight', PAGES[1]!],
        ['ArrowRight', PAGES[2]!],
        ['End', PAGES.at(-1)!],
        ['ArrowRight', 'Translation'],
        ['ArrowLeft', PAGES.at(-1)!],
        ['Home', 'Translation'],
      ] as const) {
        await panel.page.keyboard.press(key);
        await panel.settled();
        expect(await selected(panel)).toBe(name);
        expect(await tabs(panel).filter({ hasText: name }).getAttribute('tabindex')).toBe('0');
      }
      expect(await panel.page.getByRole('tabpanel', { name: 'Translation' }).count()).toBe(1);
    }));

  it.each(['en', 'zh-cn'])(
    'are all in sight from 280 px on, by icon where the names have no room, in %s',
    (language) =>
      withPanel({ language }, async (panel) => {
        await panel.show(comparing());
        const row = panel.page.getByRole('tablist').first().getByRole('tab');
        const names = (await row.allInnerTexts()).map((name) => name.trim());
        for (const width of [280, 300, 340, 600, 900]) {
          await panel.setWidth(width);
          // how wide Chinese is depends on the fonts of the machine
          const byName = width >= 600 || (language !== 'en' && (await row.first().getAttribute('title')) === null);
          for (const at of PAGES.keys()) {
            await row.nth(at).click();
            await panel.settled();
            const seen = await row.evaluateAll((all) =>
              all.map((tab) => {
                const { left, right, width: wide, height } = tab.getBoundingClientRect();
                const name = tab.querySelector<HTMLElement>('.name')!;
                return {
                  inSight: left >= 0 && right <= innerWidth,
                  // for the finger: WCAG 2.2, 2.5.8
                  large: wide >= 24 && height >= 24,
                  named: name.offsetWidth > 1 && name.scrollWidth <= name.offsetWidth,
                  tip: (tab as HTMLElement).title,
                };
              }),
            );
            expect(seen, `${width} px, tab ${at}`).toEqual(
              names.map((name, index) => ({
                inSight: true,
                large: true,
                named: byName || index === at,
                tip: byName ? '' : name,
              })),
            );
          }
          expect(await panel.page.locator('.more-tabs').count()).toBe(0);
        }
      }),
    PATIENCE,
  );

  it('that are current are in sight at 200 px, and more are shown by the marks at the ends of the row', () =>
    withPanel({ width: 200, reduceMotion: true }, async (panel) => {
      await panel.show(comparing());
      const inSight = (name: string): Promise<boolean> =>
        tabs(panel)
          .filter({ hasText: name })
          .evaluate((tab) => {
            const { left, right } = tab.getBoundingClientRect();
            return left >= 0 && right <= innerWidth;
          });
      const more = (end: 'before' | 'after') => panel.page.locator(`.more-tabs.${end}`);
      expect(await inSight('Lineage')).toBe(false);
      expect(await more('before').count()).toBe(0);
      await panel.send({ type: 'show', tab: 'lineage' });
      await expect.poll(() => inSight('Lineage')).toBe(true);
      await expect.poll(() => more('after').count()).toBe(0);
      while (await more('before').count()) {
        await more('before').click();
        await panel.settled();
      }
      expect(await inSight('Translation')).toBe(true);
      expect(await selected(panel)).toBe('Lineage');
    }));

  it('turn where the host says', () =>
    withPanel({}, async (panel) => {
      await panel.show(comparing());
      await panel.send({ type: 'show', tab: 'compare' });
      expect(await selected(panel)).toBe('Compare');
      await panel.send({ type: 'show', tab: 'nowhere' });
      expect(await selected(panel)).toBe('Compare');
      await panel.send({ type: 'show', tab: 'translation' });
      expect(await panel.page.locator('al-translation .target .text').textContent()).toBe(greeting.target);
    }));

  it('know a state that was saved before there were pages', () =>
    withPanel({}, async (panel) => {
      const { models: _, compare: __, ...state } = states.several!;
      const saved = { state, answered: state.request, choices: { picture: 'heatMap', sentence: 1 } };
      await panel.page.evaluate((old) => sessionStorage.setItem('state', JSON.stringify(old)), saved);
      await panel.page.reload();
      await panel.page.getByText('Sentence 2 of 3').waitFor();
      expect(await selected(panel)).toBe('Translation');
      expect(await panel.page.getByRole('tab', { name: 'Heat Map' }).getAttribute('aria-selected')).toBe('true');
    }));

  it('forget of a saved choice no more than what they do not know', () =>
    withPanel({}, async (panel) => {
      const { state, answered, choices } = {
        state: comparing(null),
        answered: states.done!.request,
        choices: { picture: 'table', sentence: 0, tab: 'compare', compare: { sort: 'beauty' } },
      };
      await panel.page.evaluate((old) => sessionStorage.setItem('state', JSON.stringify(old)), {
        state,
        answered,
        choices,
      });
      await panel.page.reload();
      await panel.page
        .getByLabel('Sort by')
        .or(panel.page.getByText('Every mechanism is a small model'))
        .first()
        .waitFor();
      expect(await selected(panel)).toBe('Compare');
    }));
});

it.each(PAGES)(
  'the page %s does not scroll sideways at any width',
  (page) =>
    withPanel({}, async (panel) => {
      const all = [comparing(), comparing(null), comparing(runningAt(2)), states.chinese!, states.longWord!];
      for (const [at, state] of all.entries()) {
        await panel.show(state);
        await turnTo(panel, page);
        expect(await panel.tooWideAt([280, 300, 480, 1200]), `state ${at}`).toEqual([]);
      }
    }),
  PATIENCE,
);

it.each(PAGES)(
  'the page %s has no serious fault of accessibility, in any theme',
  (page) =>
    withPanel({ height: 1000, reduceMotion: true }, async (panel) => {
      await panel.show(comparing());
      await turnTo(panel, page);
      if (page === 'What If') await changeMuch(panel);
      if (page === 'Compare') {
        await panel.page.locator('al-model-picker summary').click();
        for (const model of ['Bahdanau 2015', 'Luong 2015 · dot']) {
          await panel.page.getByRole('button', { name: `Pin ${model} to see how two differ` }).click();
        }
      }
      await expectAccessible(panel, { name: `page-${page}` });
      if (page !== 'Compare' && page !== 'Scoring') return;
      await panel.page.getByRole('button', { name: 'Table', exact: true }).click();
      await expectAccessible(panel, { name: `page-${page}-Table` });
    }),
  PATIENCE,
);

/** Opens all that the page What If has, with changes of every look. */
async function changeMuch(panel: PanelPage): Promise<void> {
  const source = panel.page.locator('al-what-if-source');
  await source.getByRole('button', { name: 'how' }).click();
  await panel.page.getByRole('button', { name: 'Mask', exact: true }).click();
  await source.getByRole('button', { name: 'you' }).click();
  await panel.page.getByRole('button', { name: 'Leave Out' }).click();
  await source.getByRole('button', { name: 'are', exact: true }).click();
  await panel.page.getByRole('textbox', { name: 'Replace “are” with' }).fill('were');
  await panel.page.getByRole('button', { name: 'Replace', exact: true }).click();
  await panel.page.getByText('Drop heads').click();
  await panel.page
    .getByRole('group', { name: 'Encoder, on the source' })
    .getByRole('button', { name: 'Layer 2, head 3' })
    .click();
  await answerTraces(panel, { kind: 'transformer' });
  await panel.page.getByRole('button', { name: 'Force its attention…' }).click();
  await panel.page.getByRole('button', { name: 'Measure' }).click();
  await answerTraces(panel, { kind: 'transformer' });
  await panel.page.getByText('Spearman’s rank correlation').waitFor();
}
