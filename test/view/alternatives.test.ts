import { describe, expect, it } from 'vitest';
import type { PanelState } from '../../src/shared/panelProtocol';
import type { SentenceResult } from '../../src/shared/result';
import { PanelPage, type OpenOptions } from './browser';
import { answerTraces, questions } from './fixtures/answerTraces';
import { done, greeting, model, result, states, text } from './fixtures/states';
import { idOf, traceOf } from './fixtures/trace';
import { expectAccessible, usePanels } from './panels';

const panels = usePanels();
let panel: PanelPage;

const { source, target } = greeting;
const shown = (sentence: SentenceResult, id = 1): PanelState =>
  done({ text: sentence.source, result: result(sentence) }, id);

async function open(state: PanelState = shown(greeting), options: OpenOptions = {}): Promise<void> {
  panel = await panels.open(options);
  await panel.show(state);
}

const button = (name: string | RegExp) => panel.page.getByRole('button', { name, exact: true });
const word = (name: string) => panel.page.locator('al-translation .target .word', { hasText: name });
const translation = () => panel.page.locator('al-translation .target .text').textContent();
const tray = (of: string) => panel.page.getByRole('region', { name: `What could have stood for “${of}”` });
const adoptions = async () =>
  (await panel.posted()).flatMap((message) =>
    message.type === 'ask' && message.ask.kind === 'adopt' ? [message.ask] : [],
  );

describe('the words of the translation', () => {
  it('show what else could have stood there, out of a trace of what is shown', async () => {
    await open();
    expect(await questions(panel)).toEqual([]);
    await word('comment').click();
    await tray('comment').getByText('The model is laying the sentence open…').waitFor();
    expect(await questions(panel)).toEqual([
      expect.objectContaining({ kind: 'trace', model: model.id, source, target }),
    ]);
    await answerTraces(panel);
    const { next } = traceOf({ source, target }).steps[2]!;
    const list = tray('comment').getByRole('list', { name: 'Likeliest pieces at step 3' });
    expect((await list.locator('.piece').allInnerTexts()).map((piece) => piece.trim())).toEqual(
      next.map(({ piece }) => piece.trim()),
    );
    expect((await list.locator('.number').allInnerTexts()).map((number) => number.trim())).toEqual(
      next.map(({ probability }) => `${(100 * probability).toFixed(1)}%`),
    );
    expect(await list.getByRole('button', { name: 'comment' }).getAttribute('aria-current')).toBe('true');
    // The same trace tells of the other words.
    await word('Bonjour').click();
    await tray('Bonjour').getByRole('list', { name: 'Likeliest pieces at step 1' }).waitFor();
    expect(await questions(panel)).toHaveLength(1);
  });

  it('become what is chosen: the rest is decoded anew, and the host is asked to adopt it', async () => {
    await open(shown(greeting, 7));
    await word('comment').click();
    await answerTraces(panel);
    await button(/quel/).click();
    await answerTraces(panel);
    const { targetIds } = traceOf({ source, target });
    const prefix = [...targetIds.slice(0, 2), idOf(' quel')];
    expect((await questions(panel)).at(-1)).toMatchObject({ kind: 'trace', source, target: null, prefix });
    const decoded = traceOf({ source, prefix }).sentence;
    expect(await adoptions()).toEqual([
      {
        kind: 'adopt',
        request: 7,
        sentence: 0,
        result: {
          ...decoded,
          span: greeting.span,
          alternatives: expect.arrayContaining([
            ...greeting.alternatives!,
            { target: decoded.target, score: decoded.score },
          ]),
        },
      },
    ]);
    // Once only, though the host sends the state again.
    await panel.show(shown((await adoptions())[0]!.result, 7));
    expect(await translation()).toBe(decoded.target);
    await panel.settled();
    expect(await adoptions()).toHaveLength(1);
  });

  it('have their pieces one by one', async () => {
    await open();
    await word('vas-tu').click();
    await answerTraces(panel);
    const pieces = tray('vas-tu').getByRole('group', { name: 'Piece of the word' }).getByRole('button');
    expect((await pieces.allInnerTexts()).map((piece) => piece.trim())).toEqual(['vas', '·-', '·tu']);
    await pieces.nth(2).click();
    await tray('vas-tu').getByText('Step 6: what could have come').waitFor();
  });

  it('are worked by the keyboard', async () => {
    await open();
    await word('Bonjour').focus();
    for (const key of ['ArrowRight', 'ArrowRight', 'Enter']) await panel.page.keyboard.press(key);
    await answerTraces(panel);
    await tray('comment').waitFor();
    expect(await word('comment').getAttribute('aria-expanded')).toBe('true');
    await panel.page.keyboard.press('Escape');
    expect(await tray('comment').count()).toBe(0);
    await panel.page.keyboard.press('End');
    await panel.page.keyboard.press(' ');
    await tray('?').waitFor();
    await button('Close').click();
    await panel.settled();
    expect(await tray('?').count()).toBe(0);
  });

  it('are those of the sentence that is drawn; of an example there is nothing to choose', async () => {
    await open(states.several);
    expect(await panel.page.locator('al-translation .target .word').allInnerTexts()).toEqual([
      'Le', 'fichier', "n'a", 'pas', 'été', 'trouvé', '.',
    ]); // prettier-ignore
    await panel.page.locator('al-translation .sentence').nth(1).click();
    expect((await panel.page.locator('al-translation .target .word').allInnerTexts())[0]).toBe('Vérifiez');
    await panel.show(states.idle!);
    await panel.page.evaluate(() => sessionStorage.clear());
    await panel.page.reload();
    await panel.show(states.idle!);
    expect(await panel.page.locator('al-translation .target .word').count()).toBe(0);
  });

  it('say what went wrong, and try again', async () => {
    await open();
    await word('comment').click();
    await expect.poll(async () => (await questions(panel)).length).toBe(1);
    await panel.send({
      type: 'answered',
      ask: (await questions(panel))[0]!.id,
      outcome: { fault: { code: 'deadline', seconds: 45 } },
    });
    await panel.page.getByRole('alert').getByText('Select less text or try again').waitFor();
    await button('Try Again').click();
    await expect.poll(async () => (await questions(panel)).length).toBe(2);
    expect(await translation()).toBe(target);
  });
});

describe('the candidates of the search', () => {
  it('can each become the translation', async () => {
    await open();
    await panel.page.getByText('Candidates (3)').click();
    const candidates = panel.page.locator('al-alternatives li');
    expect(await candidates.first().getByRole('button').isDisabled()).toBe(true);
    expect(await candidates.locator('.score').allInnerTexts()).toEqual(['−0.21', '−0.48', '−0.77']);
    await candidates.nth(1).getByRole('button').click();
    const chosen = greeting.alternatives![1]!;
    expect((await questions(panel)).at(-1)).toMatchObject({ kind: 'trace', source, target: chosen.target });
    await answerTraces(panel);
    const [adopt] = await adoptions();
    expect(adopt).toMatchObject({ request: 1, sentence: 0, result: { source, target: chosen.target } });
    expect(adopt!.result.alternatives).toEqual(greeting.alternatives);
    await panel.show(shown(adopt!.result));
    expect(await translation()).toBe(chosen.target);
    expect(await candidates.nth(1).getByRole('button').isDisabled()).toBe(true);
    expect(await candidates.first().getByRole('button').isDisabled()).toBe(false);
  });

  it('ask first where what has to stay would be lost', async () => {
    const pinned = [{ source: { start: 0, end: 5 }, target: { start: 0, end: 7 } }];
    await open(shown({ ...greeting, pinned }));
    await word('Bonjour').click();
    await tray('Bonjour').getByText('the model was not to change it').waitFor();
    expect(await questions(panel)).toEqual([]);
    await panel.page.getByText('Candidates (3)').click();
    const other = panel.page.locator('al-alternatives li').nth(1).getByRole('button');
    await other.click();
    await answerTraces(panel);
    await panel.page.getByRole('alert').getByText('put back where the attention suggests: “Bonjour”').waitFor();
    expect(await adoptions()).toEqual([]);
    await button('Keep What Is Shown').click();
    expect(await panel.page.getByRole('alert').count()).toBe(0);
    await other.click();
    await answerTraces(panel);
    await button('Use It').click();
    expect((await adoptions())[0]!.result.pinned).toBeUndefined();
    // What still holds it is adopted at once, its pin in its new place.
    await panel.page.locator('al-alternatives li').nth(2).getByRole('button').click();
    await answerTraces(panel);
    expect((await adoptions())[1]!.result.pinned).toEqual(pinned);
  });

  it('are forgotten where another request is shown by the time they are decoded', async () => {
    await open();
    await panel.page.getByText('Candidates (3)').click();
    await panel.page.locator('al-alternatives li').nth(1).getByRole('button').click();
    await panel.show(done(text(['The file was not found.', "Le fichier n'a pas été trouvé."]), 2));
    await answerTraces(panel);
    expect(await adoptions()).toEqual([]);
  });
});

it('what is open has no serious fault of accessibility, in any theme', async () => {
  await open(shown(greeting), { reduceMotion: true });
  await word('vas-tu').click();
  await answerTraces(panel);
  await panel.page.getByText('Candidates (3)').click();
  await expectAccessible(panel, { name: 'alternatives' });
});
