import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { EngineResponse } from '../../src/shared/engineProtocol';
import type { OcclusionRecord, TraceRecord } from '../../src/shared/trace';
import { faithRow } from '../../webview/whatIf/faithful';
import { stepsOf, writingRow } from '../../webview/whatIf/rows';
import type { PanelPage } from './browser';
import { withEngine } from './engineInPage';
import { done, greeting, result } from './fixtures/states';
import { usePanels } from './panels';

const ROOT = join(import.meta.dirname, '../..');
const { default: DEFAULT } = JSON.parse(readFileSync(join(ROOT, 'models/default.json'), 'utf8')) as { default: string };
/** Loading a model and some decodings on a busy machine. */
const PATIENCE = 180_000;

const panels = usePanels();

/** What the engine answered last, of one kind. */
async function lastRecord<T extends TraceRecord | OcclusionRecord>(
  panel: PanelPage,
  type: 'traced' | 'occluded',
): Promise<T> {
  const json = await panel.page.evaluate(
    (wanted) => {
      const found = window.posted.flatMap((message) =>
        message.type === 'engine' && message.response.type === wanted ? [message.response] : [],
      );
      return JSON.stringify(found.at(-1), (_, value) => (value instanceof Float32Array ? Array.from(value) : value));
    },
    type satisfies EngineResponse['type'],
  );
  return (JSON.parse(json) as { record: T }).record;
}

const column = (panel: PanelPage, of: string, at: number): Promise<number[]> =>
  panel.page
    .locator(`${of} al-paired-bars tbody tr`)
    .evaluateAll(
      (rows, index) =>
        rows.map((row) => Number(row.querySelectorAll('td')[index]!.querySelector('data')!.getAttribute('value'))),
      at,
    );

const close = (got: number[], expected: readonly number[]): void => {
  expect(got).toHaveLength(expected.length);
  got.forEach((value, index) => expect(value).toBeCloseTo(expected[index]!, 6));
};

describe.each([DEFAULT, 'transformer'])('the page What If with the engine that ships: %s', (model) => {
  it(
    'masks, forces and occludes; what is on the screen is what the engine computed',
    async () => {
      const panel = await withEngine(await panels.open({ width: 900 }), panels.server, model);
      const state = done({ text: greeting.source, result: { ...result(greeting), model } });
      await panel.show({ ...state, model: { ...state.model!, id: model } });
      await panel.page.getByRole('tab', { name: 'What If' }).click();
      await panel.page.getByRole('region', { name: 'Before' }).waitFor();
      const plain = await lastRecord<TraceRecord>(panel, 'traced');
      expect(plain.model).toBe(model);
      close(await column(panel, 'al-what-if-focus', 0), writingRow(plain, [0])!);

      const after = panel.page.getByRole('region', { name: 'After' });
      const settled = () => panel.page.locator('[aria-label="After"][aria-busy="false"]').waitFor();
      await panel.page.locator('al-what-if-source').getByRole('button', { name: 'you', exact: true }).click();
      await panel.page.getByRole('button', { name: 'Mask', exact: true }).click();
      await settled();
      const masked = await lastRecord<TraceRecord>(panel, 'traced');
      const you = plain.sourcePieces.words.findIndex(({ text }) => text === 'you');
      const words = after.locator('al-word-buttons button');
      for (let word = 0; word < (await words.count()); word++) {
        await words.nth(word).click();
        const row = await column(panel, 'al-what-if-focus', 1);
        expect(row[you]).toBe(0);
        expect(row.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 4);
        close(row, writingRow(masked, stepsOf(masked, word).slice(0, 1))!);
      }
      await after.getByText(masked.sentence.score.toFixed(2).replace('-', '−')).waitFor();

      await words.first().click();
      await panel.page.getByRole('button', { name: 'Force its attention…' }).click();
      await panel.page
        .getByRole('group', { name: 'Source words to attend to' })
        .getByRole('button', { name: '?' })
        .click();
      await panel.page.getByRole('button', { name: 'Force', exact: true }).click();
      await settled();
      await expect
        .poll(async () => (await lastRecord<TraceRecord>(panel, 'traced')).sentence.score)
        .not.toBe(masked.sentence.score);
      await settled();
      const forced = await lastRecord<TraceRecord>(panel, 'traced');
      const mark = plain.sourcePieces.words.findIndex(({ text }) => text === '?');
      await words.first().click();
      const row = await column(panel, 'al-what-if-focus', 1);
      row.forEach((weight, at) => expect(weight).toBeCloseTo(at === mark ? 1 : 0, 6));
      close(row, writingRow(forced, [0])!);

      await panel.page.getByRole('button', { name: 'Measure' }).click();
      await panel.page.getByText('Spearman’s rank correlation').waitFor({ timeout: 60_000 });
      const occlusion = await lastRecord<OcclusionRecord>(panel, 'occluded');
      const row0 = faithRow(occlusion, null);
      close(await column(panel, 'al-faithfulness', 0), row0.attention);
      close(await column(panel, 'al-faithfulness', 1), row0.loss);
      expect(await panel.page.locator('al-faithfulness .verdict').textContent()).toContain(
        row0.correlation!.toFixed(2).replace('-', '−'),
      );
    },
    PATIENCE,
  );
});
