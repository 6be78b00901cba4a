import { expect, it } from 'vitest';
import type { InspectWish } from '../../../webview/events';
import { Inspections } from '../../../webview/inspections';
import { stepRecord } from '../../view/fixtures/step';

const wish = (model: string, step = 0, source = 'Hello.'): InspectWish => ({
  model,
  source,
  target: null,
  step,
  bench: false,
});
const ok = { ok: stepRecord(1) };
const fault = (code: 'contextLost' | 'cancelled') => ({ fault: { code } as const });

it('keeps the record in sight while the next is asked for, and drops late answers', () => {
  const inspections = new Inspections();
  const first = inspections.askForScoring(wish('dot'));
  expect(first).toMatchObject({ kind: 'inspect', id: 1, model: 'dot', step: 0 });
  expect(inspections.answer(1, ok)).toBe(true);
  inspections.askForScoring(wish('dot', 1));
  inspections.askForScoring(wish('dot', 2));
  expect(inspections.answer(2, fault('contextLost'))).toBe(false);
  expect(inspections.scoring).toMatchObject({ asking: true, record: ok.ok, fault: null });
  expect(inspections.answer(3, fault('contextLost'))).toBe(true);
  expect(inspections.scoring).toMatchObject({ asking: false, record: ok.ok, fault: { code: 'contextLost' } });
  expect(inspections.answer(99, ok)).toBe(false);
});

it('keeps one step for each mechanism of the lineage, of the sentence asked about alone', () => {
  const inspections = new Inspections();
  inspections.askForLineage(wish('ema'));
  inspections.askForLineage(wish('hard'));
  inspections.askForLineage(wish('cosine', 0, 'Another.'));
  inspections.askForScoring(wish('dot'));
  inspections.answer(1, ok);
  inspections.answer(2, fault('contextLost'));
  expect([...inspections.lineage('Hello.')]).toEqual([
    ['ema', ok.ok],
    ['hard', { code: 'contextLost' }],
  ]);
  expect([...inspections.lineage('Another.')]).toEqual([['cosine', 'loading']]);
});

it('keeps the page of steps and the scoring page apart', () => {
  const inspections = new Inspections();
  expect(inspections.steps).toBeNull();
  inspections.askForSteps(wish('ema', 3));
  inspections.askForScoring(wish('dot', 1));
  expect(inspections.answer(1, ok)).toBe(true);
  expect(inspections.steps).toMatchObject({ asking: false, record: ok.ok, wish: { model: 'ema', step: 3 } });
  expect(inspections.scoring).toMatchObject({ asking: true, record: null, wish: { model: 'dot', step: 1 } });
});

it('forgets a question that another one pushed aside', () => {
  const inspections = new Inspections();
  inspections.askForLineage(wish('ema'));
  expect(inspections.answer(1, fault('cancelled'))).toBe(true);
  expect(inspections.lineage('Hello.').size).toBe(0);
});
