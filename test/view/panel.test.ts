import { describe, expect, it } from 'vitest';
import { PanelPage, type OpenOptions } from './browser';
import { done, greeting, LONG_SOURCE, LONG_TARGET, result, sentence, states } from './fixtures/states';
import { usePanels } from './panels';

const panels = usePanels();
let panel: PanelPage;

async function open(options: OpenOptions = {}): Promise<PanelPage> {
  panel = await panels.open(options);
  return panel;
}

const word = (side: 'source' | 'target', index: number) => panel.page.locator(`[data-key="${side}-${index}"]`);
const ribbons = () => panel.page.locator('al-ribbon path.ribbon');
const readout = () => panel.page.locator('.readout');
const tab = (name: string) => panel.page.getByRole('tab', { name });
const focusedKey = () =>
  panel.page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return (active as HTMLElement | null)?.dataset.key;
  });

describe('before the first translation', () => {
  it('says that it is ready, what to do, and draws an example', async () => {
    await open();
    expect(await panel.posted()).toEqual([{ type: 'ready' }]);
    await panel.page.getByText('Select text in an editor').waitFor();
    await panel.page.getByText('Example', { exact: true }).waitFor();
    // the ribbon measures its words before it draws them: wait for the sixth word and the third link
    await panel.page.locator('al-ribbon .word').nth(5).waitFor();
    await panel.page.locator('al-ribbon path.thread').nth(2).waitFor({ state: 'attached' });
    await panel.page.getByRole('button', { name: 'Translate Selection' }).click();
    expect(await panel.posted()).toContainEqual({ type: 'command', command: 'translateSelection' });
  });

  it('shows how far the model has come', async () => {
    await open();
    await panel.show(states.loading!);
    expect(await panel.page.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('42');
    await panel.page.getByText('Loading 42%').waitFor();
  });
});

describe('a translation', () => {
  it('shows source, translation, unsure words and candidates', async () => {
    await open();
    await panel.show(states.done!);
    expect(await panel.page.locator('al-translation .target .text').textContent()).toBe(greeting.target);
    expect(await panel.page.locator('al-translation .source .text').textContent()).toBe(greeting.source);
    await expect.poll(() => panel.page.getByText('Example', { exact: true }).count()).toBe(0);
    expect(await panel.page.locator('.target .unsure').allTextContents()).toEqual(['vas-tu']);
    expect(await panel.page.locator('.target .unsure').getAttribute('title')).toBe('Confidence 40%');
    await panel.page.getByText('Candidates (3)').click();
    await panel.page.getByText('Salut, comment allez-vous ?').waitFor();
    await panel.page.getByText('−0.48').waitFor();
  });

  it('keeps what stands between sentences', async () => {
    await open();
    const state = states.several!;
    await panel.show(state);
    expect(await panel.page.locator('al-translation .target .text').textContent()).toBe(
      "Le fichier n'a pas été trouvé. Vérifiez le chemin et réessayez. Si le problème persiste, redémarrez l'éditeur.",
    );
  });

  it('asks the host for each action', async () => {
    await open();
    await panel.show(states.done!);
    for (const name of ['Replace', 'Insert Below', 'Copy', 'Bahdanau 2015']) {
      await panel.page.getByRole('button', { name }).first().click();
    }
    const commands = (await panel.posted()).flatMap((message) => (message.type === 'command' ? [message.command] : []));
    expect(commands).toEqual(['replaceSelection', 'insertBelow', 'copyTranslation', 'selectModel']);
    await panel.page.getByText('Copied').waitFor();
  });

  it('does not offer Replace where it is no longer possible', async () => {
    await open();
    const state = done({ text: greeting.source, result: result(greeting) });
    if (state.request?.outcome.phase === 'done') state.request.outcome.replaceable = false;
    await panel.show(state);
    expect(await panel.page.locator('vscode-button', { hasText: 'Replace' }).getAttribute('disabled')).not.toBeNull();
  });

  it('steps through sentences', async () => {
    await open();
    await panel.show(states.several!);
    await panel.page.getByText('Sentence 1 of 3').waitFor();
    await panel.page.getByRole('button', { name: 'Next sentence' }).click();
    await panel.page.getByText('Sentence 2 of 3').waitFor();
    await panel.settled();
    expect(await word('source', 0).getAttribute('aria-label')).toBe('Check');
    await panel.page.locator('.target .sentence').nth(2).click();
    await panel.page.getByText('Sentence 3 of 3').waitFor();
  });

  it('says where it runs, and why not on WebGL', async () => {
    await open();
    await panel.show(states.wasm!);
    await panel.page.getByRole('button', { name: 'WASM' }).click();
    await panel.page.getByText('because WebGL cannot be used: WebGL 2 is not available.').waitFor();
  });

  it('says that it was cut short', async () => {
    await open();
    await panel.show(states.long!);
    await panel.page.getByText('Cut short').waitFor();
  });
});

describe('while a request runs, and when it fails', () => {
  it('keeps the last translation in sight', async () => {
    await open();
    await panel.show(states.done!);
    await panel.show(states.running!);
    await panel.page.getByText('Translating sentence 4 of 12…').waitFor();
    expect(await panel.page.locator('al-translation .target .text').textContent()).toBe(greeting.target);
    expect(await panel.page.locator('vscode-button', { hasText: 'Replace' }).getAttribute('disabled')).not.toBeNull();
    await panel.page.getByRole('button', { name: 'Cancel' }).click();
    expect(await panel.posted()).toContainEqual({ type: 'command', command: 'cancel' });
    await panel.show(states.failed!);
    await panel.page.getByRole('alert').getByText('No translation came within 45 seconds.').waitFor();
    expect(await panel.page.locator('al-translation .target .text').textContent()).toBe(greeting.target);
    await panel.page.getByRole('button', { name: 'Show Log' }).click();
    expect(await panel.posted()).toContainEqual({ type: 'command', command: 'showLog' });
  });

  it('names the file of a model that cannot be used', async () => {
    await open();
    await panel.show(states.engineFailed!);
    await panel.page.getByText('model.safetensors: the file is missing').waitFor();
  });

  it('loses nothing when the document is reloaded', async () => {
    await open();
    await panel.show(states.several!);
    await tab('Heat Map').click();
    await panel.page.getByRole('button', { name: 'Next sentence' }).click();
    await panel.page.reload();
    await panel.page.getByText('Sentence 2 of 3').waitFor();
    expect(await tab('Heat Map').getAttribute('aria-selected')).toBe('true');
    expect(await panel.page.locator('al-translation .target .text').textContent()).toContain('Le fichier');
  });

  it('ignores messages that are not for it or malformed', async () => {
    await open();
    await panel.show(states.done!);
    const broken = structuredClone(states.done!) as { request: { outcome: { result: { sentences: object[] } } } };
    broken.request.outcome.result.sentences[0] = { ...greeting, alignment: [[1]] };
    for (const message of [
      null,
      42,
      'text',
      [],
      { type: 'state' },
      { type: 'nothing' },
      { type: 'state', state: broken },
    ]) {
      await panel.send(message);
    }
    expect(await panel.page.locator('al-translation .target .text').textContent()).toBe(greeting.target);
  });
});

describe('the ribbon', () => {
  it('previews the links of a word, locks them by a click, and unlocks by Escape', async () => {
    await open();
    await panel.show(states.done!);
    await word('target', 2).hover();
    expect(await readout().textContent()).toMatch(/comment\s+←\s+how 71%/);
    await expect.poll(() => ribbons().count()).toBe(4);
    expect(await word('source', 2).locator('.percent').textContent()).toBe('71%');
    expect(await word('source', 2).getAttribute('class')).toContain('strongest');
    await panel.page.mouse.move(5, 5);
    await expect.poll(() => ribbons().count()).toBe(0);

    await word('target', 2).click();
    await panel.page.mouse.move(5, 5);
    expect(await word('target', 2).getAttribute('aria-pressed')).toBe('true');
    await word('target', 0).hover();
    expect(await readout().textContent()).toMatch(/comment\s+←/);
    await panel.page.keyboard.press('Escape');
    expect(await word('target', 2).getAttribute('aria-pressed')).toBe('false');
    await word('target', 4).hover();
    expect(await readout().textContent()).toMatch(/\?\s+←/);
  });

  it('shows from a source word the target words that attend to it', async () => {
    await open();
    await panel.show(states.done!);
    await word('source', 2).hover();
    expect(await readout().textContent()).toMatch(/how\s+→\s+comment 71%\s+·\s+vas-tu 14%/);
  });

  it('shows the end mark and the mass on it', async () => {
    await open();
    await panel.show(states.done!);
    expect(await word('source', 6).getAttribute('aria-label')).toBe('end of sentence');
    await word('target', 4).hover();
    expect(await word('source', 6).locator('.percent').textContent()).toBe('12%');
  });

  it('is worked by the keyboard alone', async () => {
    await open();
    await panel.show(states.done!);
    const { keyboard } = panel.page;
    await word('target', 0).focus();
    await keyboard.press('ArrowRight');
    await keyboard.press('ArrowRight');
    await panel.settled();
    expect(await focusedKey()).toBe('target-2');
    expect(await readout().textContent()).toMatch(/comment\s+←\s+how 71%/);
    await keyboard.press('ArrowUp');
    await panel.settled();
    expect(await focusedKey()).toBe('source-2');
    await keyboard.press('ArrowDown');
    await panel.settled();
    expect(await focusedKey()).toBe('target-2');
    await keyboard.press('End');
    await panel.settled();
    expect(await focusedKey()).toBe('target-4');
    await keyboard.press('Home');
    await panel.settled();
    await keyboard.press('Enter');
    expect(await word('target', 0).getAttribute('aria-pressed')).toBe('true');
    await keyboard.press('Escape');
    expect(await word('target', 0).getAttribute('aria-pressed')).toBe('false');
    await expect.poll(() => panel.page.locator('al-ribbon .word[tabindex="0"]').count()).toBe(1);
  });

  it('moves as the eye does in text from right to left', async () => {
    await open();
    await panel.show(states.rightToLeft!);
    await word('target', 0).focus();
    await panel.page.keyboard.press('ArrowLeft');
    await panel.settled();
    expect(await focusedKey()).toBe('target-1');
    const [first, second] = await Promise.all([word('target', 0).boundingBox(), word('target', 2).boundingBox()]);
    expect(first!.x).toBeGreaterThan(second!.x);
  });

  it('breaks a long sentence into bands, and again when the width changes', async () => {
    await open({ width: 300 });
    await panel.show(states.long!);
    const bands = panel.page.locator('al-ribbon .band');
    const narrow = await bands.count();
    expect(narrow).toBeGreaterThan(6);
    const words = await panel.page.locator('al-ribbon .word').count();
    expect(words).toBe(
      sentence(LONG_SOURCE, LONG_TARGET).sourceWords.length + sentence(LONG_SOURCE, LONG_TARGET).targetWords.length + 1,
    );
    await panel.page.setViewportSize({ width: 1200, height: 800 });
    await panel.page.waitForFunction(
      (before) =>
        document
          .querySelector('attention-lens-panel')!
          .shadowRoot!.querySelector('al-attention')!
          .shadowRoot!.querySelector('al-ribbon')!
          .shadowRoot!.querySelectorAll('.band').length < before,
      narrow,
    );
  });

  it('starts and ends each ribbon at its words', async () => {
    await open({ width: 480 });
    await panel.show(states.done!);
    await word('target', 2).hover();
    const [ribbon, source, target] = await Promise.all([
      panel.page.locator('al-ribbon path.ribbon.strongest').boundingBox(),
      word('source', 2).boundingBox(),
      word('target', 2).boundingBox(),
    ]);
    expect(ribbon!.y).toBeCloseTo(source!.y + source!.height, -0.5);
    expect(ribbon!.y + ribbon!.height).toBeCloseTo(target!.y, -0.5);
    expect(ribbon!.x).toBeGreaterThanOrEqual(Math.min(source!.x, target!.x) - 2);
  });

  it('says so where a model has no attention', async () => {
    await open();
    await panel.show(states.noAttention!);
    await panel.page.getByText('This model pays no attention').waitFor();
  });

  it('says so where there is nothing to translate or to align', async () => {
    await open();
    await panel.show(states.nothing!);
    await panel.page.getByText('There is no text to translate').waitFor();
    await panel.show(states.emptyTranslation!);
    await panel.page.getByText('The translation is empty').waitFor();
  });

  it('is in sight when the alignment was asked for', async () => {
    await open({ height: 400 });
    const state = structuredClone(states.long!);
    await panel.show({ ...state, request: { ...state.request!, focus: 'alignment' } });
    await panel.settled();
    expect((await word('target', 0).boundingBox())!.y).toBeLessThan(400);
  });

  it('forgets the previewed word when the keyboard leaves it', async () => {
    await open();
    await panel.show(states.done!);
    await word('target', 2).focus();
    await expect.poll(() => ribbons().count()).toBe(4);
    await tab('Ribbon').focus();
    await panel.settled();
    await expect.poll(() => ribbons().count()).toBe(0);
  });
});

describe('the heat map', () => {
  const cells = () => panel.page.locator('al-heat-map rect.cell');
  const value = () => panel.page.locator('al-heat-map .value');

  it('draws every weight that can be seen, and prints the one under the pointer', async () => {
    await open();
    await panel.show(states.done!);
    await tab('Heat Map').click();
    await panel.settled();
    await expect.poll(() => cells().count()).toBe(greeting.alignment.flat().filter((weight) => weight >= 0.01).length);
    await panel.page.getByText('query ↓ key →').first().waitFor();
    const box = (await panel.page.locator('al-heat-map svg').boundingBox())!;
    const rows = greeting.alignment.length;
    await panel.page.mouse.move(box.x + box.width * (2.5 / 7), box.y + box.height * (2.5 / rows));
    expect(await value().textContent()).toBe('comment ← how 71.0%');
    expect(await readout().textContent()).toMatch(/comment\s+←\s+how 71%/);
  });

  it('is worked by the keyboard, and shares its word with the ribbon', async () => {
    await open();
    await panel.show(states.done!);
    await tab('Heat Map').click();
    await panel.page.locator('al-heat-map .plot').focus();
    const { keyboard } = panel.page;
    expect(await value().textContent()).toBe('Bonjour ← Hello 86.0%');
    await keyboard.press('ArrowDown');
    await keyboard.press('ArrowRight');
    expect(await value().textContent()).toBe(', ← , 83.0%');
    await keyboard.press('ArrowDown');
    await keyboard.press('End');
    expect(await value().textContent()).toBe('comment ← end of sentence 1.0%');
    await keyboard.press('Enter');
    await tab('Ribbon').click();
    await panel.settled();
    expect(await word('target', 2).getAttribute('aria-pressed')).toBe('true');
  });

  it('shows at 300 px the strongest columns of the active row beside the whole', async () => {
    await open({ width: 300 });
    await panel.show(states.long!);
    const heads = panel.page.locator('al-heat-map .head');
    await word('target', 40).click();
    await tab('Heat Map').click();
    await panel.settled();
    await expect.poll(() => heads.count()).toBeLessThanOrEqual(13);
    await expect.poll(() => heads.count()).toBeGreaterThan(9);
    await panel.page.locator('al-mini-map svg').waitFor();
    const made = sentence(LONG_SOURCE, LONG_TARGET);
    const row = made.alignment[40]!;
    const best = made.sourceWords[row.indexOf(Math.max(...row))]!.text;
    expect(await heads.allTextContents()).toContain(best);
    expect(await panel.page.locator('al-heat-map .name.current').textContent()).toBe(made.targetWords[40]!.text);
  });

  it('goes to the row that is clicked in the minimap', async () => {
    await open({ width: 300 });
    await panel.show(states.long!);
    await tab('Heat Map').click();
    const map = panel.page.locator('al-mini-map svg');
    const { width, height } = (await map.boundingBox())!;
    await map.click({ position: { x: width / 2, y: height / 2 } });
    await panel.settled();
    const { targetWords } = sentence(LONG_SOURCE, LONG_TARGET);
    const index = Math.floor(targetWords.length / 2);
    expect(await panel.page.locator('al-heat-map .name.current').textContent()).toBe(targetWords[index]!.text);
  });

  it('has no minimap where everything fits', async () => {
    await open({ width: 1200 });
    await panel.show(states.done!);
    await tab('Heat Map').click();
    await expect.poll(() => panel.page.locator('al-mini-map').count()).toBe(0);
  });
});

describe('the table', () => {
  for (const picture of ['Ribbon', 'Heat Map', 'Table']) {
    it(`holds the numbers of the alignment beside the picture "${picture}"`, async () => {
      await open();
      await panel.show(states.done!);
      await tab(picture).click();
      const numbers = await panel.page
        .locator('al-weights-table tbody tr')
        .evaluateAll((rows) =>
          rows.map((row) => [...row.querySelectorAll('data')].map((data) => [Number(data.value), data.textContent])),
        );
      const expected = greeting.alignment.map((row) => row.map((weight) => [weight, `${(weight * 100).toFixed(1)}%`]));
      expect(numbers).toEqual(expected);
      const headers = await panel.page.locator('al-weights-table tbody th').allTextContents();
      expect(headers).toEqual(greeting.targetWords.map(({ text }) => text));
    });
  }
});

describe('in another language', () => {
  it('speaks Chinese', async () => {
    await open({ language: 'zh-cn' });
    await panel.show(states.failed!);
    await panel.page.getByText('45 秒内没有得到译文。').waitFor();
    await panel.page.getByRole('tab', { name: '热图' }).waitFor();
    await panel.page.getByText('指向一个词').waitFor();
    expect(await panel.page.locator('html').getAttribute('lang')).toBe('zh-cn');
  });
});

describe('for those who want less motion', () => {
  it('moves nothing', async () => {
    await open({ reduceMotion: true });
    await panel.show(states.done!);
    expect(await word('target', 0).evaluate((element) => getComputedStyle(element).transitionDuration)).toMatch(/^0s/);
  });
});
